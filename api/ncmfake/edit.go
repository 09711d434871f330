package ncmfake

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"ncmtui/api/ncmfake/seed"
)

// decodeText reads a parameter that holds JSON text, numbers exact.
func decodeText(text string, into any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return d.Decode(into)
}

// edit gives the handler that changes one of the account's own lists.
func edit(change func(c *call, p *seed.Playlist)) handler {
	return func(c *call) any {
		if !c.svc.change(c.id("id"), func(p *seed.Playlist) { change(c, p) }) {
			return obj{"code": 404, "message": "歌单不存在"}
		}
		return obj{"code": 200}
	}
}

// trackEdit adds or removes songs that come as [{"id":…, "type":3}].
func trackEdit(op string) handler {
	return func(c *call) any {
		var tracks []struct {
			ID json.Number `json:"id"`
		}
		if decodeText(c.text("tracks"), &tracks) != nil {
			return obj{"code": 400, "message": "参数错误"}
		}
		ids := []any{}
		for _, t := range tracks {
			ids = append(ids, t.ID)
		}
		inner := *c
		inner.params = map[string]any{"op": op, "pid": c.text("id"), "trackIds": ids}
		return manipulate(&inner)
	}
}

// batch makes several calls in one: each parameter that is a path holds the
// parameters of its call as text.
func batch(c *call) any {
	out := obj{"code": 200}
	for name, v := range c.params {
		if !strings.HasPrefix(name, "/api/") || name == "/api/batch" {
			continue
		}
		inner := *c
		inner.path, inner.params = name, map[string]any{}
		if t, ok := v.(string); ok && decodeText(t, &inner.params) != nil {
			inner.params = map[string]any{}
		}
		out[name] = c.svc.result(&inner)
	}
	return out
}

// reorder puts the account's lists into the order of the ids; the liked songs
// stay first.
func reorder(c *call) any {
	ids := c.ids("ids")
	c.svc.mu.Lock()
	defer c.svc.mu.Unlock()
	place := func(p seed.Playlist) int {
		if i := slices.Index(ids, p.ID); i >= 0 && !p.Liked {
			return i + 1
		}
		if p.Liked {
			return 0
		}
		return len(ids) + 1
	}
	slices.SortStableFunc(c.svc.state.lists, func(a, b seed.Playlist) int { return place(a) - place(b) })
	return obj{"code": 200}
}

// listNumbers are what changes of a playlist.
func listNumbers(c *call) any {
	s := c.svc
	p, ok := s.playlist(c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "歌单不存在"}
	}
	return obj{
		"code": 200, "commentCount": s.said(threadOf("A_PL_0_", p.ID)), "shareCount": p.Plays / 900, "playCount": p.Plays,
		"bookedCount": s.bookings(p), "subscribed": s.follows(p.ID), "followed": false, "remarkName": nil,
	}
}

// bookings is how many follow a playlist.
func (s *Service) bookings(p seed.Playlist) int64 {
	n := p.Plays / 80
	if s.follows(p.ID) {
		n++
	}
	return n
}

// listFollowers are those who follow a playlist: the account first, then a few
// others.
func listFollowers(c *call) any {
	p, ok := c.svc.playlist(c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "歌单不存在"}
	}
	var who []int64
	if c.svc.follows(p.ID) {
		who = append(who, seed.UserID)
	}
	for i := range seed.People() {
		if q := seed.People()[(int64(i)+p.ID)%int64(len(seed.People()))]; q.ID != p.Owner && (p.ID+q.ID)%3 == 0 {
			who = append(who, q.ID)
		}
	}
	list := []any{}
	for _, id := range page(c, who, 20) {
		list = append(list, person(id))
	}
	return obj{"code": 200, "subscribers": list, "total": len(who), "more": c.more(len(list), len(who))}
}

// relatedPage is the web page of a playlist with others beside it.
func (s *Service) relatedPage() *answer {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><body><ul class=\"m-rctlist f-cb\">")
	for _, id := range s.cat.DailyLists()[:5] {
		p, _ := s.cat.Playlist(id)
		who, _ := seed.PersonOf(p.Owner)
		b.WriteString(`<li><div class="cver u-cover u-cover-3"><a><img src="` + s.listCover(p) + `?param=50y50"></a></div>` +
			`<div class="info"><p><a class="sname f-fs1 s-fc0" href="/playlist?id=` + number(p.ID) + `" title="x">` + p.Name + `</a></p>` +
			`<p><span>by</span><a class="nm nm f-thide s-fc3" href="/user/home?id=` + number(who.ID) + `">` + who.Name + `</a></p></div></li>`)
	}
	b.WriteString("</ul></body></html>")
	return newAnswer(http.StatusOK, "text/html;charset=utf8", []byte(b.String()))
}

// editRoutes are the addresses that change playlists.
func editRoutes() map[string]handler {
	return map[string]handler{
		"/api/playlist/create":            createPlaylist,
		"/api/playlist/remove":            removePlaylist,
		"/api/playlist/subscribe":         subscribe,
		"/api/playlist/unsubscribe":       subscribe,
		"/api/playlist/manipulate/tracks": manipulate,
		"/api/playlist/track/add":         trackEdit("add"),
		"/api/playlist/track/delete":      trackEdit("del"),
		"/api/playlist/order/update":      reorder,
		"/api/batch":                      batch,
		"/api/playlist/update/name":       edit(func(c *call, p *seed.Playlist) { p.Name = c.text("name") }),
		"/api/playlist/desc/update":       edit(func(c *call, p *seed.Playlist) { p.Description = c.text("desc") }),
		"/api/playlist/tags/update": edit(func(c *call, p *seed.Playlist) {
			p.Tags = strings.FieldsFunc(c.text("tags"), func(r rune) bool { return r == ';' || r == ',' })
		}),
		"/api/playlist/cover/update":   edit(func(c *call, p *seed.Playlist) { p.Cover = c.id("coverImgId") }),
		"/api/playlist/update/privacy": edit(func(c *call, p *seed.Playlist) { p.Private = c.id("privacy") == 10 }),
	}
}
