package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Text is a sentence in both languages.
type Text struct{ ZH, EN string }

// Key is one setting as data: the reference, the checks and the hints are all
// made from this table.
type Key struct {
	Name    string // dotted: cache.size is size in [cache]
	Type    string // text, number, bool, size, choice, address, command
	Default string // as text
	Choices []string
	Range   string // for the reference, "" when Choices says it
	Text    Text

	set func(c *Config, text string) *Problem
	get func(c *Config) string // nil: see getters
}

// Keys is every setting, in the order of the reference. [keys.bind] is not in
// it: its keys are the user's.
var Keys = slices.Concat(mainKeys, networkKeys(), reportKeys(), hookKeys())

var mainKeys = []Key{
	{
		Name: "output", Type: "text", Default: "auto",
		Range: outputRange,
		Text:  Text{"声音输出到哪里", "where the sound goes"},
		set:   setOutput,
	},
	choice("quality", "exhigh", Text{"音质，账号或歌曲没有时自动降低", "quality; lower when the account or the song has less"},
		func(c *Config) *string { return &c.Quality }, levels...),
	qualityMetered(),
	{
		Name: "volume", Type: "number", Default: "100", Range: "0..100",
		Text: Text{"第一次启动时的音量（之后沿用上次的）", "volume of the first start (later the last one is kept)"},
		set:  setVolume,
	},
	choice("mode", "order", Text{"播放模式：顺序、列表循环、单曲循环、随机", "play mode: in order, loop the list, loop one song, shuffle"},
		func(c *Config) *string { return &c.Mode }, "order", "list", "one", "shuffle"),
	choice("lang", "auto", Text{"界面语言", "language of the screen"},
		func(c *Config) *string { return &c.Lang }, "auto", "zh", "en"),
	{
		Name: "theme", Type: "text", Default: "auto", Choices: themes,
		Range: "auto | dark | light | contrast | none | NAME",
		Text: Text{
			"配色：auto 跟随终端背景，contrast 高对比，none 不用颜色，NAME 是 themes/NAME.toml",
			"colours: auto follows the terminal's background, contrast is strong, none uses no colour, NAME is themes/NAME.toml",
		},
		get: func(c *Config) string { return c.Theme },
		set: setTheme,
	},
	choice("theme_accent", "theme", Text{"强调色：配色自己的，或取自封面", "accent: the theme's own, or taken from the cover"},
		func(c *Config) *string { return &c.ThemeAccent }, "theme", "cover"),
	choice("cover", "auto", Text{"封面：自动、kitty 图形、半块字符、不显示", "covers: by what the terminal can, kitty graphics, half blocks, none"},
		func(c *Config) *string { return &c.Cover }, "auto", "kitty", "blocks", "off"),
	choice("lyrics", "auto", Text{"歌词跟唱：自动（远程的慢速终端逐行）、逐字、逐行", "lyrics are followed by word or by line; auto: by line on slow remote terminals"},
		func(c *Config) *string { return &c.Lyrics }, "auto", "word", "line"),
	choice("keys.preset", "default", Text{"按键方案：也可以用 go-musicfox、musicbox、rmpc 的按键", "preset of the keys: also those of go-musicfox, musicbox and rmpc"},
		func(c *Config) *string { return &c.KeyPreset }, "default", "musicfox", "musicbox", "rmpc"),
	{
		Name: "cache.size", Type: "size", Default: "2GB", Range: "0, 500MB, 2GB, 1GiB …",
		Text: Text{"音频缓存的上限，0 表示不缓存", "limit of the audio cache, 0 keeps none"},
		set:  setCacheSize,
	},
	choice("audio.normalize", "track", Text{"音量均衡：关闭、按单曲、按专辑", "equal loudness: none, of every song, of albums as a whole"},
		func(c *Config) *string { return &c.Normalize }, "off", "track", "album"),
	{
		Name: "audio.crossfade", Type: "number", Default: "0", Range: "0..12",
		Text: Text{"歌曲之间交叉淡化的秒数；同一专辑内连续的歌曲不淡化", "seconds by which songs overlap; never inside an album"},
		set:  setCrossfade,
	},
	{
		Name: "audio.equalizer", Type: "text", Default: "flat", Range: toneRange,
		Text: Text{
			"均衡器：" + strings.Join(tones, "、") + "，或 31 Hz 到 16 kHz 十个频段的增益（dB）",
			"equaliser: " + strings.Join(tones, ", ") + ", or the gains of ten bands from 31 Hz to 16 kHz in dB",
		},
		set: setTone,
	},
	choice("audio.mp3_decoder", "own", Text{"mp3 解码器；go-mp3 较慢，只用来对照", "decoder of mp3; go-mp3 is slower, it is there to compare"},
		func(c *Config) *string { return &c.MP3Decoder }, "own", "go-mp3"),
	toggle("autoplay", "false", Text{"启动后接着上次的位置播放，而不是停在那里", "play on at the start from where the last run stopped, instead of pausing there"},
		func(c *Config) *bool { return &c.Autoplay }),
	toggle("auth.keyring", "false", Text{"登录信息存到系统钥匙串，而不是文件（0600）", "keep logins in the system's keyring instead of a file (0600)"},
		func(c *Config) *bool { return &c.Keyring }),
	toggle("skip_trials", "false", Text{"自动跳过只能试听的歌曲", "pass over songs of which only a clip can be played"},
		func(c *Config) *bool { return &c.SkipTrials }),
	toggle("hide_unplayable", "false", Text{"不能播放的歌曲不进入播放队列", "keep songs that cannot be played out of the queue"},
		func(c *Config) *bool { return &c.HideGrey }),
	choice("on_close", "quit", Text{"关掉界面时（q 或关闭终端）：quit 结束播放，detach 音乐继续", "what leaving the screen does, by q or a closed terminal: quit ends the music, detach leaves it on"},
		func(c *Config) *string { return &c.OnClose }, "quit", "detach"),
	toggle("mpris", "true", Text{"Linux：让桌面和媒体键控制播放（MPRIS）", "Linux: let the desktop and its media keys control the player (MPRIS)"},
		func(c *Config) *bool { return &c.MPRIS }),
	toggle("notify", "false", Text{"换歌时显示桌面通知（带封面）", "show a notification of the desktop, with the cover, when another song begins"},
		func(c *Config) *bool { return &c.Notify }),
	{
		Name: "realip", Type: "address", Default: "", Range: `"" | IP`,
		Text: Text{"在海外时随请求发送的国内 IP；只有填写后才发送", "an address inside China sent with requests from abroad; sent only when set"},
		set:  setRealIP,
	},
	{
		Name: "api.server", Type: "address", Default: "", Range: `"" | http://HOST:PORT | https://…`,
		Text: Text{"改用一个接口服务器（如 ncmtui serve），登录 Cookie 只发给它", "a server with the documented addresses (ncmtui serve) to ask instead of the service; login cookies go only there"},
		set:  setServer,
	},
	{
		Name: "api.token_file", Type: "text", Default: "", Range: `"" | FILE`,
		Text: Text{"接口服务器要求的令牌所在的文件（绝对路径）", "file with the token that api.server wants (absolute path)"},
		set:  setTokenFile,
	},
}

