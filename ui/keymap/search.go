package keymap

// Forget takes a word out of what was searched before.
const Forget Action = "forget-search"

func init() {
	add([]Entry{
		{Forget, Finding, t("从搜索历史删除", "remove from the search history"), t("删除", "forget"), 0},
	}, []bind{
		{Find, Forget, []string{"\\", "delete"}},
	})
}
