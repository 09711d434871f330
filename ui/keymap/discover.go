package keymap

import "ncmtui/ui/lang"

// What the discover pages add.
const (
	Choose     Action = "choose"        // what the list shows: a category, a region, an order
	NextChoice Action = "next-choice"   // of the first thing that can be chosen
	PrevChoice Action = "prev-choice"   //
	DailyLists Action = "daily-lists"   // the playlists recommended today
	DailyPast  Action = "daily-history" // the daily songs of earlier days
)

// Choices is the scope of pages whose lists depend on a choice.
const Choices Scope = "choices"

func init() {
	add([]Entry{
		{Choose, Finding, t("选择分类、地区、排序", "choose the category, region, order"), t("选择", "choose"), 0},
		{NextChoice, Finding, t("下一个分类、地区", "the next category or region"), lang.Both{}, 0},
		{PrevChoice, Finding, t("上一个分类、地区", "the category or region before"), lang.Both{}, 0},
		{DailyLists, Going, t("推荐歌单", "daily playlists"), lang.Both{}, 0},
		{DailyPast, Going, t("往日推荐的歌曲", "daily songs of earlier days"), lang.Both{}, Account},
	}, []bind{
		{Choices, Choose, []string{"C"}},
		{Choices, NextChoice, []string{")"}},
		{Choices, PrevChoice, []string{"("}},
		{Global, DailyLists, []string{"g D"}},
		{Global, DailyPast, []string{"g h"}},
	})
}
