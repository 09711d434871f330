package lang

// ListEditTexts are those of changing own playlists.
type ListEditTexts struct {
	Renamed                             string // %s: the new name
	Described, Tagged, Published, Saved string // %s: the name; Saved: the key that undoes
	SurePublish, SureDelete, Deleted    string // %s: the name
	NotMine, Liked, NoList              string
	Sorted, Whole                       string // why songs cannot be moved now
	TooMany                             string // tags: %d at most
	Order                               string // what was changed, for undo: %s the name
	SortedLists, LikedFirst             string // why a playlist cannot be moved
	OrderOfLists                        string // what was changed, for undo
}

// ListEdit is what is said of changed playlists.
var ListEdit = pair(ListEditTexts{
	Renamed: "已改名为《%s》", Described: "已改简介：《%s》", Tagged: "已改标签：《%s》", Published: "已公开：《%s》", Saved: "顺序已改 · %s 撤销",
	SurePublish: "公开歌单《%s》？公开后不能再设为隐私。", SureDelete: "删除歌单《%s》？删除后不能恢复。", Deleted: "已删除歌单《%s》",
	NotMine: "只能改自己的歌单", Liked: "“我喜欢的音乐”不能改名或删除", NoList: "没有选中歌单",
	Sorted: "排序或过滤时不能移动歌曲", Whole: "歌单还没有读完", TooMany: "标签最多 %d 个", Order: "《%s》的顺序",
	SortedLists: "排序或过滤时不能移动歌单", LikedFirst: "“我喜欢的音乐”总在最前", OrderOfLists: "歌单的顺序",
}, ListEditTexts{
	Renamed: "Now called “%s”", Described: "Described: “%s”", Tagged: "Tagged: “%s”", Published: "Public now: “%s”", Saved: "In another order · %s undoes",
	SurePublish: "Make the playlist “%s” public? It cannot become private again.", SureDelete: "Delete the playlist “%s”? There is no way back.", Deleted: "Deleted the playlist “%s”",
	NotMine: "Only your own playlists can be changed", Liked: "The playlist of liked songs keeps its name and stays", NoList: "No playlist is selected",
	Sorted: "Songs cannot be moved while the list is sorted or filtered", Whole: "The playlist is not read yet", TooMany: "At most %d tags", Order: "the order of “%s”",
	SortedLists: "Playlists cannot be moved while they are sorted or filtered", LikedFirst: "The liked songs stay the first", OrderOfLists: "the order of the playlists",
})
