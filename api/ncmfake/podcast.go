package ncmfake

import (
	"fmt"
	"slices"

	"ncmtui/api/ncmfake/seed"
)

func radioOf(id int64) (seed.Radio, bool) {
	for _, r := range seed.Radios() {
		if r.ID == id {
			return r, true
		}
	}
	return seed.Radio{}, false
}

func radioPicture(r seed.Radio) int64 { return avatarPic + r.ID }

func person(id int64) obj {
	p, _ := seed.PersonOf(id)
	u := user(p.ID, p.Name)
	u["signature"] = p.Signature
	return u
}

// radioRow is a podcast in a list.
func (s *Service) radioRow(r seed.Radio) obj {
	return shaped("radio", obj{
		"id": r.ID, "name": r.Name, "picUrl": pictureURL(radioPicture(r)), "programCount": len(r.Programs), "subCount": s.subscribers(r),
		"createTime": r.Programs[len(r.Programs)-1].Created.UnixMilli(), "categoryId": r.CategoryID, "category": r.Category, "rcmdtext": r.Text,
		"subed": s.isMarked(radioMark, r.ID), "dj": person(r.Owner), "copywriter": r.Text,
	})
}

// subscribers is how many follow a podcast.
func (s *Service) subscribers(r seed.Radio) int64 {
	n := 1200 + r.ID*7919%90_000
	if s.isMarked(radioMark, r.ID) {
		n++
	}
	return n
}

// radioList is every list of podcasts under one name: of a category, of a
// user, or all, those most follow or the newest (type 0) first.
func radioList(name string, more obj) handler {
	return func(c *call) any {
		all := slices.DeleteFunc(slices.Clone(seed.Radios()), func(r seed.Radio) bool {
			return c.id("cateId") != 0 && r.CategoryID != c.id("cateId") || c.id("userId") != 0 && r.Owner != c.id("userId")
		})
		switch {
		case c.path == "/api/djradio/toplist" && c.text("type") != "1":
			slices.SortStableFunc(all, func(a, b seed.Radio) int { return b.Programs[0].Created.Compare(a.Programs[0].Created) })
		case name != "data":
			slices.SortStableFunc(all, func(a, b seed.Radio) int { return int(c.svc.subscribers(b) - c.svc.subscribers(a)) })
		}
		list := []any{}
		for _, r := range page(c, all, 30) {
			list = append(list, c.svc.radioRow(r))
		}
		out := obj{"code": 200, name: list}
		fill(out, more)
		if _, paged := more["hasMore"]; paged {
			out["hasMore"] = c.more(len(list), len(all))
		}
		return out
	}
}

func keptRadios(c *call) any {
	all, list := c.svc.marks(radioMark), []any{}
	for _, m := range page(c, all, 30) {
		r, _ := radioOf(m.id)
		list = append(list, c.svc.radioRow(r))
	}
	return obj{"code": 200, "count": len(all), "djRadios": list, "hasMore": c.more(len(list), len(all)), "time": c.svc.opts.Now().UnixMilli()}
}

func (s *Service) radioDetail(r seed.Radio) obj {
	return shaped("radioDetail", obj{
		"id": r.ID, "dj": mergedPerson(r.Owner), "name": r.Name, "picUrl": pictureURL(radioPicture(r)), "picId": radioPicture(r), "desc": r.Text,
		"rcmdText": r.Text, "programCount": len(r.Programs), "subCount": s.subscribers(r), "category": r.Category, "categoryId": r.CategoryID,
		"lastProgramId": r.Programs[0].ID, "lastProgramName": r.Programs[0].Name, "lastProgramCreateTime": r.Programs[0].Created.UnixMilli(),
		"createTime": r.Programs[len(r.Programs)-1].Created.UnixMilli(), "subed": s.isMarked(radioMark, r.ID),
	})
}

// mergedPerson is a podcast's owner with what only they have.
func mergedPerson(id int64) obj {
	u := person(id)
	u["rewardCount"], u["canReward"], u["djStatus"] = 0, false, 10
	return u
}

func radioPage(c *call) any {
	r, ok := radioOf(c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "电台不存在"}
	}
	return obj{"code": 200, "data": c.svc.radioDetail(r)}
}

