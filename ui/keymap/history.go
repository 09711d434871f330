package keymap

// What was heard on this machine.
const (
	History Action = "history"
	Stats   Action = "stats"
)

func init() {
	add([]Entry{
		{History, Finding, t("本机的听歌记录", "what was heard on this machine"), t("记录", "history"), 0},
		{Stats, Finding, t("听歌统计", "statistics of what was heard"), t("统计", "statistics"), 0},
	}, []bind{
		{Global, History, []string{"g r"}},
		{Global, Stats, []string{"g y"}},
	})
}
