package lang

// LookTexts are those of the banner, the bar and the band over it.
type LookTexts struct {
	NoSpectrum, LowScreen string

	// The banner: what is the case, and what still works.
	Offline, Portal, LoggedOut, NoDevice, Silent, Limited Sentence // Do of LoggedOut: %s is the key

	SleepIn   string // %d minutes
	SleepSong string
	Equalizer string // %s
}

// Looks is what they say.
var Looks = pair(LookTexts{
	NoSpectrum: "这里没有频谱", LowScreen: "窗口太矮，放不下频谱",
	Offline:   Sentence{"没有网络", "缓存的歌和列表照常可用；恢复后自动继续"},
	Portal:    Sentence{"这个网络要先登录认证", "用浏览器完成认证；缓存的歌照常播放"},
	LoggedOut: Sentence{"登录已失效", "按 %s 重新登录；正在播放的和公开的内容照常可用"},
	NoDevice:  Sentence{"没有可用的声音设备", "每隔几秒重试；浏览和收藏照常"},
	Silent:    Sentence{"没有声音设备，静音播放", "有了设备会自动出声；进度和歌词照常"},
	Limited:   Sentence{"服务限制了请求", "过一会儿再试；缓存的歌和已打开的列表照常可用"},
	SleepIn:   "%d 分钟后暂停", SleepSong: "播完这首暂停", Equalizer: "均衡器 %s",
}, LookTexts{
	NoSpectrum: "There is no spectrum here", LowScreen: "The window is too low for the spectrum",
	Offline:   Sentence{"No network", "cached songs and lists still work; playing resumes by itself"},
	Portal:    Sentence{"This network asks you to sign in first", "sign in with a browser; cached songs still play"},
	LoggedOut: Sentence{"The login has expired", "press %s to log in again; what plays and what is public still works"},
	NoDevice:  Sentence{"No sound device", "tried again every few seconds; browsing and searching still work"},
	Silent:    Sentence{"No sound device, playing silently", "sound returns as soon as there is one; position and lyrics go on"},
	Limited:   Sentence{"Limited by the service", "try again in a while; cached songs and open lists still work"},
	SleepIn:   "pauses in %d min", SleepSong: "pauses after this song", Equalizer: "EQ %s",
})