// program is an episode; its sound is a song with the episode's name.
func (s *Service) program(p seed.Program) obj {
	r, _ := radioOf(p.Radio)
	x, _ := s.cat.Song(p.Song)
	main := strip(s.oldSong(x), "privilege", "alg", "mark", "noCopyrightRcmd", "sign", "transName", "copyright", "topicPerson", "subType")
	main["name"] = p.Name
	brand := person(r.Owner)
	brand["brand"], brand["djStatus"] = r.Name, 10
	return shaped("program", obj{
		"mainSong": main, "mainTrackId": p.Song, "dj": brand, "duration": x.DurationMS(), "serialNum": p.Number, "listenerCount": hearers(p),
		"coverUrl": pictureURL(radioPicture(r)), "blurCoverUrl": pictureURL(radioPicture(r)), "commentThreadId": fmt.Sprintf("A_DJ_1_%d", p.ID),
		"createTime": p.Created.UnixMilli(), "name": p.Name, "id": p.ID, "description": r.Text, "commentCount": s.said(threadOf("A_DJ_1_", p.ID)),
		"radio": without(s.radioDetail(r), "dj", "commentCount", "likedCount", "composeVideo", "hightQuality", "whiteList", "rcmdText", "shareCount"),
	})
}

func programs(c *call) any {
	r, ok := radioOf(c.id("radioId"))
	if !ok {
		return obj{"code": 404, "message": "电台不存在"}
	}
	all := slices.Clone(r.Programs)
	if c.flag("asc") {
		slices.Reverse(all)
	}
	list := []any{}
	for _, p := range page(c, all, 30) {
		list = append(list, c.svc.program(p))
	}
	return obj{"count": len(all), "code": 200, "programs": list, "more": c.more(len(list), len(all))}
}

// podcastRoutes are the addresses of podcasts.
func podcastRoutes() map[string]handler {
	return map[string]handler{
		"/api/djradio/get/subed":               keptRadios,
		"/api/djradio/category/get":            radioCategories,
		"/api/djradio/v2/get":                  radioPage,
		"/api/djradio/get/byuser":              radioList("djRadios", obj{"hasMore": false}),
		"/api/djradio/hot":                     radioList("djRadios", obj{"hasMore": false}),
		"/api/djradio/hot/v1":                  radioList("djRadios", obj{"hasMore": false}),
		"/api/djradio/recommend":               radioList("djRadios", obj{"hasMore": false}),
		"/api/djradio/recommend/v1":            radioList("djRadios", obj{"name": "精选电台 - 订阅更精彩"}),
		"/api/djradio/personalize/rcmd":        radioList("data", nil),
		"/api/djradio/home/today/perfered":     radioList("data", nil),
		"/api/djradio/home/category/recommend": categoryRadios,
		"/api/djradio/subscriber":              radioFollowers,
		"/api/djradio/toplist":                 radioList("toplist", nil),
		"/api/djradio/toplist/pay":             programRanks,
		"/api/dj/toplist/hours":                personRanks,
		"/api/dj/toplist/newcomer":             personRanks,
		"/api/dj/toplist/popular":              personRanks,
		"/api/djprogram/toplist/hours":         programRanks,
		"/api/program/toplist/v1":              programRanks,
		"/api/dj/program/byradio":              programs,
		"/api/dj/program/detail":               programPage,
		"/api/program/recommend/v1":            programList,
		"/api/personalized/djprogram":          personalPrograms,
	}
}

// categoryRadios has three podcasts of every category.
func categoryRadios(c *call) any {
	list := []any{}
	for _, shelf := range seed.RadioCategories {
		rows := []any{}
		for _, r := range seed.Radios() {
			if r.CategoryID == shelf.ID && len(rows) < 3 {
				rows = append(rows, shaped("categoryRadio", obj{
					"id": r.ID, "name": r.Name, "rcmdText": r.Text, "picUrl": pictureURL(radioPicture(r)), "programCount": len(r.Programs),
					"lastProgramName": r.Programs[0].Name,
				}))
			}
		}
		list = append(list, obj{"categoryId": shelf.ID, "categoryName": shelf.Name, "radios": rows})
	}
	return obj{"code": 200, "msg": nil, "data": list}
}

// radioCategories are the shelves of podcasts.
func radioCategories(*call) any {
	list := []any{}
	for _, shelf := range seed.RadioCategories {
		list = append(list, shaped("radioCategory", obj{"id": shelf.ID, "name": shelf.Name}))
	}
	return obj{"categories": list, "code": 200}
}

// radioFollowers are those who follow a podcast, the account among them.
func radioFollowers(c *call) any {
	list := []any{}
	if c.svc.isMarked(radioMark, c.id("id")) {
		list = append(list, person(seed.UserID))
	}
	for _, p := range seed.People()[1:] {
		if (p.ID+c.id("id"))%4 == 0 {
			list = append(list, person(p.ID))
		}
	}
	return obj{"code": 200, "subscribers": page(c, list, 20), "hasMore": false, "time": c.svc.opts.Now().UnixMilli()}
}
