package keymap

// LeaveFM brings the queue back that was there before the FM.
const LeaveFM Action = "leave-fm"

func init() {
	add([]Entry{{LeaveFM, Finding, t("离开私人 FM，回到之前的队列", "leave the personal FM for the queue before"), t("离开 FM", "leave FM"), 0}},
		[]bind{{Global, LeaveFM, []string{"g F"}}})
}
