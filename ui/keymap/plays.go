package keymap

// Private keeps plays to oneself, or no longer.
const Private Action = "private"

func init() {
	add([]Entry{{Private, Rest, t("私密收听：不上报，不记录", "listen in private: plays are neither told nor kept"), t("私密", "private"), 0}},
		[]bind{{Global, Private, []string{"g P"}}})
}
