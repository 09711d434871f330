package lang

// DailyTexts are what is said of the daily songs.
type DailyTexts struct {
	Instead string // %s a new song
	NewDay  string
}

// Daily is what is said of them.
var Daily = pair(DailyTexts{
	Instead: "换成了《%s》", NewDay: "今天的每日推荐已更新",
}, DailyTexts{
	Instead: "“%s” came in its place", NewDay: "Today's daily songs are there",
})
