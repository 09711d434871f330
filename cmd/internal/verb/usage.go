package verb

import (
	"fmt"

	"ncmtui/ui/lang"
)

// usage is the Fault of wrong arguments, by its English sentence.
func usage(format string, args ...any) error {
	f := &Fault{Code: Usage, Text: fmt.Sprintf(format, args...)}
	if zh, ok := usagesZH[format]; ok {
		f.zh = fmt.Sprintf(zh, args...)
	}
	return f
}

// In is the sentence in a language.
func (f *Fault) In(l lang.Lang) string {
	if l == lang.ZH && f.zh != "" {
		return f.zh
	}
	return f.Text
}

// usagesZH are the sentences of usage in Chinese; they take the same arguments.
var usagesZH = map[string]string{
	"which %s? give its id or link":                        "要哪个 %s？给出它的 ID 或链接",
	"these are of different kinds: %s, %s":                 "这些不是同一种：%s、%s",
	"a %s cannot be played as a list: %s":                  "%s 不能这样播放：可以是 %s",
	"one %s at a time":                                     "一次只能一个 %s",
	"%q is no time: 83, 1:23, +10 or -10":                  "%q 不是时间：应为 83、1:23、+10 或 -10",
	"%q is no time: 30m, 1h30m, song or off":               "%q 不是时间：应为 30m、1h30m、song 或 off",
	"%q is no volume: 0 to 100, +5 or -5":                  "%q 不是音量：应为 0 到 100、+5 或 -5",
	"mute is on or off, not %q":                            "mute 是 on 或 off，不是 %q",
	"there is no mode %q: it is %s":                        "没有模式 %q：可用的是 %s",
	"there is no row %s: the queue has %d":                 "没有第 %s 行：队列有 %d 行",
	"in the format, %q is none of {%s}":                    "格式里的 %q 不是 {%s} 之一",
	"--follow is of the song that plays: no id":            "--follow 只跟正在播放的歌曲，不带 ID",
	"there is no service %s: it is lastfm or listenbrainz": "没有服务 %s：可用的是 lastfm 或 listenbrainz",
	"usage: %s":                                           "用法：%s",
	"there is no %s %s: it is %s":                         "没有 %s %s：可用的是 %s",
	"%s takes no arguments: %s":                           "%s 不带参数：%s",
	"usage: ncmtui api --describe PATH":                   "用法：ncmtui api --describe PATH",
	"there is no address %s; ncmtui api --list tells all": "没有地址 %s：ncmtui api --list 列出全部",
	"which address? ncmtui api --list tells all":          "要哪个地址？ncmtui api --list 列出全部",
	"argument %d is no key=value":                         "第 %d 个参数不是 key=value",
	"the standard input can give one value only":          "标准输入只能给一个值",
	"data must be a JSON object":                          "data 必须是 JSON 对象",
	"%s= is not taken from the command line, where others can read it: use %[1]s=@FILE or %[1]s=- (standard input)":                                      "命令行会被别人看到，不接受 %s=：用 %[1]s=@FILE 或 %[1]s=-（标准输入）",
	"this is no file, and a cookie is not taken from the command line, where others can read it: ncmtui auth import FILE, or through the standard input": "这不是文件；命令行会被别人看到，不接受 Cookie：用 ncmtui auth import FILE，或从标准输入读",
	"--qr-png, --sms and --password are three ways: take one":                                                                                            "--qr-png、--sms、--password 是三种方式：只用一种",
	"--qr-png: %s":                                                       "--qr-png：%s",
	"nothing was typed":                                                  "什么也没有输入",
	"%q is neither an id nor a link (%s)":                                "%q 既不是 ID 也不是链接（%s）",
	"this link is of another kind: ncmtui %s %d":                         "这个链接是别的类型：ncmtui %s %d",
	"--type %q: it is song, playlist, album or podcast":                  "--type 不能是 %q，应为 song、playlist、album 或 podcast",
	"there is no type %q to search for; ncmtui search --help lists them": "不能搜索类型 %q：ncmtui search --help 列出全部",
	"what to search for? ncmtui search WORDS":                            "搜索什么？ncmtui search WORDS",
	"without a terminal to ask on, %s wants --yes":                       "没有终端可以确认：%s 需要 --yes",
	"a playlist wants a name":                                            "歌单要有名字",
	"--limit and --offset must not be negative":                          "--limit 和 --offset 不能是负数",
	"--top must not be negative":                                         "--top 不能是负数",
	"--year %d: there is no such year":                                   "--year %d：没有这样的年份",
	"--%s %q: a day is written as 2026-05-04":                            "--%s 不能是 %q：日期写作 2026-05-04",
	"--format %q: it is %s or %s":                                        "--format 不能是 %q，应为 %s 或 %s",
	"--sort %q: it is hot, new or recommended":                           "--sort 不能是 %q，应为 hot、new 或 recommended",
	"there are comments on an id or a link of a song, mv, playlist, album, program or podcast": "评论只在歌曲、MV、歌单、专辑、节目或播客的 ID 或链接上",
}
