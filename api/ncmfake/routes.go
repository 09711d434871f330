package ncmfake

// members are the paths that need a session; without one they answer 301.
var members map[string]handler

// open are the paths that do not.
var open map[string]handler

// prefixes are the paths that end in an id.
var prefixes map[string]handler

func init() { // the handlers look at the tables, so they cannot be initialised in place
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
		"/api/v1/cloud/get":                    cloud,
		"/api/v1/play/record":                  ranking,
		"/api/play-record/song/list":           recentSongs,
		"/api/playlist/create":                 createPlaylist,
		"/api/playlist/remove":                 removePlaylist,
		"/api/playlist/subscribe":              subscribe,
		"/api/playlist/unsubscribe":            subscribe,
		"/api/playlist/manipulate/tracks":      manipulate,
		"/api/subcount":                        subcount,
		"/api/login/token/refresh":             refresh,
	}
	open = openPaths()
	prefixes = map[string]handler{
		"/api/v1/album/":                albumPage,
		"/api/v1/artist/":               artistPage,
		"/api/artist/albums/":           artistAlbums,
		"/api/v1/user/detail/":          userDetail,
		"/api/v1/resource/comments/":    comments,
		"/api/v1/resource/hotcomments/": comments,
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
		"/api/comment/commentthread/info":   commentCount,
		"/api/song/enhance/download/url/v1": downloadURL,
	}
}

func done(*call) any { return obj{"code": 200} }
