package keymap

// What is shown beside the pages.
const (
	Spectrum Action = "spectrum"
)

func init() {
	add([]Entry{
		{Spectrum, Rest, t("频谱", "spectrum"), t("显示或收起频谱", "show or hide the spectrum"), 0},
	}, []bind{
		{Global, Spectrum, []string{"g v"}},
	})
}
