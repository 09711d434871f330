package lang

// ThingTexts are those of what rows stand for.
type ThingTexts struct {
	NoPage                    string // it cannot be opened here
	Song, List, Album, Artist string
	Followed, Unfollowed      string // %s is the name
	Browser                   string
	Nothing, Own              string // neither selected nor playing; an own list cannot be followed
}

// Things is what is said of songs, lists, artists in general.
var Things = pair(ThingTexts{
	NoPage: "这里没有它的页面", Song: "歌曲", List: "歌单", Album: "专辑", Artist: "歌手",
	Followed: "已收藏：%s", Unfollowed: "已取消收藏：%s", Browser: "已在浏览器打开", Nothing: "没有选中的歌，也没有在播的歌", Own: "这是自己的歌单",
}, ThingTexts{
	NoPage: "There is no page for this here", Song: "Song", List: "Playlist", Album: "Album", Artist: "Artist",
	Followed: "Following: %s", Unfollowed: "No longer following: %s", Browser: "Opened in the browser", Nothing: "No song is selected, and none plays", Own: "This playlist is your own",
})
