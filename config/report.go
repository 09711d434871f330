package config

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Report is what is told of plays, and to whom.
type Report struct {
	NetEase, LastFM, ListenBrainz bool
	Love                          bool // likes are told to the other services, too
	Private                       bool // nothing is told, and nothing kept
	Except                        string
	LastFMKey                     string // of the program at Last.fm; its secret is no setting
	LastFMServer, BrainzServer    string // "" the services' own
}

// Excepts says whether the plays of an account of the music service are not to
// be told to it.
func (r Report) Excepts(account int64) bool {
	return slices.Contains(splitList(r.Except), strconv.FormatInt(account, 10))
}

func splitList(v string) []string {
	parts := strings.Split(v, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// reportKeys are those of [report], [lastfm] and [listenbrainz].
func reportKeys() []Key {
	return []Key{
		toggle("report.netease", "true", Text{"把播放记录报给网易云音乐（听歌排行、最近播放）", "tell NetEase Cloud Music of plays (listening rank, recent plays)"},
			func(c *Config) *bool { return &c.Report.NetEase }),
		{
			Name: "report.except", Type: "text", Default: "", Range: `"" | ID, ID …`,
			Text: Text{"不把播放记录报给网易云音乐的账号（用户 id，逗号分隔）", "accounts whose plays NetEase is not told of (user ids, with commas between)"},
			get:  func(c *Config) string { return c.Report.Except },
			set:  setReportExcept,
		},
		toggle("report.lastfm", "true", Text{"把播放记录报给 Last.fm（登录后：ncmtui scrobble login lastfm）", "tell Last.fm of plays, after ncmtui scrobble login lastfm"},
			func(c *Config) *bool { return &c.Report.LastFM }),
		toggle("report.listenbrainz", "true", Text{"把播放记录报给 ListenBrainz（登录后：ncmtui scrobble login listenbrainz）", "tell ListenBrainz of plays, after ncmtui scrobble login listenbrainz"},
			func(c *Config) *bool { return &c.Report.ListenBrainz }),
		toggle("report.love", "true", Text{"喜欢和取消喜欢的歌也告诉 Last.fm 和 ListenBrainz", "tell Last.fm and ListenBrainz of likes, too"},
			func(c *Config) *bool { return &c.Report.Love }),
		toggle("report.private", "false", Text{"私密收听：播放不上报，也不写入本地记录", "listen in private: plays are neither told nor kept in the local history"},
			func(c *Config) *bool { return &c.Report.Private }),
		{
			Name: "lastfm.api_key", Type: "text", Default: "", Range: `"" | KEY`,
			Text: Text{
				"自己在 https://www.last.fm/api/account/create 申请的 API key；密钥不写在这里，登录时输入",
				"your own API key, from https://www.last.fm/api/account/create; its secret does not stand here, it is asked for at the login",
			},
			get: func(c *Config) string { return c.Report.LastFMKey },
			set: func(c *Config, v string) *Problem {
				if len(v) > 128 || strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r > '~' }) {
					return bad(v, `"" | KEY`)
				}
				c.Report.LastFMKey = v
				return nil
			},
		},
		serverKey("lastfm.server", Text{"兼容 Last.fm 接口的其他服务的地址，如 https://libre.fm/2.0/", "address of another service with Last.fm's API, such as https://libre.fm/2.0/"},
			func(c *Config) *string { return &c.Report.LastFMServer }),
		serverKey("listenbrainz.server", Text{"自建 ListenBrainz 的接口地址", "address of the API of a ListenBrainz of your own"},
			func(c *Config) *string { return &c.Report.BrainzServer }),
	}
}

func setReportExcept(c *Config, v string) *Problem {
	if strings.TrimSpace(v) != "" {
		for _, id := range splitList(v) {
			if n, err := strconv.ParseInt(id, 10, 64); err != nil || n <= 0 {
				return bad(v, `"" | ID, ID …`)
			}
		}
	}
	c.Report.Except = v
	return nil
}

func serverKey(name string, text Text, field func(*Config) *string) Key {
	const want = `"" | http://HOST:PORT | https://…`
	return Key{
		Name: name, Type: "address", Default: "", Range: want, Text: text,
		get: func(c *Config) string { return *field(c) },
		set: func(c *Config, v string) *Problem {
			if v != "" {
				u, err := url.Parse(v)
				if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || (u.Scheme != "http" && u.Scheme != "https") {
					return bad(hideUser(v), want)
				}
			}
			*field(c) = v
			return nil
		},
	}
}
