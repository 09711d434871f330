package ncmfake

import (
	"maps"
	"sync"
)

// filled says that the tables below are: they are made when the first of them
// is looked into, not at the start of a program that has no demo.
var filled sync.Once

// members are the paths that need a session; without one they answer 301.
var members map[string]handler

// open are the paths that do not.
var open map[string]handler

// prefixes are the paths that end in an id.
var prefixes map[string]handler

// fillTables makes the tables. The handlers look at them, so they cannot be
// initialised in place.
func fillTables() {
	members = map[string]handler{
		"/api/v3/discovery/recommend/songs":    dailySongs,
		"/api/v1/discovery/recommend/resource": dailyPlaylists,
		"/api/v2/discovery/recommend/dislike":  dislike,
		"/api/v1/radio/get":                    radio,
		"/api/radio/like":                      radioLike,
		"/api/radio/trash/add":                 radioTrash,
		"/api/song/like":                       radioLike,
		"/api/song/like/get":                   likedIDs,
		"/api/song/like/check":                 likedOf,
		"/api/login/token/refresh":             refresh,
	}
	open = openPaths()
	prefixes = map[string]handler{
		"/api/v1/album/":                albumPage,
		"/api/v1/artist/":               artistPage,
		"/api/artist/albums/":           artistAlbums,
		"/api/v1/user/detail/":          userDetail,
		"/api/w/v1/user/detail/":        newUserDetail,
		"/api/v1/user/bindings/":        bindings,
		"/api/v1/user/comments/":        ownComments,
		"/api/user/getfollows/":         follows,
		"/api/user/getfolloweds/":       followers,
		"/api/user/follow/":             asMember(marking(userMark, "", true, havePerson)),
		"/api/user/delfollow/":          asMember(marking(userMark, "", false, havePerson)),
		"/api/event/get/":               events("events"),
		"/api/dj/program/":              programList,
		"/api/feealbum/songsaleboard/":  newAlbums("products"),
		"/api/v1/resource/comments/":    comments,
		"/api/v1/resource/hotcomments/": comments,
	}
	talkOpen, talkMembers := talkRoutes()
	peopleOpen, peopleMembers := peopleRoutes()
	for _, part := range []map[string]handler{podcastRoutes(), discoverRoutes(), talkOpen, peopleOpen} {
		maps.Copy(open, part)
	}
	for _, part := range []map[string]handler{markRoutes(), editRoutes(), listenRoutes(), uploadRoutes(), talkMembers, peopleMembers} {
		maps.Copy(members, part)
	}
	addFixed()
}

// asMember asks for a session where the table of beginnings cannot.
func asMember(h handler) handler {
	return func(c *call) any {
		if !c.user {
			return obj{"code": 301, "msg": nil}
		}
		return h(c)
	}
}

func openPaths() map[string]handler {
	return map[string]handler{
		"/api/login/qrcode/unikey":          qrKey,
		"/api/login/qrcode/client/login":    qrPoll,
		"/api/register/anonimous":           anonymous,
		"/api/logout":                       logout,
		"/api/w/nuser/account/get":          account,
		"/api/nuser/account/get":            account,
		"/api/user/playlist":                userPlaylists,
		"/api/v6/playlist/detail":           playlistDetail,
		"/api/v3/playlist/detail":           playlistDetail,
		"/api/v3/song/detail":               songDetail,
		"/api/song/enhance/player/url":      songURL,
		"/api/song/enhance/player/url/v1":   songURL,
		"/api/song/lyric":                   lyric,
		"/api/song/lyric/v1":                lyric,
		"/api/cloudsearch/pc":               cloudSearch,
		"/api/search/get":                   oldSearch,
		"/api/search/voice/get":             searchPrograms,
		"/api/search/hot":                   hotWords,
		"/api/hotsearchlist/get":            hotWordsLong,
		"/api/search/suggest/web":           suggest,
		"/api/search/suggest/keyword":       suggestWords,
		"/api/search/defaultkeyword/get":    defaultWord,
		"/api/toplist":                      toplists,
		"/api/artist/top/song":              artistTop,
		"/api/v1/artist/songs":              artistSongs,
		"/api/feedback/weblog":              weblog,
		"/api/personalized/playlist":        personalized,
		"/api/playlist/update/playcount":    done,
		"/api/song/enhance/download/url/v1": downloadURL,
	}
}

func done(*call) any { return obj{"code": 200} }
