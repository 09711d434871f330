package verb

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ncmtui/api"
	"ncmtui/api/route"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// The exit codes of the verbs.
const (
	Failed  = 1
	Usage   = 2
	Network = 3
	Login   = 4
	Limited = 5 // the service limits or judges the caller
)

// Fault is an error with the exit code it ends the program with, and with a
// sentence that is safe to print.
type Fault struct {
	Code int
	Text string
	Err  error  // what was behind it; nil for wrong usage
	zh   string // Text in Chinese, "" where Text is in the language of the run
}

func (f *Fault) Error() string { return f.Text }
func (f *Fault) Unwrap() error { return f.Err }

// classes are the errors that have sentences, the particular ones first.
var classes = []struct {
	err  error
	code int
	text lang.Both
}{
	{context.Canceled, Failed, lang.Both{ZH: "已中断", EN: "interrupted"}},
	{api.ErrCaptivePortal, Network, lang.Both{ZH: "回来的是一个网页：这个网络要先在浏览器里登录", EN: "a web page came instead of an answer: this network wants a sign-in in a browser first"}},
	{api.ErrLoginNeeded, Login, lang.Both{ZH: "需要登录：运行 ncmtui auth login", EN: "login needed: run ncmtui auth login"}},
	{api.ErrTooOften, Limited, lang.Both{ZH: "请求太频繁，过一会儿再试", EN: "too often; try again later"}},
	{api.ErrRisk, Limited, lang.Both{ZH: "服务端认为是作弊：先停一会儿，别再重试", EN: "the service takes this for cheating; leave it alone for a while"}},
	{api.ErrVerify, Limited, lang.Both{ZH: "服务端要求验证：在官方客户端里完成后再试", EN: "the service wants a verification; do it in an official client, then try again"}},
	{api.ErrLoginRefused, Limited, lang.Both{ZH: "风控拒绝了这次登录：用扫码登录", EN: "the service's risk control refused this login; log in by QR code"}},
	{api.ErrCredentials, Failed, lang.Both{ZH: "账号、密码或验证码不对", EN: "wrong account, password or code"}},
	{api.ErrBadAnswer, Failed, lang.Both{ZH: "看不懂服务端的回答", EN: "the answer was not understood"}},
	{api.ErrParameters, Failed, lang.Both{ZH: "服务端不接受这些参数", EN: "the service does not take these parameters"}},
	{api.ErrRefused, Failed, lang.Both{ZH: "服务端拒绝了", EN: "the service refused"}},
	{api.ErrUnknownAddress, Usage, lang.Both{ZH: "没有这个地址：ncmtui api --list 列出全部", EN: "there is no such address: ncmtui api --list tells all"}},
	{route.ErrMissing, Usage, lang.Both{ZH: "缺少参数：ncmtui api --describe 说明参数", EN: "a parameter is missing: ncmtui api --describe tells them"}},
	{route.ErrNotBuilt, Failed, lang.Both{ZH: "这个地址还没有实现", EN: "this address is not built"}},
	{context.DeadlineExceeded, Network, lang.Both{ZH: "等不到回答", EN: "no answer in time"}},
	{api.ErrProxy, Network, lang.Both{ZH: "代理连不通：检查 network.proxy（或 HTTPS_PROXY）", EN: "the proxy lets nothing through: look at network.proxy (or HTTPS_PROXY)"}},
	{api.ErrNetwork, Network, lang.Both{ZH: "连不上网易云音乐：检查网络和代理", EN: "no connection to NetEase Cloud Music: check network and proxy"}},
}

// fault makes a Fault of what a call returned.
func (r *run) fault(err error) error {
	var f *Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	out := &Fault{Code: Failed, Text: clean(err.Error()), Err: err}
	for _, c := range classes {
		if errors.Is(err, c.err) {
			out.Code, out.Text = c.code, r.say(c.text)
			break
		}
	}
	if errors.Is(err, route.ErrMissing) || errors.Is(err, api.ErrUnknownAddress) {
		out.Text += r.say(lang.Both{ZH: "（", EN: " ("}) + clean(err.Error()) + r.say(lang.Both{ZH: "）", EN: ")"})
	}
	var e *api.Error
	if errors.As(err, &e) {
		out.Text += r.told(e)
	}
	return out
}

// told is what the service itself said of an error.
func (r *run) told(e *api.Error) string {
	out := ""
	if e.Proxy != "" {
		out += ": " + clean(e.Proxy)
	}
	if e.Text != "" {
		out += ": " + clean(e.Text)
	}
	if e.Code != 0 {
		out += fmt.Sprintf(r.say(lang.Both{ZH: "（代码 %d）", EN: " (code %d)"}), e.Code)
	}
	if !e.Until.IsZero() {
		out += r.say(lang.Both{ZH: "，到 ", EN: ", until "}) + e.Until.Local().Format(time.TimeOnly)
	}
	if e.Verify != "" {
		out += ": " + clean(e.Verify)
	}
	return out
}

// clean makes one safe line of text from outside.
func clean(s string) string { return text.Of(s).String() }
