package keymap

import "ncmtui/ui/lang"

// Pages about the program itself.
const (
	Settings Action = "settings"
	Messages Action = "messages"
)

func init() {
	add([]Entry{
		{Settings, Rest, t("设置", "settings"), lang.Both{}, 0},
		{Messages, Rest, t("消息记录", "messages so far"), lang.Both{}, 0},
	}, []bind{
		{Global, Settings, []string{"9"}},
		{Global, Messages, []string{"g m"}},
	})
}
