package lang

// HistoryTexts are those of what was heard on this machine, and of what is
// told of it.
type HistoryTexts struct {
	Title, Stats                    string // the tabs
	None, NoneDo, NoneThen          string // no plays; ever, and in a time
	Day, Time, Heard                string // columns
	Today, Yesterday                string
	Weekdays                        [7]string // short, from Monday on
	When                            string    // what can be chosen
	All, ThisYear, Month, Week      string
	NoSong                          string // it cannot be played
	Minutes, Plays, Songs           string // under their numbers
	Artists, Albums, Days           string
	Review                          string
	Listened                        string // %s
	HoursMinutes, OnlyMinutes       string // %d %d; %d
	Streak, NowStreak               string // %d, %s, %s; %d
	Busiest                         string // %s, %s: the day, how long
	Obsession                       string // %s, %s, %d: the day, the song, how often
	Found                           string // %d, %d: songs, artists
	Peak                            string // %d: the hour
	ByHour, ByWeekday, ByMonth      string
	TopSongs, TopArtists, TopAlbums string
	NewSongs, NewArtists            string
	Times                           string // %d
	DayForm                         string // of time.Format, without the year
	MonthForm                       string // of a number: %d
	PlayTop                         string // what Enter does
	PlayedTop                       string
}

// History is what is said there.
var History = pair(HistoryTexts{
	Title: "本机记录", Stats: "统计",
	None: "这里还没有听歌记录", NoneDo: "放一首歌，它就会出现在这里；ncmtui history import 可以带来以前的记录", NoneThen: "这段时间没有听歌",
	Day: "日期", Time: "时刻", Heard: "听了", Today: "今天", Yesterday: "昨天",
	Weekdays: [7]string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"},
	When:     "时间", All: "全部", ThisYear: "今年", Month: "最近 30 天", Week: "最近 7 天",
	NoSong:  "这条记录没有歌曲编号，不能播放；可以搜索歌名",
	Minutes: "分钟", Plays: "次播放", Songs: "首歌", Artists: "位歌手", Albums: "张专辑", Days: "天",
	Review: "回顾", Listened: "一共听了 %s", HoursMinutes: "%d 小时 %d 分", OnlyMinutes: "%d 分钟",
	Streak: "最长连续 %d 天（%s – %s）", NowStreak: "已经连续 %d 天有音乐", Busiest: "听得最多的一天：%s，%s",
	Obsession: "%s，《%s》听了 %d 遍", Found: "新遇见 %d 首歌、%d 位歌手", Peak: "最常在 %d 点听歌",
	ByHour: "一天里", ByWeekday: "一周里", ByMonth: "一年里",
	TopSongs: "歌曲", TopArtists: "歌手", TopAlbums: "专辑", NewSongs: "新遇见的歌", NewArtists: "新遇见的歌手",
	Times: "%d 次", DayForm: "1月2日", MonthForm: "%d 月", PlayTop: "播放榜上的歌", PlayedTop: "播放：%s",
}, HistoryTexts{
	Title: "This machine", Stats: "Statistics",
	None: "Nothing heard here yet", NoneDo: "Play a song and it appears here; ncmtui history import brings in earlier plays", NoneThen: "Nothing heard in this time",
	Day: "Day", Time: "Time", Heard: "Heard", Today: "today", Yesterday: "yesterday",
	Weekdays: [7]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
	When:     "Time", All: "all", ThisYear: "this year", Month: "30 days", Week: "7 days",
	NoSong:  "This play has no song id and cannot be played; search for its name",
	Minutes: "minutes", Plays: "plays", Songs: "songs", Artists: "artists", Albums: "albums", Days: "days",
	Review: "Highlights", Listened: "%s of music", HoursMinutes: "%d h %d min", OnlyMinutes: "%d min",
	Streak: "%d days in a row (%s – %s)", NowStreak: "%d days in a row, and counting", Busiest: "Busiest day: %s, %s",
	Obsession: "%s: “%s”, %d times", Found: "%d songs and %d artists for the first time", Peak: "Mostly around %d o'clock",
	ByHour: "By hour", ByWeekday: "By weekday", ByMonth: "By month",
	TopSongs: "Songs", TopArtists: "Artists", TopAlbums: "Albums", NewSongs: "New songs", NewArtists: "New artists",
	Times: "%d ×", DayForm: "Jan 2", MonthForm: "%d", PlayTop: "play these songs", PlayedTop: "Playing: %s",
})
