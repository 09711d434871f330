package lang

// CommandTexts are those of the command line.
type CommandTexts struct {
	Hint           string
	Unknown, Usage string // %s
	NoList         string // %s
	NoCache        string
	ClearCache     string
	Cleared        string // %.0f MB
	SleepIn        string // %s
	SleepSong      string
	SleepOff       string
	Speed          string // %s
	SpectrumOn     string
	SpectrumIdle   string // on, and nothing plays
	SpectrumOff    string
	NoDevices      string
	Set            string // %s, %s: the setting, its value
	NextStart      string // %s
	BadValue       string // %s, %s: the value, what would be good
	NotHere        string // no such setting in the running program
}

// Commands is what the command line says.
var Commands = pair(CommandTexts{
	Hint: "命令，Tab 补全，↑ 历史", Unknown: "没有命令 :%s", Usage: "用法：%s", NoList: "没有歌单《%s》",
	NoCache: "音频缓存不能在运行时清空", ClearCache: "清空音频缓存？已缓存的歌要重新下载。", Cleared: "已清空 %.0f MB",
	SleepIn: "%s 后暂停", SleepSong: "这首歌播完后暂停", SleepOff: "已取消定时",
	Speed: "速度 %s×", SpectrumOn: "频谱已打开", SpectrumIdle: "频谱已打开（播放时显示）", SpectrumOff: "频谱已关闭",
	NoDevices: "没有找到声音设备",
	Set:       "%s：%s", NextStart: "%s 要在配置文件里改，下次启动生效", BadValue: "%s 不行，可以是：%s", NotHere: "这里不能改设置",
}, CommandTexts{
	Hint: "a command; Tab completes, ↑ goes back", Unknown: "no command :%s", Usage: "Usage: %s", NoList: "no playlist “%s”",
	NoCache: "The cache cannot be cleared while the program runs", ClearCache: "Delete the songs kept on disk? They are downloaded again.", Cleared: "%.0f MB deleted",
	SleepIn: "Pauses in %s", SleepSong: "Pauses after this song", SleepOff: "No longer pauses by itself",
	Speed: "speed %s×", SpectrumOn: "spectrum on", SpectrumIdle: "spectrum on (shown while a song plays)", SpectrumOff: "spectrum off",
	NoDevices: "No sound device found",
	Set:       "%s: %s", NextStart: "%s is changed in the file and holds from the next start", BadValue: "not %s, but: %s", NotHere: "Settings cannot be changed here",
})
