package verb

import (
	"fmt"
	"strconv"

	"ncmtui/ui/lang"
)

func num[T any](head lang.Both, f func(T) int64, drop int) column[T] {
	return column[T]{head: head, right: true, drop: drop, text: func(v T) string { return strconv.FormatInt(f(v), 10) }}
}

func word[T any](head lang.Both, f func(T) string, drop, least int) column[T] {
	return column[T]{head: head, text: f, drop: drop, least: least}
}

// over makes columns of B of those of A.
func over[A, B any](cols []column[A], f func(B) A) []column[B] {
	return each(cols, func(c column[A]) column[B] {
		return column[B]{head: c.head, right: c.right, drop: c.drop, least: c.least, text: func(b B) string { return c.text(f(b)) }}
	})
}

// The heads that several tables have.
var (
	headID     = lang.Both{ZH: "ID", EN: "ID"}
	headName   = lang.Both{ZH: "名称", EN: "Name"}
	headTitle  = lang.Both{ZH: "歌曲", EN: "Title"}
	headArtist = lang.Both{ZH: "歌手", EN: "Artist"}
	headAlbum  = lang.Both{ZH: "专辑", EN: "Album"}
	headLength = lang.Both{ZH: "时长", EN: "Time"}
	headRight  = lang.Both{ZH: "权限", EN: "Right"}
	headSongs  = lang.Both{ZH: "歌曲数", EN: "Songs"}
	headPlays  = lang.Both{ZH: "播放", EN: "Plays"}
	headBy     = lang.Both{ZH: "创建者", EN: "By"}
	headAbout  = lang.Both{ZH: "简介", EN: "About"}
	headPlayed = lang.Both{ZH: "播放时间", EN: "Played"}
	headDevice = lang.Both{ZH: "设备", EN: "Device"}
	headSize   = lang.Both{ZH: "大小", EN: "Size"}
	headDate   = lang.Both{ZH: "日期", EN: "Date"}
)

// length is milliseconds as 3:07 or 1:02:03.
func length(ms int64) string {
	s := ms / 1000
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

var songColumns = []column[Song]{
	num(headID, func(s Song) int64 { return s.ID }, 0),
	word(headTitle, func(s Song) string { return s.Name }, 0, 8),
	word(headArtist, func(s Song) string { return names(s.Artists) }, 1, 8),
	word(headAlbum, func(s Song) string { return s.Album.Name }, 4, 8),
	{head: headLength, right: true, drop: 2, text: func(s Song) string { return length(s.DurationMS) }},
	word(headRight, func(s Song) string { return s.Right }, 3, 0),
}

var reasonColumn = word(lang.Both{ZH: "推荐理由", EN: "Why"}, func(s Song) string { return s.Reason }, 5, 6)

var playlistColumns = []column[Playlist]{
	num(headID, func(p Playlist) int64 { return p.ID }, 0),
	word(headName, func(p Playlist) string { return p.Name }, 0, 8),
	num(headSongs, func(p Playlist) int64 { return int64(p.Count) }, 1),
	num(headPlays, func(p Playlist) int64 { return p.Plays }, 3),
	word(headBy, func(p Playlist) string { return p.Creator.Name }, 2, 8),
}

var playlistFields = append(append([]column[Playlist]{}, playlistColumns...),
	word(lang.Both{ZH: "更新", EN: "Updated"}, func(p Playlist) string { return day(p.Updated) }, 0, 0),
	word(headAbout, func(p Playlist) string { return p.Description }, 0, 0))

var albumColumns = []column[Album]{
	num(headID, func(a Album) int64 { return a.ID }, 0),
	word(headName, func(a Album) string { return a.Name }, 0, 8),
	word(headArtist, func(a Album) string { return names(a.Artists) }, 1, 8),
	num(headSongs, func(a Album) int64 { return int64(a.Count) }, 2),
	word(lang.Both{ZH: "发行", EN: "Released"}, func(a Album) string { return date(a.Published) }, 3, 0),
}

var albumFields = append(append([]column[Album]{}, albumColumns...),
	word(lang.Both{ZH: "公司", EN: "Company"}, func(a Album) string { return a.Company }, 0, 0),
	word(headAbout, func(a Album) string { return a.Description }, 0, 0))

var artistColumns = []column[Artist]{
	num(headID, func(a Artist) int64 { return a.ID }, 0),
	word(lang.Both{ZH: "姓名", EN: "Name"}, func(a Artist) string { return a.Name }, 0, 8),
	num(headSongs, func(a Artist) int64 { return int64(a.Songs) }, 2),
	num(lang.Both{ZH: "专辑数", EN: "Albums"}, func(a Artist) int64 { return int64(a.Albums) }, 1),
}

var artistFields = append(append([]column[Artist]{}, artistColumns...),
	word(headAbout, func(a Artist) string { return a.Brief }, 0, 0))

var userColumns = []column[User]{
	num(headID, func(u User) int64 { return u.ID }, 0),
	word(lang.Both{ZH: "昵称", EN: "Name"}, func(u User) string { return u.Name }, 0, 8),
	word(lang.Both{ZH: "签名", EN: "Signature"}, func(u User) string { return u.Signature }, 1, 8),
}

var podcastColumns = []column[Podcast]{
	num(headID, func(p Podcast) int64 { return p.ID }, 0),
	word(headName, func(p Podcast) string { return p.Name }, 0, 8),
	word(lang.Both{ZH: "主播", EN: "Host"}, func(p Podcast) string { return p.Host.Name }, 1, 8),
	num(lang.Both{ZH: "节目", EN: "Programs"}, func(p Podcast) int64 { return int64(p.Programs) }, 2),
	word(lang.Both{ZH: "分类", EN: "Category"}, func(p Podcast) string { return p.Category.Name }, 3, 6),
}

var programColumns = []column[Program]{
	num(headID, func(p Program) int64 { return p.ID }, 0),
	num(lang.Both{ZH: "序号", EN: "No."}, func(p Program) int64 { return int64(p.Number) }, 4),
	word(headName, func(p Program) string { return p.Name }, 0, 8),
	{head: headLength, right: true, drop: 2, text: func(p Program) string { return length(p.DurationMS) }},
	word(headDate, func(p Program) string { return day(p.Created) }, 1, 0),
	num(lang.Both{ZH: "歌曲 ID", EN: "Song ID"}, func(p Program) int64 { return p.SongID }, 3),
}

var mvColumns = []column[MV]{
	{head: headID, text: func(m MV) string { return m.VID }},
	word(headName, func(m MV) string { return m.Name }, 0, 8),
	word(headArtist, func(m MV) string { return names(m.Artists) }, 1, 8),
	{head: headLength, right: true, drop: 2, text: func(m MV) string { return length(m.DurationMS) }},
	num(headPlays, func(m MV) int64 { return m.Plays }, 3),
}
