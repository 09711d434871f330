package config

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Levels are the quality words of the service, from the smallest files to the
// largest.
var levels = []string{"standard", "higher", "exhigh", "lossless", "hires", "jyeffect", "sky", "jymaster"}

// SameQuality is the value of quality_metered that changes nothing.
const SameQuality = "same"

func qualityMetered() Key {
	return choice("quality_metered", SameQuality, Text{
		"计费网络（手机热点等）上的音质；same 与 quality 相同。已缓存的歌曲照常播放",
		"quality on networks that cost by volume (a phone's, for one); same: as quality. Songs in the cache play as they are",
	}, func(c *Config) *string { return &c.QualityMetered }, append([]string{SameQuality}, levels...)...)
}

const proxyRange = `"" | none | http://… | https://… | socks5://…`

// networkKeys are those of [network].
func networkKeys() []Key {
	return []Key{
		{
			Name: "network.proxy", Type: "address", Default: "", Range: proxyRange,
			Text: Text{
				"代理；空为沿用环境变量（HTTPS_PROXY、NO_PROXY …），none 为不用代理",
				"proxy; empty takes the environment's (HTTPS_PROXY, NO_PROXY …), none uses no proxy",
			},
			get: func(c *Config) string { return c.Proxy },
			set: proxySetter(func(c *Config) *string { return &c.Proxy }),
		},
		{
			Name: "network.proxy_audio", Type: "address", Default: "", Range: proxyRange,
			Text: Text{
				"歌曲和封面用的代理；空为与 network.proxy 相同",
				"proxy of songs and covers; empty takes that of network.proxy",
			},
			get: func(c *Config) string { return c.ProxyAudio },
			set: proxySetter(func(c *Config) *string { return &c.ProxyAudio }),
		},
		{
			Name: "network.proxy_except", Type: "text", Default: "", Range: `"" | HOST, .DOMAIN, IP, CIDR, HOST:PORT, *`,
			Text: Text{
				"不走上面两个代理的主机，用逗号分隔；域名包括它的子域名，* 是全部",
				"hosts that are reached without the two proxies above, with commas between; a name counts for those below it, * is all",
			},
			get: func(c *Config) string { return c.ProxyExcept },
			set: setExcept,
		},
		{
			Name: "network.timeout", Type: "number", Default: "15", Range: "3..120",
			Text: Text{
				"一次请求最多等几秒；读取失败会再试两次，歌曲的下载另有自己的时限",
				"seconds that one request may take; reads are tried twice more. Songs being loaded have limits of their own",
			},
			get: func(c *Config) string { return strconv.Itoa(c.Timeout) },
			set: setTimeout,
		},
		choice("network.metered", "auto", Text{
			"现在的网络是否计费：auto 询问系统，yes 和 no 由你说了算",
			"whether the network costs by volume: auto asks the system, yes and no are your word",
		}, func(c *Config) *string { return &c.Metered }, "auto", "yes", "no"),
		{
			Name: "network.metered_names", Type: "text", Default: "", Range: `"" | NAME, NAME*, …`,
			Text: Text{
				"另外算作计费的网络，用逗号分隔：连接名（通常是 Wi-Fi 名）或网卡名，可用 *",
				"more networks that cost by volume, with commas between: names of connections (of a Wi-Fi, usually its own) or of interfaces, * for any letters",
			},
			get: func(c *Config) string { return c.MeteredNames },
			set: func(c *Config, v string) *Problem { c.MeteredNames = v; return nil },
		},
	}
}

// proxySetter is for a key that takes the address of a proxy.
func proxySetter(field func(*Config) *string) func(*Config, string) *Problem {
	return func(c *Config, v string) *Problem {
		if v != "" && v != "none" {
			u, err := url.Parse(v)
			if err != nil || u.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
				return bad(hideUser(v), `"" | none | http://HOST:PORT | https://… | socks5://…`)
			}
		}
		*field(c) = v
		return nil
	}
}

// hideUser keeps a proxy's password out of the sentence about it.
func hideUser(v string) string {
	if i := strings.LastIndexByte(v, '@'); i >= 0 {
		return "…" + v[i:]
	}
	return v
}

// setExcept takes hosts as NO_PROXY does.
func setExcept(c *Config, v string) *Problem {
	for host := range strings.SplitSeq(v, ",") {
		host = strings.TrimSpace(host)
		if strings.ContainsAny(host, " \t/\\@") {
			if _, err := netip.ParsePrefix(host); err != nil {
				return bad(hideUser(host), "HOST, .DOMAIN, IP, CIDR, HOST:PORT, *")
			}
		}
	}
	c.ProxyExcept = v
	return nil
}

func setTimeout(c *Config, v string) *Problem {
	n, err := strconv.Atoi(v)
	if err != nil || n < 3 || n > 120 {
		return bad(v, "3..120")
	}
	c.Timeout = n
	return nil
}

// Shown is Value for other eyes: without the user and password of a proxy.
func (c *Config) Shown(name string) string {
	v := c.Value(name)
	if name == "network.proxy" || name == "network.proxy_audio" {
		scheme, _, ok := strings.Cut(v, "://")
		if h := hideUser(v); ok && h != v {
			return scheme + "://" + h
		}
	}
	return v
}
