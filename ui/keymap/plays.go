package keymap

// Private keeps plays to oneself, or no longer.
const Private Action = "private"

func init() {
	add([]Entry{{Private, Rest, t("私密收听：不上报，不记录", "private listening: plays are neither reported nor recorded"), t("私密", "private"), 0}},
		[]bind{{Global, Private, []string{"g P"}}})
}
