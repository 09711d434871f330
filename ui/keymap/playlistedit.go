package keymap

import "ncmtui/ui/lang"

// Changing own playlists.
const (
	NewList      Action = "new-playlist"
	RenameList   Action = "rename-playlist"
	DescribeList Action = "describe-playlist"
	TagList      Action = "tag-playlist"
	PublishList  Action = "publish-playlist"
	DeleteList   Action = "delete-playlist"
	SongDown     Action = "song-down" // in an own playlist
	SongUp       Action = "song-up"
	ListDown     Action = "playlist-down" // among the own ones
	ListUp       Action = "playlist-up"
)

// OwnList is where the songs of an own playlist stand.
const OwnList Scope = "own-playlist"

// OwnLists is where the account's playlists stand.
const OwnLists Scope = "own-playlists"

// Nothing here that cannot be undone has a key: it is in the action menu and on
// the command line.
func init() {
	add([]Entry{
		{NewList, Listing, t("新建歌单", "make a playlist"), lang.Both{}, Account},
		{RenameList, Listing, t("给自己的歌单改名", "give your playlist another name"), t("改名", "rename"), Account | Thing},
		{DescribeList, Listing, t("改自己歌单的简介", "describe your playlist"), t("改简介", "describe"), Account | Thing},
		{TagList, Listing, t("改自己歌单的标签（最多三个）", "tag your playlist, with three words at most"), t("改标签", "tags"), Account | Thing},
		{PublishList, Listing, t("公开自己的隐私歌单（先确认）", "make your private playlist public, after a confirmation"), t("设为公开", "make public"), Account | Thing},
		{DeleteList, Listing, t("删除自己的歌单（先确认）", "delete your playlist, after a confirmation"), t("删除歌单", "delete"), Account | Thing},
		{SongDown, Listing, t("自己的歌单里：歌曲下移", "in your playlist: move the song down"), t("下移", "move down"), Account | Song},
		{SongUp, Listing, t("自己的歌单里：歌曲上移", "in your playlist: move the song up"), t("上移", "move up"), Account | Song},
		{ListDown, Listing, t("我的歌单里：歌单下移", "in your playlists: move the playlist down"), t("下移", "move down"), Account | Thing},
		{ListUp, Listing, t("我的歌单里：歌单上移", "in your playlists: move the playlist up"), t("上移", "move up"), Account | Thing},
	}, []bind{
		{Global, NewList, []string{"g n"}},
		{OwnList, SongDown, []string{"J", "shift+down"}},
		{OwnList, SongUp, []string{"K", "shift+up"}},
		{OwnLists, ListDown, []string{"J", "shift+down"}},
		{OwnLists, ListUp, []string{"K", "shift+up"}},
	})
}
