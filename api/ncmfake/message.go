package ncmfake

import (
	"slices"
	"time"

	"ncmtui/api/ncmfake/seed"
)

// message is a private message between the account and somebody: sent by it,
// or to it.
type message struct {
	with, at int64
	text     string
	sent     bool
	read     bool
}

// firstMessages are those that came before the service began.
func firstMessages(now time.Time) []message {
	var out []message
	for i, m := range []struct {
		text  string
		hours int
		sent  bool
	}{{"在听什么？", 30, false}, {"刚循环完你那张长单。", 29, true}, {"那张长单更新了，来听。", 2, false}} {
		out = append(out, message{
			with: seed.FirstFollowed()[0], at: now.Add(-time.Duration(m.hours) * time.Hour).UnixMilli(), sent: m.sent, read: i < 2,
			text: string(encode(obj{"msg": m.text, "type": 6})),
		})
	}
	return append(out, message{
		with: seed.FirstFollowed()[1], at: now.Add(-50 * time.Hour).UnixMilli(), read: true, text: `{"msg":"新一期上线了，今晚不见不散。","type":6}`,
	})
}

func (s *Service) letters() []message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.state.letters)
}

// messages are the last ones with everybody, the newest first.
func messages(c *call) any {
	s, list, seen, news := c.svc, []any{}, map[int64]bool{}, 0
	for _, m := range slices.Backward(s.letters()) {
		if !m.read {
			news++
		}
		if seen[m.with] {
			continue
		}
		seen[m.with] = true
		from := person(m.with)
		from["blacklist"], from["artistName"] = false, nil
		unread := 0
		if !m.read {
			unread = 1
		}
		list = append(list, shaped("message", obj{
			"fromUser": from, "toUser": person(seed.UserID), "lastMsgTime": m.at, "lastMsg": m.text, "newMsgCount": unread,
		}))
	}
	part := page(c, list, 30)
	return obj{"msgs": part, "code": 200, "more": c.more(len(part), len(list)), "newMsgCount": news}
}

// talk are the private messages with one person, newest first, those older
// than a time.
func talk(c *call) any {
	s, all := c.svc, []any{}
	other := c.id("userId")
	for i, m := range slices.Backward(s.letters()) {
		if m.with != other || c.id("time") > 0 && m.at >= c.id("time") {
			continue
		}
		from, to := person(other), person(seed.UserID)
		if m.sent {
			from, to = to, from
		}
		all = append(all, obj{"id": i + 1, "fromUser": from, "toUser": to, "msg": m.text, "time": m.at, "batchId": 0})
	}
	n := min(c.number("limit", 30, 100), len(all))
	return obj{"code": 200, "msgs": all[:n], "more": n < len(all), "isArtist": false, "isSubed": false, "size": n}
}

func sendMessage(c *call) any {
	s := c.svc
	s.mu.Lock()
	for _, to := range c.ids("userIds") {
		s.state.letters = append(s.state.letters, message{with: to, at: s.opts.Now().UnixMilli(), sent: true, read: true, text: string(encode(obj{
			"msg": c.text("msg"), "type": map[string]int{"text": 6, "song": 1, "album": 2, "playlist": 4}[c.text("type")], "id": c.id("id"),
		}))})
	}
	s.mu.Unlock()
	return obj{"code": 200, "newMsgs": []any{}, "sendblacklist": []any{}}
}

// noMessages is every list of messages that stays empty.
func noMessages(name string) handler {
	return func(*call) any { return obj{"code": 200, name: []any{}, "more": false} }
}

// shared says how many events a person has; the account has none.
func shared(user int64) int {
	if user == seed.UserID {
		return 0
	}
	return 1 + int(user%3)
}

// events are what people share: those the account follows, or one of them.
func events(name string) handler {
	return func(c *call) any {
		s, list := c.svc, []any{}
		who := s.followed(seed.UserID)
		if name == "events" {
			who = []int64{c.last()}
		}
		for k := range 3 {
			for i, id := range who {
				if k >= shared(id) {
					continue
				}
				x, _ := s.song(s.cat.Daily[(i+1+k*7+int(id%5))%len(s.cat.Daily)])
				at := s.opts.Now().Add(-time.Duration(5+i*9+k*70) * time.Hour).UnixMilli()
				u := person(id)
				u["urlAnalyze"], u["vipRights"], u["followeds"] = false, nil, len(s.followersOf(id))
				event := 7_648_000_000 + id%1_000_000*10 + int64(k)
				thread := threadOf("A_EV_2_"+number(event)+"_", id)
				list = append(list, shaped("event", obj{
					"id": event, "type": 18, "user": u, "eventTime": at, "showTime": at, "pics": []any{},
					"info": obj{"threadId": thread, "commentCount": s.said(thread), "liked": s.isMarked(thread, 1), "resourceId": event},
					"json": string(encode(obj{"msg": "今天循环了这首。", "song": s.oldSong(x)})),
				}))
			}
		}
		return obj{"code": 200, "more": false, name: list, "lasttime": s.opts.Now().UnixMilli()}
	}
}
