package keymap

// The pages of podcasts, of the cloud disk and of what was heard lately, and
// what they do.
const (
	GoPodcast   Action = "podcast-selected" // of the selected program
	TurnRound   Action = "oldest-first"     // or the newest
	CloudDelete Action = "delete-from-cloud"
	CloudCancel Action = "cancel-upload"
)

// Podcast is a podcast's page, Cloud the cloud disk.
const (
	Podcast Scope = "podcast"
	Cloud   Scope = "cloud"
)

func init() {
	add([]Entry{
		{Section6, Going, t("播客", "podcasts"), t("播客", "podcasts"), 0},
		{Section7, Going, t("云盘", "cloud disk"), t("云盘", "cloud disk"), 0},
		{Section8, Going, t("最近播放与听歌排行", "heard lately, and most"), t("最近", "recent"), 0},
		{GoPodcast, Listing, t("选中节目的播客", "podcast of the selected program"), t("播客", "podcast"), Thing},
		{TurnRound, Listing, t("节目：从新到旧，或从旧到新", "programs: newest or oldest first"), t("正序/倒序", "turn round"), 0},
		{CloudDelete, Listing, t("从云盘删除（先确认）", "delete from the cloud disk, after a confirmation"), t("删除", "delete"), Account | Song},
		{CloudCancel, Listing, t("取消上传", "cancel the upload"), t("取消上传", "cancel upload"), Account},
	}, []bind{
		{Global, Section6, []string{"6"}},
		{Global, Section7, []string{"7"}},
		{Global, Section8, []string{"8"}},
		{Global, GoPodcast, []string{"g b"}},
		{Podcast, TurnRound, []string{"R"}},
		{Cloud, CloudDelete, []string{"\\", "delete"}},
	})
}
