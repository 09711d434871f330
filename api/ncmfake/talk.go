package ncmfake

import (
	"fmt"
	"slices"
	"strings"

	"ncmtui/api/ncmfake/seed"
)

// hotShown is how many hot comments come with the first page of a thread.
const hotShown = 10

// comments are the addresses whose path ends in the thread.
func comments(c *call) any {
	s := c.svc
	thread := c.path[strings.LastIndexByte(c.path, '/')+1:]
	all := s.remarks(thread)
	hot := hottest(all)
	if strings.Contains(c.path, "/hotcomments/") {
		part := page(c, hot, 20)
		return obj{"topComments": []any{}, "hasMore": c.more(len(part), len(hot)), "hotComments": s.remarksJSON(part, all), "total": len(hot), "code": 200}
	}
	older := before(all, c.id("beforeTime"))
	part := page(c, older, 20)
	first := c.number("offset", 0, 1<<30) == 0 && len(older) == len(all)
	if !first {
		hot = nil
	}
	out := obj{
		"isMusician": false, "cnum": 0, "userId": seed.UserID, "topComments": []any{}, "moreHot": len(hot) > hotShown,
		"hotComments": s.remarksJSON(hot[:min(hotShown, len(hot))], all), "code": 200, "comments": s.remarksJSON(part, all), "total": len(all),
		"more": c.more(len(part), len(older)),
	}
	if strings.HasPrefix(thread, "A_PL_") {
		out["commentBanner"] = nil
	}
	return out
}

// newComments is the newer list: the newest (sortType 3) by the time of the
// last one seen, the hot and the recommended ones by page. Answers stand in
// the floors only.
func newComments(c *call) any {
	s := c.svc
	all := s.remarks(c.text("threadId"))
	tops := floorOf(all, 0)
	kind, size := c.number("sortType", 99, 99), c.number("pageSize", 20, 100)
	place := max(c.number("pageNo", 1, 1<<20)-1, 0) * size
	switch {
	case kind != 3:
		slices.SortStableFunc(tops, func(a, b remark) int { return b.likes - a.likes })
	case c.id("cursor") > 0:
		tops, place = before(tops, c.id("cursor")), 0
	}
	from := min(place, len(tops))
	part := tops[from:min(from+size, len(tops))]
	list, cursor := []any{}, ""
	for _, r := range part {
		o := s.remarkJSON(r, all)
		o["showFloorComment"] = obj{"replyCount": len(floorOf(all, r.id))}
		list = append(list, o)
		switch kind {
		case 3:
			cursor = fmt.Sprint(r.at)
		case 2:
			cursor = fmt.Sprintf("normalHot#%d", from+len(part))
		default:
			cursor = fmt.Sprint(from + len(part))
		}
	}
	return obj{"code": 200, "message": "", "data": obj{
		"comments": list, "totalCount": len(all), "hasMore": from+len(part) < len(tops), "cursor": cursor, "currentComment": nil,
		"sortType": kind, "commentsTitle": "全部评论",
	}}
}

// floor gives the answers to a comment, newest first, those older than a time.
func floor(c *call) any {
	s := c.svc
	all := s.remarks(c.text("threadId"))
	parent := c.id("parentCommentId")
	answers := floorOf(all, parent)
	rest := before(answers, c.id("time"))
	part := rest[:min(c.number("limit", 20, 100), len(rest))]
	owner, last := any(nil), int64(-1)
	for _, r := range all {
		if r.id == parent {
			owner = s.remarkJSON(r, all)
		}
	}
	if len(part) > 0 {
		last = part[len(part)-1].at
	}
	return obj{"code": 200, "message": "", "data": obj{
		"ownerComment": owner, "comments": s.remarksJSON(part, all), "totalCount": len(answers), "hasMore": len(part) < len(rest), "time": last,
	}}
}

