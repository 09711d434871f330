package verb

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"ncmtui/api"
	"ncmtui/cmd/internal/wire"
	"ncmtui/config"
)

// purpose is what proxies are for, with the hosts it reaches.
type purpose struct {
	zh, en string
	hosts  []string
	key    string // of the settings
}

var purposes = [2]purpose{
	{"服务", "the service", []string{"https://music.163.com/", "https://interface.music.163.com/"}, "network.proxy"},
	{"歌曲和封面", "songs and covers", []string{"https://m701.music.126.net/", "https://p1.music.126.net/"}, "network.proxy_audio"},
}

// proxied is the way that the requests of a purpose take.
type proxied struct {
	shown    string // the proxy for people, "" none
	variable string // of the environment that names it
	address  string // host and port to connect to
	around   int    // of the hosts, how many go without it
}

// proxyWait bounds the connection to a proxy, which is near.
const proxyWait = 3 * time.Second

// proxy tells through what each purpose goes, as the program does it, and
// whether somebody listens there.
func (d *doctor) proxy(ctx context.Context) Finding {
	c, _, err := d.Settings()
	if err != nil {
		return Finding{State: note, Text: err.Error()}
	}
	var ways [len(purposes)]proxied
	for i, p := range purposes {
		var bad *Finding
		if ways[i], bad = d.route(c, p); bad != nil {
			return *bad
		}
	}
	f := Finding{State: fine, Text: d.routed(c, ways)}
	var asked []string
	for _, w := range ways {
		if w.address == "" || d.at.Dial == nil || slices.Contains(asked, w.address) {
			continue
		}
		asked = append(asked, w.address)
		if err := d.dial(ctx, w.address); err != nil {
			f.State = trouble
			f.Text += d.sayf("；连不上 %s：%v", "; %s does not answer: %v", w.address, err)
			f.Advice = d.sayf("启动代理，或修改 network.proxy、network.proxy_audio", "start the proxy, or change network.proxy and network.proxy_audio")
		}
	}
	return f
}

func (d *doctor) dial(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, proxyWait)
	defer cancel()
	conn, err := d.at.Dial(ctx, "tcp", address)
	if err == nil {
		_ = conn.Close()
		return nil
	}
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err // the address is said already
	}
	return err
}

// route finds the way of a purpose; a Finding is a proxy that is none.
func (d *doctor) route(c config.Config, p purpose) (proxied, *Finding) {
	var r proxied
	key := p.key
	if c.Value(key) == "" {
		key = purposes[0].key
	}
	setting := c.Value(key)
	shown := func(c config.Config) { r.shown, r.address = c.Shown(key), dialled(c.Value(key)) }
	switch setting {
	case "none":
	case "":
		for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
			v := d.at.Getenv(name)
			if v == "" {
				continue
			}
			c := config.Default()
			key = purposes[0].key
			if c.Set(key, v, name) != nil {
				return r, &Finding{State: trouble, Text: d.sayf("%s 不是代理地址", "%s is no address of a proxy", name)}
			}
			r.variable = name
			shown(c)
			break
		}
	default:
		shown(c)
	}
	if r.shown == "" {
		return r, nil
	}
	if r.around = d.around(c, p); r.around == len(p.hosts) {
		r.address = ""
	}
	return r, nil
}

// around counts the hosts of a purpose that network.proxy_except takes out.
func (d *doctor) around(c config.Config, p purpose) int {
	c.Proxy, c.ProxyAudio = "http://proxy.invalid:1", "" // what is not asked through it is excepted
	proxies, err := wire.NewProxies(c)
	if err != nil {
		return 0
	}
	n := 0
	for _, host := range p.hosts {
		u, err := url.Parse(host)
		if err != nil {
			continue
		}
		if via, err := proxies.API(&http.Request{URL: u}); err == nil && via == nil {
			n++
		}
	}
	return n
}

