package ncmfake

import (
	"fmt"
	"slices"
	"strings"

	"ncmtui/api/ncmfake/seed"
)

// said is what stands under everything.
var said = []string{
	"单曲循环第三天，楼下的猫都会哼了。[大哭]", "前奏一响，就想起那年夏天没赶上的末班车。", "编曲太舒服了，适合下雨天开着窗听。",
	"写得真好：\n“走到下一站，天就快要亮了。”", "第一次听是在凌晨四点的高铁站，谢谢这首歌。", "演示评论：这里本该有九万九千条。",
}

// remark is one comment. Parent is the one it answers, 0 for none.
type remark struct {
	id, user, parent int64
	name, content    string
	at               int64 // ms
	likes            int
	thread           string
}

// remarks are the comments under a thread, the account's own and newest
// first; those that everything has come last.
func (s *Service) remarks(thread string) []remark {
	var out []remark
	s.mu.Lock()
	for _, r := range slices.Backward(s.state.remarks) {
		if r.thread == thread {
			out = append(out, r)
		}
	}
	s.mu.Unlock()
	n := lastNumber(thread)
	for i, content := range said {
		out = append(out, remark{
			id: n*10 + int64(i), user: int64(900_001 + i), name: fmt.Sprintf("听众%02d", i+1), content: content, thread: thread,
			at: s.opts.Now().AddDate(0, 0, -7*i-1).UnixMilli(), likes: 9000 / (i + 1),
		})
	}
	return out
}

// remarkJSON is a comment as the service writes it.
func (s *Service) remarkJSON(r remark, all []remark) obj {
	liked := s.isMarked(commentMark, r.id)
	if liked {
		r.likes++
	}
	face := func(r remark) obj {
		return obj{
			"locationInfo": nil, "liveInfo": nil, "userId": r.user, "nickname": r.name, "authStatus": 0, "avatarUrl": pictureURL(avatarPic + r.user%900_001),
			"experts": nil, "userType": 0, "expertTags": nil, "vipRights": nil, "remarkName": nil, "vipType": 0,
		}
	}
	replied := []any{}
	for _, o := range all {
		if r.parent != 0 && o.id == r.parent {
			replied = append(replied, obj{
				"user": face(o), "beRepliedCommentId": o.id, "content": o.content, "status": 0, "expressionUrl": nil,
			})
		}
	}
	return obj{
		"user": face(r), "beReplied": replied, "pendantData": nil, "showFloorComment": nil, "status": 0, "commentId": r.id, "content": r.content,
		"time": r.at, "likedCount": r.likes, "expressionUrl": nil, "commentLocationType": 0, "parentCommentId": r.parent, "decoration": nil,
		"repliedMark": nil, "liked": liked,
	}
}

// comments are the addresses whose path ends in the thread.
func comments(c *call) any {
	s := c.svc
	thread := c.path[strings.LastIndexByte(c.path, '/')+1:]
	all := s.remarks(thread)
	hot, list := []any{}, []any{}
	for _, r := range all {
		if r.likes >= 3000 {
			hot = append(hot, s.remarkJSON(r, all))
		}
	}
	part := page(c, all, 20)
	for _, r := range part {
		list = append(list, s.remarkJSON(r, all))
	}
	if strings.Contains(c.path, "/hotcomments/") {
		return obj{"topComments": []any{}, "hasMore": false, "hotComments": hot, "total": len(hot), "code": 200}
	}
	return obj{
		"isMusician": false, "cnum": 0, "userId": seed.UserID, "topComments": []any{}, "moreHot": false, "hotComments": hot, "code": 200,
		"comments": list, "total": len(all), "more": c.more(len(part), len(all)),
	}
}

// newComments is the newer list: by page, hot ones (sortType 99, 2) by likes.
func newComments(c *call) any {
	s := c.svc
	all := s.remarks(c.text("threadId"))
	sorted := slices.Clone(all)
	if kind := c.text("sortType"); kind != "3" {
		slices.SortStableFunc(sorted, func(a, b remark) int { return b.likes - a.likes })
	}
	size := c.number("pageSize", 20, 100)
	from := min(max(c.number("pageNo", 1, 1<<20)-1, 0)*size, len(sorted))
	part := sorted[from:min(from+size, len(sorted))]
	list, cursor := []any{}, ""
	for _, r := range part {
		list = append(list, s.remarkJSON(r, all))
		cursor = fmt.Sprint(r.at)
	}
	return obj{"code": 200, "message": "", "data": obj{
		"comments": list, "totalCount": len(all), "hasMore": from+len(part) < len(all), "cursor": cursor, "currentComment": nil,
		"sortType": c.number("sortType", 99, 99), "commentsTitle": "全部评论",
	}}
}

// floor gives the answers to a comment.
func floor(c *call) any {
	s := c.svc
	all := s.remarks(c.text("threadId"))
	list, owner := []any{}, any(nil)
	for _, r := range all {
		switch c.id("parentCommentId") {
		case r.parent:
			list = append(list, s.remarkJSON(r, all))
		case r.id:
			owner = s.remarkJSON(r, all)
		}
	}
	return obj{"code": 200, "message": "", "data": obj{
		"ownerComment": owner, "comments": list, "totalCount": len(list), "hasMore": false, "time": s.opts.Now().UnixMilli(),
	}}
}

// addComment writes a comment or an answer to one.
func addComment(c *call) any {
	s := c.svc
	thread, content := c.text("threadId"), c.text("content")
	if thread == "" || content == "" {
		return obj{"code": 400, "message": "参数错误"}
	}
	r := remark{user: seed.UserID, name: seed.DemoName, content: content, thread: thread, at: s.opts.Now().UnixMilli()}
	if strings.HasSuffix(c.path, "/reply") {
		r.parent = c.id("commentId")
	}
	s.mu.Lock()
	s.state.nextRemark++
	r.id = s.state.nextRemark
	s.state.remarks = append(s.state.remarks, r)
	s.mu.Unlock()
	o := s.remarkJSON(r, nil)
	return obj{"code": 200, "comment": obj{
		"commentId": r.id, "content": content, "time": r.at, "commentLocationType": 0, "expressionUrl": nil, "beRepliedUser": nil,
		"user": without(o["user"].(obj), "liveInfo", "experts", "vipRights"),
	}}
}

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
	n := len(c.svc.remarks(c.text("threadid")))
	return obj{"code": 200, "commentCount": n, "liked": c.svc.isMarked(c.text("threadid"), 1), "likedCount": 0, "shareCount": 0}
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
		thread := fmt.Sprintf("R_SO_4_%d", id)
		r := s.remarks(thread)[0]
		list = append(list, shaped("hotwall", obj{
			"id": r.id, "threadId": thread, "content": r.content, "time": r.at, "likedCount": r.likes,
			"simpleUserInfo": obj{"userId": r.user, "nickname": r.name, "avatar": pictureURL(avatarPic)},
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

// ownComments are the account's, with what they stand under.
func ownComments(c *call) any {
	s, list := c.svc, []any{}
	s.mu.Lock()
	all := slices.Clone(s.state.remarks)
	s.mu.Unlock()
	for _, r := range slices.Backward(all) {
		list = append(list, s.remarkJSON(r, all))
	}
	return obj{"code": 200, "message": "", "data": obj{"comments": page(c, list, 10), "hasMore": false, "total": len(list), "time": s.opts.Now().UnixMilli()}}
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
