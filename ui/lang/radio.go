package lang

// RadioTexts are those of the modes of the personal FM.
type RadioTexts struct {
	Default, Familiar, Explore, Exercise, Focus, Night string
	Now                                                string // before the mode
}

// Radio is what the personal FM says of its modes.
var Radio = pair(RadioTexts{
	Default: "默认", Familiar: "熟悉", Explore: "探索", Exercise: "运动", Focus: "专注", Night: "夜晚", Now: "私人 FM：",
}, RadioTexts{
	Default: "Default", Familiar: "Familiar", Explore: "Explore", Exercise: "Exercise", Focus: "Focus", Night: "Night", Now: "Personal FM: ",
})
