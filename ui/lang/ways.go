package lang

// WayTexts are those of the login page's ways.
type WayTexts struct {
	QR, Cookie, SMS, Password string // the tabs

	CookieHow, CookieField                string
	Country, Phone, Code, SendCode        string
	Again                                 string // %d seconds until another code can be sent
	Sent, Account, Secret, PasswordRisk   string
	Hint                                  string // in the last row while something is typed
	Turn                                  string // in the last row while nothing is
	Working, NoCookie, NoFile, Incomplete string
	Code2                                 string // %d: the service's code
	Verify                                string // before an address
	VerifyBy, NoVerify                    string // by a command
	Kept                                  string // what works without a login, and goes on
	Picture                               string // %s is a file
	Guest                                 string // the guest, among the accounts
	Other, Forget, Forgotten              string // another login; take one from the disk; %s is the name
	ForgetSure                            string // %s is the name
	Active, Switched, GuestNow            string // Switched: %s is the name
	Accounts, NoAccount                   string
}

// Ways is what is said of the ways to log in, and of the accounts.
var Ways = pair(WayTexts{
	QR: "扫码", Cookie: "Cookie", SMS: "短信验证码", Password: "密码",
	CookieHow:   "在浏览器登录 music.163.com，把 Cookie 粘贴到这里：整行 Cookie、MUSIC_U 的值、cookies.txt 的内容都可以，@文件名 从文件读取",
	CookieField: "Cookie", Country: "国家码", Phone: "手机号", Code: "验证码", SendCode: "在手机号上按 Enter 发送验证码",
	Again: "%d 秒后可以重发", Sent: "验证码已发送，输入后按 Enter", Account: "手机号或邮箱", Secret: "密码",
	PasswordRisk: "服务的文档提醒：密码登录容易触发风控（8821、250），账号可能要求验证；能扫码就不要用密码。密码不会保存。",
	Hint:         "Enter 确定 · Tab 下一项 · ← → 换一种登录方式 · Esc 停止输入", Turn: "← → 换一种登录方式 · Enter 输入 · Esc 返回",
	Working: "正在登录…", NoCookie: "里面没有登录信息：要有 MUSIC_U", NoFile: "读不了这个文件", Incomplete: "还没有填完",
	Code2: "代码 %d", Verify: "在浏览器或手机上完成验证：",
	VerifyBy: "输入 :verify 打开验证页面，完成后按 r；不会自动重试", NoVerify: "服务现在没有要求验证",
	Kept:    "不登录也能用：搜索、排行榜、歌单；在播的不会停，队列和待上报的播放都留着",
	Picture: "二维码图片：%s", Guest: "访客", Other: "登录另一个账号…", Forget: "删除 %s 的登录…", Forgotten: "已删除 %s 的登录",
	ForgetSure: "从本机删除 %s 的登录？它的队列和历史会保留。",
	Active:     "当前", Switched: "已切换到 %s", GuestNow: "现在是访客；登录都还保存着", Accounts: "账号", NoAccount: "没有保存这个账号：%s",
}, WayTexts{
	QR: "QR code", Cookie: "Cookie", SMS: "SMS code", Password: "Password",
	CookieHow:   "Log in to music.163.com with a browser and paste its cookie here: the whole Cookie line, the value of MUSIC_U, or what a cookies.txt holds; @FILE reads a file",
	CookieField: "Cookie", Country: "Country", Phone: "Phone", Code: "Code", SendCode: "Enter in the phone number sends a code",
	Again: "another one in %d s", Sent: "The code is on its way; type it and press Enter", Account: "Phone or e-mail", Secret: "Password",
	PasswordRisk: "The service's document warns: logins by password set off its risk control (8821, 250), and the account may have to be verified; take the QR code if you can. The password is not kept.",
	Hint:         "Enter go · Tab next field · ← → another way to log in · Esc stop typing", Turn: "← → another way to log in · Enter type · Esc back",
	Working: "Logging in…", NoCookie: "There is no login in it: MUSIC_U is missing", NoFile: "This file cannot be read", Incomplete: "Something is still missing",
	Code2: "code %d", Verify: "Verify yourself in a browser or on the phone:",
	VerifyBy: ":verify opens its page; then press r. Nothing is tried again by itself", NoVerify: "The service wants no verification now",
	Kept:    "Without a login there are search, charts and playlists; what plays goes on, queue and reports are kept",
	Picture: "The code as a picture: %s", Guest: "Guest", Other: "Log in with another account…", Forget: "Remove the login of %s…", Forgotten: "The login of %s is removed",
	ForgetSure: "Remove the login of %s from this computer? Its queue and history stay.",
	Active:     "active", Switched: "Switched to %s", GuestNow: "You are a guest now; the logins are still kept", Accounts: "Accounts", NoAccount: "No login of this account is kept: %s",
})
