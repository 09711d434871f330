package ncmfake

import (
	"fmt"
	"slices"

	"ncmtui/api/ncmfake/seed"
)

func radioOf(id int64) (seed.Radio, bool) {
	for _, r := range seed.Radios {
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
		"id": r.ID, "name": r.Name, "picUrl": pictureURL(radioPicture(r)), "programCount": len(r.Programs), "subCount": 1200 + r.ID%1000,
		"createTime": r.Programs[len(r.Programs)-1].Created.UnixMilli(), "categoryId": r.CategoryID, "category": r.Category, "rcmdtext": r.Text,
		"subed": s.isMarked(radioMark, r.ID), "dj": person(r.Owner), "copywriter": r.Text,
	})
}

// radioList is every list of podcasts under one name.
func radioList(name string, more obj) handler {
	return func(c *call) any {
		all := seed.Radios
		if id := c.id("cateId"); id != 0 {
			all = slices.DeleteFunc(slices.Clone(all), func(r seed.Radio) bool { return r.CategoryID != id })
		}
		list := []any{}
		for _, r := range page(c, all, 30) {
			list = append(list, c.svc.radioRow(r))
		}
		out := obj{"code": 200, name: list}
		fill(out, more)
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
		"rcmdText": r.Text, "programCount": len(r.Programs), "subCount": 1200 + r.ID%1000, "category": r.Category, "categoryId": r.CategoryID,
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
		"mainSong": main, "mainTrackId": p.Song, "dj": brand, "duration": x.DurationMS(), "serialNum": p.Number, "listenerCount": 900 + p.ID%5000,
		"coverUrl": pictureURL(radioPicture(r)), "blurCoverUrl": pictureURL(radioPicture(r)), "commentThreadId": fmt.Sprintf("A_DJ_1_%d", p.ID),
		"createTime": p.Created.UnixMilli(), "name": p.Name, "id": p.ID, "description": r.Text, "commentCount": len(said),
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

func allPrograms() (out []seed.Program) {
	for _, r := range seed.Radios {
		out = append(out, r.Programs...)
	}
	return out
}

func programPage(c *call) any {
	for _, p := range allPrograms() {
		if p.ID == c.id("id") {
			return obj{"code": 200, "program": c.svc.program(p)}
		}
	}
	return obj{"code": 404, "message": "节目不存在"}
}

// programList is a list of programs: recommended, or those of a user.
func programList(c *call) any {
	owner, list := int64(0), []any{}
	if c.path != "/api/program/recommend/v1" {
		owner = c.last()
	}
	for _, p := range allPrograms() {
		if r, _ := radioOf(p.Radio); owner == 0 || r.Owner == owner {
			list = append(list, c.svc.program(p))
		}
	}
	part := page(c, list, 10)
	return obj{"code": 200, "programs": part, "more": c.more(len(part), len(list)), "count": len(list)}
}

// programRanks are the ranked programs, as toplist or inside data.
func programRanks(c *call) any {
	list := []any{}
	for i, p := range allPrograms() {
		list = append(list, obj{"rank": i + 1, "lastRank": i + 1, "score": 9000 - 70*i, "programFeeType": 0, "program": c.svc.program(p)})
	}
	if c.path == "/api/program/toplist/v1" {
		return obj{"code": 200, "toplist": page(c, list, 100), "updateTime": c.svc.opts.Now().UnixMilli()}
	}
	return obj{"code": 200, "data": obj{"list": page(c, list, 100), "total": len(list), "updateTime": c.svc.opts.Now().UnixMilli()}}
}

// personRanks are the ranked hosts.
func personRanks(c *call) any {
	list := []any{}
	for i, r := range seed.Radios {
		p := person(r.Owner)
		list = append(list, obj{"id": r.Owner, "rank": i + 1, "lastRank": i + 1, "score": 900 - i, "nickName": p["nickname"], "avatarUrl": p["avatarUrl"], "userType": 0})
	}
	return obj{"code": 200, "data": obj{"list": list, "total": len(list), "updateTime": c.svc.opts.Now().UnixMilli()}}
}

func categoryRadios(c *call) any {
	list := []any{}
	for _, r := range seed.Radios {
		list = append(list, obj{"categoryId": r.CategoryID, "categoryName": r.Category, "radios": []any{shaped("categoryRadio", obj{
			"id": r.ID, "name": r.Name, "rcmdText": r.Text, "picUrl": pictureURL(radioPicture(r)), "programCount": len(r.Programs),
			"lastProgramName": r.Programs[0].Name,
		})}})
	}
	return obj{"code": 200, "msg": nil, "data": list}
}

// personalPrograms has no capture: the rows of personal lists.
func personalPrograms(c *call) any {
	list := []any{}
	for _, r := range seed.Radios {
		p := r.Programs[0]
		list = append(list, obj{
			"id": p.ID, "type": 1, "name": p.Name, "copywriter": r.Text, "picUrl": pictureURL(radioPicture(r)), "canDislike": false,
			"program": c.svc.program(p), "alg": "featured",
		})
	}
	return obj{"code": 200, "category": 0, "result": list}
}

func radioFollowers(c *call) any {
	return obj{"code": 200, "subscribers": []any{person(500_000_003)}, "hasMore": false, "time": c.svc.opts.Now().UnixMilli()}
}

// podcastRoutes are the addresses of podcasts.
func podcastRoutes() map[string]handler {
	return map[string]handler{
		"/api/djradio/get/subed":               keptRadios,
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