func choice(name, def string, text Text, field func(*Config) *string, choices ...string) Key {
	return Key{
		Name: name, Type: "choice", Default: def, Choices: choices, Text: text,
		get: func(c *Config) string { return *field(c) },
		set: func(c *Config, v string) *Problem {
			if !slices.Contains(choices, v) {
				return &Problem{Kind: BadValue, Got: v, Want: strings.Join(choices, " | "), Suggestion: Nearest(v, choices)}
			}
			*field(c) = v
			return nil
		},
	}
}

func toggle(name, def string, text Text, field func(*Config) *bool) Key {
	return Key{
		Name: name, Type: "bool", Default: def, Choices: []string{"true", "false"}, Text: text,
		get: func(c *Config) string { return strconv.FormatBool(*field(c)) },
		set: func(c *Config, v string) *Problem {
			b, err := strconv.ParseBool(v)
			if err != nil {
				return bad(v, "true | false")
			}
			*field(c) = b
			return nil
		},
	}
}

var themes = []string{"auto", "dark", "light", "contrast", "none"}

// ThemeName says whether a text can name a theme: it is a file's name, too.
func ThemeName(v string) bool {
	return v != "" && len(v) <= 64 && v[0] != '.' && !strings.ContainsFunc(v, func(r rune) bool {
		return r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r)
	})
}

