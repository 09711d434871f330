package keymap

import (
	"slices"

	"ncmtui/ui/lang"
)

// Group is a chapter of the help.
type Group uint8

// The chapters, in order.
const (
	Moving Group = iota
	Going
	Playback
	Taste
	Listing
	Finding
	LyricKeys
	Rest
)

// Groups are their names.
var Groups = map[Group]lang.Both{
	Moving:    {ZH: "移动", EN: "Moving"},
	Going:     {ZH: "页面", EN: "Pages"},
	Playback:  {ZH: "播放", EN: "Playback"},
	Taste:     {ZH: "喜好", EN: "Taste"},
	Listing:   {ZH: "歌曲与队列", EN: "Songs and queue"},
	Finding:   {ZH: "查找", EN: "Finding"},
	LyricKeys: {ZH: "歌词", EN: "Lyrics"},
	Rest:      {ZH: "其他", EN: "Other"},
}

var reasons = []struct {
	need Need
	text lang.Both
}{
	{Account, lang.Both{ZH: "需要登录", EN: "needs a login"}},
	{Track, lang.Both{ZH: "没有在播放的歌", EN: "nothing is playing"}},
	{Song, lang.Both{ZH: "没有选中歌曲", EN: "no song is selected"}},
	{Queued, lang.Both{ZH: "队列是空的", EN: "the queue is empty"}},
	{Undoable, lang.Both{ZH: "没有可撤销的改动", EN: "nothing to undo"}},
	{Thing, lang.Both{ZH: "没有选中任何内容", EN: "nothing is selected"}},
	{Radio, lang.Both{ZH: "只在私人 FM 播放时可用", EN: "only while the personal FM plays"}},
}

func t(zh, en string) lang.Both { return lang.Both{ZH: zh, EN: en} }