// dialled is the host and port of a proxy's address.
func dialled(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// routed says the ways in a line, once where they are the same.
func (d *doctor) routed(c config.Config, ways [len(purposes)]proxied) string {
	text := d.way(c, ways[0], purposes[0])
	if ways[1] != ways[0] {
		var parts []string
		for i, w := range ways {
			parts = append(parts, d.sayf(purposes[i].zh, purposes[i].en)+d.sayf("：", ": ")+d.way(c, w, purposes[i]))
		}
		text = strings.Join(parts, d.sayf("；", "; "))
	}
	used := ways[0].shown != "" || ways[1].shown != ""
	if used && c.ProxyExcept != "" {
		text += d.sayf("；不走代理的主机：%s", "; without it: %s", c.ProxyExcept)
	}
	if no := d.at.Getenv("NO_PROXY") + d.at.Getenv("no_proxy"); no != "" && (ways[0].variable != "" || ways[1].variable != "") {
		text += d.sayf("；NO_PROXY = %s", "; NO_PROXY = %s", no)
	}
	return text
}

func (d *doctor) way(c config.Config, r proxied, p purpose) string {
	switch {
	case r.shown == "" && c.Proxy == "none" && c.ProxyAudio == "":
		return d.sayf("不用（network.proxy = \"none\"）", "none is used (network.proxy = \"none\")")
	case r.shown == "":
		return d.sayf("没有", "none")
	case r.around == len(p.hosts):
		return d.sayf("没有（network.proxy_except）", "none (network.proxy_except)")
	case r.variable != "":
		return r.variable + " = " + r.shown
	}
	return r.shown
}

// probe is an address that needs no login and answers with little.
const probe = "/countries/code/list"

// maxSkew is how far the clocks may be apart before cookies and addresses age
// wrongly.
const maxSkew = 2 * time.Minute

func (d *doctor) service(ctx context.Context) Finding {
	svc, err := d.Open(Want{Demo: d.flags.demo})
	if err != nil {
		return Finding{State: trouble, Text: clean(err.Error())}
	}
	d.svc = svc
	begun := d.now()
	a, err := svc.API.Call(ctx, probe, nil)
	took := d.now().Sub(begun)
	if err != nil {
		return d.unreached(err)
	}
	d.reached = true
	f := Finding{State: fine, Text: d.sayf("可以访问，%d 毫秒", "answers in %d ms", took.Milliseconds())}
	if at, err := http.ParseTime(a.Header.Get("Date")); err == nil {
		skew := begun.Add(took / 2).Sub(at).Round(time.Second)
		f.Text += d.sayf("，时钟相差 %v", ", clocks %v apart", skew)
		if skew.Abs() > maxSkew {
			f.State, f.Advice = note, d.sayf("校准这台机器的时间", "set the clock of this machine")
		}
	}
	return f
}

// unreached is what is said of a service that does not answer as it should.
func (d *doctor) unreached(err error) Finding {
	f := Finding{State: trouble, Text: d.fault(err).Error(), Advice: d.sayf("检查网络和代理，或在设置里填写 network.proxy", "check the network and the proxy, or set network.proxy")}
	if errors.Is(err, api.ErrRisk) {
		f.Advice = d.sayf("这个网络的地址被服务端拦下：换一个网络，或在海外时填写 realip", "the service judges the address of this network: use another one, or set realip when abroad")
	}
	return f
}

// What is searched for to see how the service treats this network: a word of
// many titles.
const (
	regionWord  = "雨"
	regionSongs = 10
)

// region tells how the service answers this network: whether it says "abroad"
// (a search then comes as {"result":"<hex>","abroad":true}, seen by other
// clients), and for how many songs it gives addresses. It names no country in
// any answer.
func (d *doctor) region(ctx context.Context) Finding {
	if !d.reached {
		return Finding{State: note, Text: d.sayf("连不上服务，没有检查", "not looked at without the service")}
	}
	a, err := d.svc.API.Call(ctx, "/search", api.Params{"keywords": regionWord, "type": int(api.SearchSongs), "limit": regionSongs})
	if err != nil {
		return d.unreached(err)
	}
	var found struct {
		Abroad bool            `json:"abroad"`
		Result json.RawMessage `json:"result"`
	}
	_ = json.Unmarshal(a.Body, &found)
	if found.Abroad {
		return d.abroad(d.sayf("服务端把这个网络当作境外（abroad）", "the service takes this network for one abroad"))
	}
	var songs struct {
		Songs []struct {
			ID int64 `json:"id"`
		} `json:"songs"`
	}
	_ = json.Unmarshal(found.Result, &songs) // without songs it is said below
	var ids []int64
	for _, s := range songs.Songs {
		ids = append(ids, s.ID)
	}
	var urls []api.SongURL
	if len(ids) > 0 {
		if urls, err = d.svc.API.SongURLs(ctx, "standard", ids...); err != nil {
			return d.unreached(err)
		}
	}
	if len(urls) == 0 {
		return Finding{State: note, Text: d.sayf("服务端没有给出歌曲，看不出来", "the service gave no songs, so it cannot be told")}
	}
	return d.given(urls)
}

// given counts what the service gave for some songs.
func (d *doctor) given(urls []api.SongURL) Finding {
	given, clips := 0, 0
	refused := map[api.Refusal]int{}
	for i := range urls {
		switch why := urls[i].Why(); {
		case why != api.Given:
			refused[why]++
		case urls[i].Clip != nil:
			clips++
		default:
			given++
		}
	}
	text := d.sayf("%d 首歌里 %d 首给出地址", "of %d songs it gives %d", len(urls), given)
	for _, r := range []struct {
		n      int
		zh, en string
	}{
		{clips, "%d 首只有试听", "%d as clips"},
		{refused[api.MembersOnly] + refused[api.PurchaseOnly], "%d 首要会员或购买", "%d for members or buyers alone"},
		{refused[api.NoCopyright], "%d 首没有版权", "%d not at all"},
	} {
		if r.n > 0 {
			text += d.sayf("，", ", ") + d.sayf(r.zh, r.en, r.n)
		}
	}
	if refused[api.NoCopyright] == len(urls) {
		return d.abroad(text)
	}
	return Finding{State: fine, Text: text + d.claimed()}
}

// abroad is what is advised where the songs are not to be had.
func (d *doctor) abroad(text string) Finding {
	return Finding{
		State: note, Text: text + d.claimed(),
		Advice: d.sayf("在境外时填写 realip，或用境内的 network.proxy", "when abroad set realip, or a network.proxy that is not"),
	}
}

// claimed is the address that requests name as theirs.
func (d *doctor) claimed() string {
	c, _, err := d.Settings()
	if err != nil || c.RealIP == "" {
		return ""
	}
	return d.sayf("（realip %s）", " (realip %s)", c.RealIP)
}
