package lang

// UserTexts are those of users' pages.
type UserTexts struct {
	Made, Kept, Week, Ever                                  string // the tabs
	Follows, Followers                                      string
	Name, Signature, Plays                                  string // columns
	CountFollows, CountFollowers, CountLists, CountListened string // %s is the number
	Since                                                   string // %s is the day
	Following, You                                          string
	Empty, NoPlays                                          string
	All                                                     string // %s rows
}

// User is what users' pages say.
var User = pair(UserTexts{
	Made: "创建的歌单", Kept: "收藏的歌单", Week: "最近一周", Ever: "所有时间", Follows: "关注", Followers: "粉丝",
	Name: "昵称", Signature: "签名", Plays: "播放",
	CountFollows: "关注 %s", CountFollowers: "粉丝 %s", CountLists: "歌单 %s", CountListened: "听过 %s 首", Since: "%s 加入",
	Following: "已关注", You: "这是你", Empty: "这里什么都没有", NoPlays: "没有公开的听歌记录", All: "共 %s",
}, UserTexts{
	Made: "Playlists", Kept: "Saved", Week: "This week", Ever: "All time", Follows: "Following", Followers: "Followers",
	Name: "Name", Signature: "About", Plays: "Plays",
	CountFollows: "%s following", CountFollowers: "%s followers", CountLists: "%s playlists", CountListened: "%s songs heard", Since: "since %s",
	Following: "following", You: "this is you", Empty: "Nothing here", NoPlays: "The plays are not public", All: "%s in all",
})
