package lang

var zh = func() (t Texts) {
	s := &t.Sections
	s.Daily, s.Playlists, s.FM, s.DailyLists, s.Search, s.Settings, s.Help = "每日推荐", "我的歌单", "私人 FM", "推荐歌单", "搜索", "设置", "帮助"
	h := &t.Header
	h.Guest, h.LoginHint, h.Counted, h.Songs = "访客", "%s 登录", "已计入 %d", "%d 首"
	t.Tabs.Sections, t.Tabs.Lyrics, t.Tabs.Queue = "栏目", "歌词", "队列"
	tb := &t.Table
	tb.Title, tb.Artist, tb.Album, tb.Length = "歌名", "歌手", "专辑", "时长"
	tb.Name, tb.Count, tb.Creator, tb.Published = "名称", "歌曲", "创建者", "发行"
	t.Marks.VIP, t.Marks.Trial, t.Marks.Grey, t.Marks.Cloud = "VIP", "试听", "灰", "云"
	st := &t.States
	st.Loading = "正在读取…"
	st.EmptyList, st.EmptyQueue, st.EmptyFilter = "这里还没有歌", "队列是空的", "没有匹配的结果"
	st.EmptySearch, st.NothingPlays = "没有找到", "还没有播放"
	st.OtherWords = "按 %s 换个词再搜"
	st.Retry, st.PressEnter = "按 %s 再试一次", "选一首歌，按 %s 播放"
	st.StartFM, st.TypeToSearch, st.Clear = "按 %s 开始私人 FM", "输入歌名、歌手或专辑", "按 %s 清除过滤"
	g := &t.Guest
	g.Needed = "需要登录"
	g.Daily, g.Playlists = "登录后可以看到你的每日推荐", "登录后可以看到你的歌单"
	g.FM, g.DailyLists = "登录后才能听私人 FM", "登录后可以看到为你推荐的歌单"
	b := &t.Bar
	b.Volume, b.Muted, b.Silent, b.Buffering = "音量", "静音", "无声音输出", "缓冲中"
	b.Offline, b.NoDevice, b.LostDevice = "网络断开，正在重连", "没有可用的声音设备", "声音设备断开，正在重连"
	b.Portal = "这个网络要先登录认证"
	b.DiskFull, b.Clip = "磁盘已满，缓存停用", "试听"
	b.Modes = [4]string{"顺序播放", "列表循环", "单曲循环", "随机播放"}
	f := &t.FM
	f.Coming, f.Stopped = "接下来", "私人 FM 没有在播放"
	f.Trashed, f.Kept = "不再推荐这首歌 · %s 撤销", "已撤销，这首歌会留下"
	se := &t.Search
	se.Placeholder, se.Songs, se.Albums, se.Artists, se.Playlists = "歌名、歌手、专辑…", "歌曲", "专辑", "歌手", "歌单"
	se.Total = "共 %d 个结果"
	l := &t.Lists
	l.SongCount, l.AlbumCount = "%d 首", "%d 张专辑"
	t.Filter.Prompt, t.Filter.Found = "过滤", "%d / %d"
	t.Hints.Play, t.Hints.Start, t.Hints.Line, t.Hints.NewCode = "播放", "开始", "跳到这句", "新二维码"
	t.Typing.Done, t.Typing.Cancel, t.Typing.Close = "完成", "取消", "关闭"
	t.Help.Title = "帮助"
	o := &t.Toast
	o.Liked, o.Unliked = "已加入喜欢", "已取消喜欢"
	o.Queued, o.QueuedNext, o.Removed = "已加到队列末尾", "下一首播放", "已移除 · %s 撤销"
	o.Cleared, o.Undone, o.CopiedName, o.CopiedLink = "队列已清空 · %s 撤销", "已撤销", "已复制歌名", "已复制链接"
	o.NotHere, o.NoAlbum, o.NoArtist = "在播的歌不在这个列表里", "这首歌没有专辑页", "这首歌没有歌手页"
	o.LoggedIn, o.LoggedOut = "已登录：%s", "已退出登录"
	o.OtherForm = "《%s》是 %s 格式，这里不能解码，改放 %s"
	o.QueueEnd, o.SkippedSong, o.Unplayable = "队列播放完了", "跳过《%s》", "这首歌现在不能播放"
	o.OutputNow, o.OutputLost = "声音输出：%s", "声音设备断开，正在重连"
	o.NoOutput = "没有可用的声音输出：启动 PulseAudio 或 PipeWire；其他功能照常可用"
	o.NoProgram, o.NoFile, o.BadOutput = "exec：找不到程序 %s", "wav：不能写入 %s：%s", "声音输出用不了：%s"
	o.SkippedRun = "跳过了 %d 首歌，最后一首是《%s》"
	o.OnlyQueued = "只能在队列里移除 · %s 到队列"
	o.Unbound = "%s 没有绑定"
	o.Offset = "歌词偏移 %+.1f 秒"
	u := &t.Undo
	u.Back, u.BackMany, u.Gone, u.GoneMany = "已撤销：《%s》回到队列", "已撤销：%d 首歌回到队列", "已撤销：《%s》不在队列里了", "已撤销：%d 首歌不在队列里了"
	u.Former, u.Kept = "已撤销：回到之前的队列", "已撤销：《%s》会留下"
	a := &t.Ask
	a.Logout, a.Clear, a.Yes, a.No = "退出登录？本机保存的登录信息会删除。", "清空队列？在播的歌会保留。", "确认", "取消"
	t.Mini.Lists, t.Mini.Choose, t.Mini.Login = "这要更大的窗口：至少 %d×%d", "放大窗口来选歌：至少 %d×%d", "放大窗口来登录：至少 %d×%d"
	t.TooSmall = "窗口太小：%d×%d，至少要 %d×%d"
	t.Lyrics = LyricTexts{
		Loading: "正在读取歌词…", Pure: "纯音乐，请欣赏", Missing: "这首歌没有歌词", NoTrack: "还没有播放",
		Plain: "这份歌词没有时间，不能滚动", Failed: "歌词读取失败",
		Offset: "偏移 %+.1f 秒", Browsing: "%s 回到当前句",
	}
	t.Login = LoginTexts{
		Title: "登录", Asking: "正在获取二维码…", Scan: "用网易云音乐手机版扫描二维码", Scanned: "已扫描，请在手机上确认",
		Expired: "二维码已过期", Done: "已登录：%s", NewCode: "按 %s 换一个二维码", Link: "也可以在手机上打开这个链接",
		TooSmall: "窗口太小，放不下二维码：至少要 %d×%d", Kept: "登录信息只保存在本机，文件权限 0600", Failed: "二维码登录没有成功",
		CookieHint: "扫不了码：在浏览器登录，把它的 Cookie 放进环境变量 NCMTUI_COOKIE 再启动",
	}
	t.Troubles = map[Trouble]Sentence{
		Unknown:      {"出了问题", "再试一次；仍然如此请看日志"},
		Offline:      {"连不上网易云音乐", "检查网络或代理后再试"},
		Portal:       {"这个网络要先登录认证", "用浏览器完成认证后再试"},
		Slow:         {"网易云音乐没有及时回答", "稍后再试"},
		LoginNeeded:  {"需要登录，或登录已过期", "按 %s 登录"},
		Limited:      {"请求太频繁，服务暂时限制了访问", "等一两分钟再试"},
		Refused:      {"服务拒绝了这次请求（网络环境异常）", "换个网络，或用 Cookie 登录"},
		Missing:      {"内容不存在或不公开", "返回看看别的"},
		NoCopyright:  {"因版权原因不能播放", "换一首，或看看其他版本"},
		MembersOnly:  {"这首歌需要会员", "换一首，或用会员账号登录"},
		PurchaseOnly: {"这张专辑需要购买", "换一首"},
		BadAnswer:    {"服务的回答无法理解", "稍后再试；仍然如此请报告问题"},
		BadFile:      {"音频文件损坏，不能解码", "已跳到下一首"},
		NoDevice:     {"没有可用的声音设备", "检查系统的声音设置，或用 --output 另选输出"},
		DiskFull:     {"磁盘已满", "腾出空间后再试"},
		Judged:       {"服务判定这个网络有风险", "十分钟内不再自动请求；换网络，或检查设置 realip 与 network.proxy。已缓存的照常能听"},
		Verify:       {"服务要求验证身份", "在手机的网易云音乐或浏览器里完成验证，再按 r；不会自动重试"},
		LoginRefused: {"服务的风控拒绝了这种登录", "改用扫码，或粘贴浏览器的 Cookie；不会自动重试"},
		WrongLogin:   {"账号、密码或验证码不对", "检查后再输入"},
		ProxyFails:   {"代理连不通", "检查设置里的 network.proxy（或 HTTPS_PROXY）和代理程序"},
	}
	return t
}()
