package keymap

// Daily is the page of the daily songs.
const Daily Scope = "daily"

// Dislike takes the selected song out of today's.
const Dislike Action = "dislike"

func init() {
	add([]Entry{{Dislike, Taste, t("每日推荐：不感兴趣，换一首", "daily songs: replace this one by another"), t("换一首", "another"), Account | Song}},
		[]bind{{Daily, Dislike, []string{"T"}}})
}