// addComment writes a comment or an answer to one.
func addComment(c *call) any {
	s := c.svc
	thread, content := c.text("threadId"), c.text("content")
	if thread == "" || content == "" {
		return obj{"code": 400, "message": "参数错误"}
	}
	r := remark{user: seed.UserID, content: content, thread: thread}
	answered := any(nil)
	if strings.HasSuffix(c.path, "/reply") {
		all := s.remarks(thread)
		i := slices.IndexFunc(all, func(o remark) bool { return o.id == c.id("commentId") })
		if i < 0 {
			return obj{"code": 404, "message": "评论不存在"}
		}
		r.parent, answered = all[i].id, without(s.speaker(all[i].user), "liveInfo", "experts", "vipRights")
	}
	s.mu.Lock()
	s.state.nextRemark++
	r.id, r.at = s.state.nextRemark, s.opts.Now().UnixMilli()
	s.state.remarks = append(s.state.remarks, r)
	s.mu.Unlock()
	return obj{"code": 200, "comment": obj{
		"commentId": r.id, "content": content, "time": r.at, "commentLocationType": 0, "expressionUrl": nil, "beRepliedUser": answered,
		"user": without(s.speaker(r.user), "liveInfo", "experts", "vipRights"),
	}}
}

// deleteComment takes one of the account's own comments away.
func deleteComment(c *call) any {
	s := c.svc
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.state.remarks)
	s.state.remarks = slices.DeleteFunc(s.state.remarks, func(r remark) bool { return r.id == c.id("commentId") })
	if len(s.state.remarks) == n {
		return obj{"code": 404, "message": "评论不存在"}
	}
	return obj{"code": 200}
}

// threadInfo counts what people did with a resource.
func threadInfo(c *call) any {
	thread := c.text("threadid")
	if thread == "" {
		thread = c.text("threadId")
	}
	liked, likes := c.svc.isMarked(thread, 1), 12
	if liked {
		likes++
	}
	return obj{"code": 200, "commentCount": c.svc.said(thread), "liked": liked, "likedCount": likes, "shareCount": 4}
}

// likeThread praises a resource by its thread.
func likeThread(c *call) any {
	c.svc.setMark(c.text("threadId"), 1, strings.HasSuffix(c.path, "/like"))
	return obj{"code": 200}
}

// hotWall is what stood on the wall of comments.
func hotWall(c *call) any {
	s, list := c.svc, []any{}
	for _, id := range s.cat.Daily[:3] {
		x, _ := s.cat.Song(id)
		album, _ := s.cat.Album(x.Album)
		thread := threadOf("R_SO_4_", id)
		r := hottest(s.remarks(thread))[0]
		list = append(list, shaped("hotwall", obj{
			"id": r.id, "threadId": thread, "content": r.content, "time": r.at, "likedCount": r.likes,
			"simpleUserInfo": obj{"userId": r.user, "nickname": s.nameOf(r.user), "avatar": pictureURL(s.facePic(r.user))},
			"simpleResourceInfo": obj{
				"songId": id, "threadId": thread, "name": x.Name, "artists": s.briefArtists(x), "songCoverUrl": pictureURL(album.Cover()),
				"song": raw(append(s.songJSON(nil, x), '}')), "privilege": raw(s.rights(nil, x)),
			},
		}))
	}
	return obj{"code": 200, "message": "获取成功", "data": list}
}

func (s *Service) briefArtists(x seed.Song) []any {
	out := []any{}
	for _, id := range x.Artists {
		a, _ := s.cat.Artist(id)
		out = append(out, obj{"id": a.ID, "name": a.Name})
	}
	return out
}

// ownComments are the account's, newest first, those older than a time.
func ownComments(c *call) any {
	s := c.svc
	s.mu.Lock()
	all := slices.Clone(s.state.remarks)
	s.mu.Unlock()
	slices.Reverse(all)
	if c.id("user_id") != seed.UserID && c.last() != seed.UserID {
		all = nil
	}
	rest := before(all, c.id("time"))
	part := rest[:min(c.number("limit", 10, 100), len(rest))]
	last := int64(0)
	if len(part) > 0 {
		last = part[len(part)-1].at
	}
	return obj{"code": 200, "message": "", "data": obj{"comments": s.remarksJSON(part, all), "hasMore": len(part) < len(rest), "total": len(all), "time": last}}
}

// talkRoutes are the addresses of comments; open ones first.
func talkRoutes() (open, members map[string]handler) {
	open = map[string]handler{
		"/api/v2/resource/comments":         newComments,
		"/api/resource/comment/floor/get":   floor,
		"/api/comment/commentthread/info":   threadInfo,
		"/api/comment/hotwall/list/get":     hotWall,
		"/api/comment/user/comment/history": ownComments,
	}
	members = map[string]handler{
		"/api/resource/comments/add":    addComment,
		"/api/resource/comments/reply":  addComment,
		"/api/resource/comments/delete": deleteComment,
		"/api/resource/like":            likeThread,
		"/api/resource/unlike":          likeThread,
	}
	return open, members
}