// table is the one table of actions but for those of pages with a file of their
// own (see add); the help and the hint row follow its order.
var table = []Entry{
	{Enter, Going, t("打开 / 播放", "open, or play"), t("打开", "open"), 0},
	{PlayPause, Playback, t("播放 / 暂停", "play or pause"), t("播放/暂停", "play/pause"), Queued},
	{Next, Playback, t("下一首", "next song"), t("下一首", "next"), Queued},
	{Previous, Playback, t("上一首", "previous song"), t("上一首", "prev"), Queued},
	{SeekBack, Playback, t("后退 1 秒", "back 1 s"), lang.Both{}, Track},
	{SeekBack5, Playback, t("后退 5 秒", "back 5 s"), lang.Both{}, Track},
	{SeekAhead, Playback, t("前进 5 秒", "ahead 5 s"), t("快进", "ahead"), Track},
	{SeekAhead9, Playback, t("前进 10 秒", "ahead 10 s"), lang.Both{}, Track},
	{VolumeDown, Playback, t("音量减", "volume down"), lang.Both{}, 0},
	{VolumeUp, Playback, t("音量加", "volume up"), lang.Both{}, 0},
	{Mute, Playback, t("静音", "mute"), lang.Both{}, 0},
	{CycleMode, Playback, t("播放模式：顺序、列表循环、单曲循环、随机", "play mode: in order, loop list, loop one, shuffle"), t("模式", "mode"), 0},

	{PlayNext, Listing, t("下一首播放", "play next"), t("下一首播放", "play next"), Song},
	{PlayAll, Listing, t("播放选中的整个歌单、专辑", "play all of the selected list or album"), t("播放全部", "play all"), Thing},
	{Append, Listing, t("加到队列末尾", "append to the queue"), t("加入队列", "append"), Song},
	{Remove, Listing, t("从队列移除", "remove from the queue"), t("移除", "remove"), Queued},
	{MoveDown, Listing, t("下移一行", "move the row down"), t("下移", "move down"), Queued},
	{MoveUp, Listing, t("上移一行", "move the row up"), t("上移", "move up"), Queued},
	{ClearQueue, Listing, t("清空队列（保留在播的歌）", "clear the queue but the playing song"), t("清空", "clear"), Queued},
	{Undo, Listing, t("撤销最近的改动", "undo what was done last"), t("撤销", "undo"), Undoable},
	{AlbumRow, Listing, t("选中歌曲的专辑", "album of the selected song"), t("专辑", "album"), Song},
	{Album, Listing, t("在播歌曲的专辑", "album of the playing song"), t("专辑", "album"), Track},
	{ArtistRow, Listing, t("选中歌曲的歌手", "artist of the selected song"), t("歌手", "artist"), Song},
	{Artist, Listing, t("在播歌曲的歌手", "artist of the playing song"), t("歌手", "artist"), Track},
	{Similar, Listing, t("和在播歌曲相似的歌", "songs similar to the playing one"), t("相似歌曲", "similar"), Track},
	{SimilarRow, Listing, t("和选中歌曲相似的歌", "songs similar to the selected one"), t("相似歌曲", "similar"), Song},
	{AddTo, Listing, t("收藏到歌单", "add to a playlist"), t("收藏到歌单", "add to playlist"), Account},
	{TakeFrom, Listing, t("从这个歌单移除", "remove from this playlist"), t("从歌单移除", "remove from playlist"), Account | Song},
	{FollowRow, Listing, t("收藏、关注，或取消", "follow or unfollow, save or remove"), t("收藏/取消", "follow"), Account | Thing},
	{Web, Listing, t("在浏览器打开在播的歌", "the playing song in the browser"), t("浏览器", "browser"), Track},
	{WebRow, Listing, t("在浏览器打开选中的内容", "the selection in the browser"), t("浏览器", "browser"), Thing},
	{Menu, Listing, t("选中内容的操作菜单", "what can be done with the selection"), t("操作", "actions"), Thing},
	{MenuPlaying, Listing, t("在播歌曲的操作菜单", "what can be done with the playing song"), lang.Both{}, Track},
	{CopyName, Listing, t("复制歌名", "copy the name"), lang.Both{}, 0},
	{CopyLink, Listing, t("复制链接", "copy the link"), lang.Both{}, 0},

	{Heart, Playback, t("心动模式：从选中或在播的歌出发", "heart mode, from the selected or the playing song"), t("心动模式", "heart mode"), Account},
	{Like, Taste, t("喜欢在播的歌", "like the playing song"), t("喜欢", "like"), Account | Track},
	{Unlike, Taste, t("取消喜欢在播的歌", "unlike the playing song"), t("取消喜欢", "unlike"), Account | Track},
	{LikeRow, Taste, t("喜欢选中的歌", "like the selected song"), t("喜欢", "like"), Account | Song},
	{UnlikeRow, Taste, t("取消喜欢选中的歌", "unlike the selected song"), t("取消喜欢", "unlike"), Account | Song},
	{Trash, Taste, t("FM 不再推荐在播的歌", "FM: never play this song again"), t("不喜欢", "trash"), Account | Track},
	{TrashRow, Taste, t("FM 不再推荐选中的歌", "FM: never play the selected song again"), t("FM 不再推荐", "never again on FM"), Account | Song},

	{Filter, Finding, t("过滤当前列表", "filter this list"), t("过滤", "filter"), 0},
	{FilterNext, Finding, t("过滤时：下一个", "while filtering: next match"), lang.Both{}, 0},
	{FilterPrev, Finding, t("过滤时：上一个", "while filtering: previous match"), lang.Both{}, 0},
	{Mark, Listing, t("标记一行，再对全部标记操作", "mark the row; actions apply to all marked"), t("标记", "mark"), 0},
	{MarkRange, Listing, t("从这里标记到光标", "mark from here to the cursor"), lang.Both{}, 0},
	{NextSort, Finding, t("按下一列排序", "sort by the next column"), lang.Both{}, 0},
	{EditSearch, Finding, t("修改搜索词", "change the search"), t("改搜索词", "edit"), 0},
	{SearchAll, Finding, t("搜索全部", "search everything"), t("搜索", "search"), 0},
	{GoPlaying, Finding, t("定位在播的歌", "find the playing song here"), t("定位", "locate"), Track},
	{GoQueue, Finding, t("到队列", "to the queue"), t("队列", "queue"), 0},
	{GoLyrics, Finding, t("到歌词", "to the lyrics"), t("歌词", "lyrics"), 0},
	{GoFM, Finding, t("到私人 FM", "to the personal FM"), t("私人 FM", "FM"), 0},

	{OffsetLess, LyricKeys, t("歌词提前 100 毫秒", "lyrics 100 ms earlier"), lang.Both{}, Track},
	{OffsetMore, LyricKeys, t("歌词推后 100 毫秒", "lyrics 100 ms later"), lang.Both{}, Track},
	{ToggleFollow, LyricKeys, t("歌词回到在唱的一行", "back to the line being sung"), t("回到当前", "follow"), Track},
	{ToggleTranslation, LyricKeys, t("歌词的翻译", "the translation of the lyrics"), t("翻译", "translation"), Track},
	{ToggleRomanisation, LyricKeys, t("歌词的罗马音", "the lyrics in Latin letters"), t("罗马音", "romanised"), Track},
	{Zoom, LyricKeys, t("全屏歌词", "full-screen lyrics"), t("全屏", "full screen"), 0},

	{Down, Moving, t("下移", "down"), lang.Both{}, 0},
	{Up, Moving, t("上移", "up"), lang.Both{}, 0},
	{Left, Moving, t("左边的窗格或标签", "the pane or tab at the left"), lang.Both{}, 0},
	{Right, Moving, t("右边的窗格或标签", "the pane or tab at the right"), lang.Both{}, 0},
	{HalfDown, Moving, t("下半页", "half a page down"), lang.Both{}, 0},
	{HalfUp, Moving, t("上半页", "half a page up"), lang.Both{}, 0},
	{PageDown, Moving, t("下一页", "a page down"), lang.Both{}, 0},
	{PageUp, Moving, t("上一页", "a page up"), lang.Both{}, 0},
	{Top, Moving, t("第一行", "first row"), t("第一行", "top"), 0},
	{Bottom, Moving, t("最后一行", "last row"), lang.Both{}, 0},

	{Back, Going, t("返回", "back"), t("返回", "back"), 0},
	{NextPane, Going, t("下一个窗格", "next pane"), t("窗格", "pane"), 0},
	{PrevPane, Going, t("上一个窗格", "previous pane"), lang.Both{}, 0},
	{NextTab, Going, t("右栏：歌词 / 队列 / 评论", "right pane: lyrics, queue or comments"), t("右栏", "right pane"), 0},
	{Section1, Going, t("每日推荐", "daily songs"), lang.Both{}, 0},
	{Section2, Going, t("我的歌单", "my playlists"), lang.Both{}, 0},
	{Section3, Going, t("私人 FM", "personal FM"), lang.Both{}, 0},
	{Section4, Going, t("发现", "discover"), lang.Both{}, 0},
	{Section5, Going, t("搜索", "search"), lang.Both{}, 0},

	{Palette, Rest, t("跳转：页面、操作、歌单", "go to a page, an action, a playlist"), t("跳转", "jump"), 0},
	{Command, Rest, t("命令", "command line"), t("命令", "command"), 0},
	{Login, Rest, t("登录", "log in"), t("登录", "log in"), 0},
	{Logout, Rest, t("退出登录（先确认）", "log out, after a confirmation"), lang.Both{}, Account},
	{Confirm, Rest, t("确认", "yes"), t("确认", "yes"), 0},
	{Cancel, Rest, t("取消", "no"), t("取消", "no"), 0},
	{Refresh, Rest, t("刷新", "refresh"), t("刷新", "refresh"), 0},
	{Help, Rest, t("帮助", "help"), t("帮助", "help"), 0},
	{Suspend, Rest, t("挂起", "suspend"), lang.Both{}, 0},
	{Quit, Rest, t("退出", "quit"), t("退出", "quit"), 0},
}

// added are the actions and keys of pages with a file of their own.
var (
	added     []Entry
	addedKeys []bind
)

// add declares the actions of a page and their keys in the default preset, in
// the init of the page's own file here.
func add(more []Entry, keys []bind) {
	added, addedKeys = append(added, more...), append(addedKeys, keys...)
}

// entries are all actions.
func entries() []Entry { return slices.Concat(table, added) }