func setTheme(c *Config, v string) *Problem {
	if !ThemeName(v) {
		return bad(v, "auto | dark | light | contrast | none | NAME")
	}
	c.Theme = v
	return nil
}

func bad(got, want string) *Problem { return &Problem{Kind: BadValue, Got: got, Want: want} }

func keyNames() []string {
	names := make([]string, len(Keys))
	for i, k := range Keys {
		names[i] = k.Name
	}
	return names
}

func keyNamed(name string) (Key, bool) {
	i := slices.IndexFunc(Keys, func(k Key) bool { return k.Name == name })
	if i < 0 {
		return Key{}, false
	}
	return Keys[i], true
}

const outputRange = "auto | pulse[:SINK] | alsa[:PCM] | exec[:CMD] | oto | wav:FILE[,fast][,float] | null[,fast]"

// setOutput takes what the player's outputs take; what stands behind the
// colon is theirs to judge.
func setOutput(c *Config, v string) *Problem {
	kinds := []string{"auto", "pulse", "alsa", "exec", "oto", "wav", "null"}
	kind, rest, hasRest := strings.Cut(v, ":")
	if strings.HasPrefix(kind, "null,") {
		for strings.HasSuffix(kind, ",fast") {
			kind = strings.TrimSuffix(kind, ",fast")
		}
	}
	ok := false
	switch kind {
	case "auto", "oto", "null":
		ok = !hasRest
	case "pulse", "alsa", "exec":
		ok = !hasRest || strings.TrimSpace(rest) != ""
	case "wav":
		for strings.HasSuffix(rest, ",fast") || strings.HasSuffix(rest, ",float") {
			rest = rest[:strings.LastIndexByte(rest, ',')]
		}
		ok = rest != ""
	default:
		return &Problem{Kind: BadValue, Got: v, Want: outputRange, Suggestion: Nearest(kind, kinds)}
	}
	if !ok {
		return bad(v, outputRange)
	}
	c.Output = v
	return nil
}

func setVolume(c *Config, v string) *Problem {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > 100 {
		return bad(v, "0..100")
	}
	c.Volume = n
	return nil
}

func setCacheSize(c *Config, v string) *Problem {
	n, err := parseSize(v)
	if err != nil {
		return bad(v, `"0" | "500MB" | "2GB" | "1GiB"`)
	}
	c.CacheSize = n
	return nil
}

func setRealIP(c *Config, v string) *Problem {
	if v != "" {
		if _, err := netip.ParseAddr(v); err != nil {
			return bad(v, `"" | 1.2.3.4`)
		}
	}
	c.RealIP = v
	return nil
}

// units of a size; SI as disks are sold, IEC for those who mean it.
var units = map[string]int64{
	"": 1, "b": 1,
	"k": 1e3, "kb": 1e3, "kib": 1 << 10,
	"m": 1e6, "mb": 1e6, "mib": 1 << 20,
	"g": 1e9, "gb": 1e9, "gib": 1 << 30,
	"t": 1e12, "tb": 1e12, "tib": 1 << 40,
}

// parseSize reads "2GB", "1.5 GiB", "500000" into bytes.
func parseSize(v string) (int64, error) {
	v = strings.ToLower(strings.TrimSpace(v))
	i := strings.IndexFunc(v, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	if i < 0 {
		i = len(v)
	}
	unit, ok := units[strings.TrimSpace(v[i:])]
	n, err := strconv.ParseFloat(v[:i], 64)
	if err != nil || !ok {
		return 0, fmt.Errorf("%q is no size", v)
	}
	if n *= float64(unit); n >= 1<<60 {
		return 0, fmt.Errorf("%q is too large", v)
	}
	return int64(n), nil
}

// setServer leaves no place for a password or a path's query: they would end
// in logs.
func setServer(c *Config, v string) *Problem {
	if v != "" {
		u, err := url.Parse(v)
		if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || (u.Scheme != "http" && u.Scheme != "https") {
			return bad(hideUser(v), `"" | http://HOST:PORT | https://…`)
		}
	}
	c.APIServer = v
	return nil
}

func setTokenFile(c *Config, v string) *Problem {
	if v != "" && !filepath.IsAbs(v) {
		return bad(v, `"" | an absolute path`)
	}
	c.APITokenFile = v
	return nil
}
