package config

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWithoutAFileTheDefaultsHold(t *testing.T) {
	t.Parallel()
	c, problems := Load(filepath.Join(t.TempDir(), "none.toml"))
	if len(problems) != 0 || c.Output != "auto" || c.Quality != "exhigh" || c.Volume != 100 || c.CacheSize != 2e9 || c.KeyPreset != "default" {
		t.Errorf("%+v %v", c, problems)
	}
	if c, problems = Load(""); len(problems) != 0 || !reflect.DeepEqual(c, Default()) {
		t.Errorf("%+v %v", c, problems)
	}
}

func TestEveryKeyCanBeSet(t *testing.T) {
	t.Parallel()
	const text = `
output = "wav:/tmp/x.wav,fast"
quality = 'hires'
volume = 8_0 # loud
mode = "shuffle"
lang = "zh"
theme = "none"
theme_accent = "cover"
cover = "blocks"
lyrics = "line"
skip_trials = true
auth.keyring = true
autoplay = true
mpris = false
on_close = "detach"
hide_unplayable = true
realip = "116.25.146.177"
network.proxy = "socks5://127.0.0.1:1080"
quality_metered = "standard"
notify = true

[keys]
preset = "default"
[keys.bind]
"g l" = "lyrics"
"ctrl+x" = "none"
q = "quit"
[cache]
size = "1.5GiB"
[audio]
normalize = "album"
crossfade = 12
equalizer = "3, -2.5,0,0,0,0,0,0,2,12"
mp3_decoder = "go-mp3"
[api]
server = "https://music.example:3000"
token_file = ""
[network]
proxy_audio = "none"
proxy_except = "localhost, *.example, 10.0.0.0/8"
timeout = 30
metered = "yes"
metered_names = "AndroidAP, usb*"
[report]
netease = false
except = "12, 34"
lastfm = false
listenbrainz = false
love = false
private = true
[lastfm]
api_key = "0123abc"
server = "https://libre.example/2.0/"
[listenbrainz]
server = "http://127.0.0.1:8100"
[hooks]
on_song_change = ["sh", "-c", "echo \"$NCMTUI_SONG_TITLE\" >>~/songs"]
on_play = "lamp-on"
on_pause = []
on_like = [
  "notify-send", # over several lines
  "<♥>",
]
timeout = 3
`
	file := write(t, text)
	c, problems := Load(file)
	want := Config{
		Output: "wav:/tmp/x.wav,fast", Quality: "hires", Volume: 80, Mode: "shuffle", Lang: "zh", Theme: "none", ThemeAccent: "cover", Cover: "blocks", Lyrics: "line",
		KeyPreset: "default", CacheSize: 3 << 29, SkipTrials: true, Keyring: true, Autoplay: true, HideGrey: true, Normalize: "album", Crossfade: 12,
		Tone:       Tone{Preset: "custom", Gains: [10]float64{3, -2.5, 0, 0, 0, 0, 0, 0, 2, 12}},
		MP3Decoder: "go-mp3",
		Proxy:      "socks5://127.0.0.1:1080", RealIP: "116.25.146.177", APIServer: "https://music.example:3000",
		Binds:      []Bind{{"g l", "lyrics", 25, 1, file}, {"ctrl+x", "none", 26, 1, file}, {"q", "quit", 27, 1, file}},
		ProxyAudio: "none", ProxyExcept: "localhost, *.example, 10.0.0.0/8", Timeout: 30, Metered: "yes", MeteredNames: "AndroidAP, usb*",
		QualityMetered: "standard", Notify: true, OnClose: "detach",
		Report: Report{
			Except: "12, 34", Private: true, LastFMKey: "0123abc", LastFMServer: "https://libre.example/2.0/", BrainzServer: "http://127.0.0.1:8100",
		},
		Hooks: Hooks{
			SongChange: []string{"sh", "-c", `echo "$NCMTUI_SONG_TITLE" >>~/songs`}, Play: []string{"lamp-on"},
			Like: []string{"notify-send", "<♥>"}, Timeout: 3,
		},
	}
	given := len(c.Given)
	c.Given = nil
	if len(problems) != 0 || !reflect.DeepEqual(c, want) || given != len(Keys) {
		t.Errorf("%+v\n%v\n%d given of %d", c, problems, given, len(Keys))
	}
}

func TestMistakesAreToldWithTheirPlaceAndTheRestHolds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []Problem
		volume     int
	}{
		{"unknown key", "volum = 3\nvolume = 5\n", []Problem{{Line: 1, Column: 1, Key: "volum", Kind: UnknownKey, Suggestion: "volume"}}, 5},
		{"unknown key far from all", "zzzzzz = 3\nvolume = 5\n", []Problem{{Line: 1, Column: 1, Key: "zzzzzz", Kind: UnknownKey}}, 5},
		{"half a name", "size = '1GB'\nvolume = 5\n", []Problem{{Line: 1, Column: 1, Key: "size", Kind: UnknownKey, Suggestion: "cache.size"}}, 5},
		{"unknown table", "volume = 5\n[cach]\nsize = '1GB'\n[network]\nproxy = 'none'\n", []Problem{{Line: 2, Column: 2, Key: "[cach]", Kind: UnknownKey, Suggestion: "cache"}}, 5},
		{"unknown in a table", "volume = 5\n[cache]\n  sizes = 3\n", []Problem{{Line: 3, Column: 3, Key: "cache.sizes", Kind: UnknownKey, Suggestion: "cache.size"}}, 5},
		{"bad choice", "quality = \"losless\"\nvolume = 5", []Problem{{Line: 1, Column: 11, Key: "quality", Kind: BadValue, Got: "losless", Want: "standard | higher | exhigh | lossless | hires | jyeffect | sky | jymaster", Suggestion: "lossless"}}, 5},
		{"out of range", "volume = 101\nlang = 'en'", []Problem{{Line: 1, Column: 10, Key: "volume", Kind: BadValue, Got: "101", Want: "0..100"}}, 100},
		{"a preset that is none", "volume = 5\n[audio]\nequalizer = 'base'", []Problem{{Line: 3, Column: 13, Key: "audio.equalizer", Kind: BadValue, Got: "base", Want: strings.Join(tones, " | "), Suggestion: "bass"}}, 5},
		{"nine gains", "volume = 5\naudio.equalizer = '0,0,0,0,0,0,0,0,0'", []Problem{{Line: 2, Column: 19, Key: "audio.equalizer", Kind: BadValue, Got: "0,0,0,0,0,0,0,0,0", Want: "ten gains: " + toneRange}}, 5},
		{"a gain too much", "volume = 5\naudio.equalizer = '0,0,0,0,0,0,0,0,0,nan'", []Problem{{Line: 2, Column: 19, Key: "audio.equalizer", Kind: BadValue, Got: "0,0,0,0,0,0,0,0,0,nan", Want: "-12..12 dB"}}, 5},
		{"crossfade too long", "volume = 5\naudio.crossfade = 13", []Problem{{Line: 2, Column: 19, Key: "audio.crossfade", Kind: BadValue, Got: "13", Want: "0..12"}}, 5},
		{"wrong type", "skip_trials = \"true\"\nvolume = 5", []Problem{{Line: 1, Column: 15, Key: "skip_trials", Kind: BadValue, Got: "true", Want: "true | false"}}, 5},
		{"text for a number", "volume = '5'", []Problem{{Line: 1, Column: 10, Key: "volume", Kind: BadValue, Got: "5", Want: "0..100"}}, 100},
		{"twice", "volume = 5\nvolume = 6\n", []Problem{{Line: 2, Column: 1, Key: "volume", Kind: Twice}}, 5},
		{"broken line", "lang = \nvolume = 5\n", []Problem{{Line: 1, Column: 8, Kind: Syntax}}, 5},
		{"broken at the end", "volume = 5\nlang = \"zh", []Problem{{Line: 2, Column: 10, Kind: Syntax}}, 5},
		{"broken in a table", "[cache]\nsize = 5 GB\n[keys]\npreset = \"default\"\n", []Problem{{Line: 2, Column: 10, Kind: Syntax}}, 100},
		{"inline table", "cache = { size = 'x' }\nvolume = 5", []Problem{{Line: 1, Column: 18, Key: "cache.size", Kind: BadValue, Got: "x", Want: `"0" | "500MB" | "2GB" | "1GiB"`}}, 5},
		{"a table where a value belongs", "[volume]\nx = 1\n", []Problem{{Line: 1, Column: 2, Key: "[volume]", Kind: UnknownKey}}, 100},
		{"bind without an action", "volume = 5\n[keys.bind]\nx = 3\ny = ''\n", []Problem{{Line: 4, Column: 1, Key: "keys.bind.y", Kind: BadValue, Want: `"ACTION" | "none"`}}, 5},
		{"a command as a line of a shell", "volume = 5\nhooks.on_play = 'echo hello'", []Problem{{Line: 2, Column: 17, Key: "hooks.on_play", Kind: BadValue, Got: "echo hello", Want: commandRange}}, 5},
		{"a command with a number", "volume = 5\nhooks.on_play = ['sleep', 3]", []Problem{{Line: 2, Column: 1, Key: "hooks.on_play", Kind: BadValue, Got: "array", Want: commandRange}}, 5},
		{"a list where none belongs", "lang = ['zh']\nvolume = 5", []Problem{{Line: 1, Column: 1, Key: "lang", Kind: BadValue, Got: "array", Want: `"auto" | "zh" | "en"`}}, 5},
		{"byte order mark", "\ufeffvolume = 5\nx=1", []Problem{{Line: 2, Column: 1, Key: "x", Kind: UnknownKey}}, 5},
		{"columns count characters", "# 晴天\n'晴天' = 1\nvolume = 5", []Problem{{Line: 2, Column: 1, Key: "晴天", Kind: UnknownKey}}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := write(t, c.text)
			got, problems := Load(path)
			for i := range problems {
				if problems[i].Source != path {
					t.Errorf("source %q", problems[i].Source)
				}
				problems[i].Source = ""
				if problems[i].Kind == Syntax {
					problems[i].Got = ""
				}
			}
			if !reflect.DeepEqual(problems, c.want) || got.Volume != c.volume {
				t.Errorf("volume %d, problems\n%+v\nwant\n%+v", got.Volume, problems, c.want)
			}
			if after, err := os.ReadFile(path); err != nil || string(after) != c.text {
				t.Error("the user's file was changed", err)
			}
		})
	}
}

func TestSentencesSayWhatToDo(t *testing.T) {
	t.Parallel()
	p := Problem{Source: "config.toml", Line: 3, Column: 5, Key: "volum", Kind: UnknownKey, Suggestion: "volume"}
	if got := p.Error(); got != `config.toml:3:5: unknown key "volum"; did you mean "volume"?` {
		t.Error(got)
	}
	for kind := Unreadable; kind <= Twice; kind++ {
		p := Problem{Source: "S", Key: "K", Kind: kind, Got: "G", Want: "W"}
		if s := p.Sentence(); s.ZH == s.EN || !strings.HasPrefix(s.EN, "S: ") || !strings.HasPrefix(s.ZH, "S：") {
			t.Errorf("%d: %+v", kind, s)
		}
	}
}

func TestEnvironmentAndFlagsLieOverTheFile(t *testing.T) {
	t.Parallel()
	env := map[string]string{"NCMTUI_VOLUME": "20", "NCMTUI_CACHE_SIZE": "0", "NCMTUI_LANG": "fr", "NCMTUI_SKIP_TRIALS": "1"}
	lookup := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	c, problems := Load(write(t, "volume = 10\nlang = 'zh'\nquality = 'sky'\n"), Env(lookup), Flags(map[string]string{"volume": "30", "output": "nulll"}))
	if c.Volume != 30 || c.CacheSize != 0 || c.Lang != "zh" || c.Quality != "sky" || !c.SkipTrials || c.Output != "auto" {
		t.Errorf("%+v", c)
	}
	if len(problems) != 2 || problems[0].Source != "NCMTUI_LANG" || problems[1].Source != "--output" || problems[1].Suggestion != "null" {
		t.Errorf("%+v", problems)
	}
	i := slices.IndexFunc(c.Given, func(g Given) bool { return g.Key == "volume" })
	if i < 0 || c.Given[i].By != "--volume" {
		t.Errorf("%+v", c.Given)
	}
	if p := c.Set("outputt", "x", ":set"); p == nil || p.Kind != UnknownKey || p.Suggestion != "output" {
		t.Errorf("%+v", p)
	}
}

func TestValuesAreChecked(t *testing.T) {
	t.Parallel()
	for key, c := range map[string]struct{ good, bad []string }{
		"output":               {[]string{"auto", "pulse", "pulse:sink", "alsa:hw:0,1", "exec", "exec:aplay", "oto", "wav:x", "wav:x,fast", "wav:x,fast,float", "null", "null,fast"}, []string{"", "wav", "wav:", "wav:,fast", "exec:", "pulse: ", "null:x", "null,float", "auto:x", "jack"}},
		"network.proxy":        {[]string{"", "none", "http://u:p@h:1", "https://h", "socks5://h:1"}, []string{"h:1", "ftp://h", "http://", "http://:80", "://"}},
		"network.proxy_audio":  {[]string{"", "none", "socks5h://u:p@h:1"}, []string{"h:1", "socks4://h"}},
		"network.proxy_except": {[]string{"", "*", "a.b, .c,*.d:80, ::1,[::1]:80 ,10.0.0.0/8,2001:db8::/32"}, []string{"http://h", "a b", "u:p@h", "10.0.0.0/99"}},
		"network.timeout":      {[]string{"3", "120"}, []string{"2", "121", "", "x", "1.5"}},
		"hooks.timeout":        {[]string{"1", "300"}, []string{"0", "301", ""}},
		"hooks.on_like": {
			[]string{"", "[]", "prog", `["/bin/a b", "x y", ""]`},
			[]string{"a b", "[", `[""]`, `[" "]`, `[1]`, `{"a":1}`[1:] + " x", "[\"a\\u0000\"]", `["a"] x`},
		},
		"report.except":       {[]string{"", "1", "1, 22"}, []string{"x", "1,,2", "-1", "0"}},
		"lastfm.api_key":      {[]string{"", "0123abc"}, []string{"a b", "钥匙", strings.Repeat("a", 200)}},
		"lastfm.server":       {[]string{"", "https://libre.example/2.0/"}, []string{"h:1", "https://u:p@h/", "ftp://h"}},
		"listenbrainz.server": {[]string{"", "http://127.0.0.1:8100"}, []string{"h:1", "https://h/?q", "https://h/#f"}},
		"api.server": {
			[]string{"", "http://127.0.0.1:3000", "https://music.example/api"},
			[]string{"music.example", "ftp://music.example", "http://", "http://me:secret@music.example", "http://music.example?cookie=1"},
		},
		"api.token_file": {[]string{"", filepath.Join(t.TempDir(), "token")}, []string{"token"}},
		"realip":         {[]string{"", "1.2.3.4", "2001:db8::1"}, []string{"1.2.3", "x", "1.2.3.4\r\nX: y"}},
		"cache.size":     {[]string{"0", "500MB", "2 GiB", "1.5g", "123"}, []string{"", "-1", "GB", "2XB", "9999999TB", "1.2.3MB", "."}},
		"volume":         {[]string{"0", "100"}, []string{"-1", "101", "", "x"}},
	} {
		for _, v := range c.good {
			d := Default()
			if p := d.Set(key, v, "t"); p != nil {
				t.Errorf("%s = %q: %v", key, v, p)
			}
		}
		for _, v := range c.bad {
			d := Default()
			p := d.Set(key, v, "t")
			if p == nil || p.Want == "" {
				t.Errorf("%s = %q passes, or without a hint: %v", key, v, p)
			}
			d.Given = nil
			if !reflect.DeepEqual(d, Default()) && p != nil {
				t.Errorf("%s = %q changed something", key, v)
			}
		}
	}
	d := Default()
	for _, key := range []string{"network.proxy", "network.proxy_audio", "network.proxy_except"} {
		if p := d.Set(key, "bad://me:secret@h", "t"); strings.Contains(p.Error(), "secret") {
			t.Error(p)
		}
	}
}

func TestTheKeysAreDocumented(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, k := range Keys {
		if k.Text.ZH == "" || k.Text.EN == "" || k.Type == "" || (k.Range == "" && len(k.Choices) == 0) || seen[k.Name] {
			t.Errorf("%+v", k)
		}
		seen[k.Name] = true
		c := Default()
		if p := c.Set(k.Name, k.Default, "default"); p != nil {
			t.Error(p)
		}
		if EnvName(k.Name) != strings.ToUpper(EnvName(k.Name)) || strings.Contains(EnvName(k.Name), ".") {
			t.Error(EnvName(k.Name))
		}
	}
}

func TestAFileThatCannotBeReadIsToldOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c, problems := Load(dir)
	if len(problems) != 1 || problems[0].Kind != Unreadable || c.Volume != 100 {
		t.Errorf("%+v", problems)
	}
	big := write(t, strings.Repeat("# x\n", maxFile/4+1))
	if _, problems := Load(big); len(problems) != 1 || problems[0].Kind != Unreadable {
		t.Errorf("%+v", problems)
	}
	if _, problems := Load(write(t, strings.Repeat("= =\n", 5000))); len(problems) != maxProblems {
		t.Errorf("%d problems", len(problems))
	}
}

// TestAHostileFileCostsLittle is of texts that are deep, long, or one line.
func TestAHostileFileCostsLittle(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nested tables":  strings.Repeat("a={", maxFile/3-1),
		"closed tables":  "x=" + strings.Repeat("{a=", maxFile/4-8) + "1" + strings.Repeat("}", maxFile/4-8),
		"nested lists":   "x=" + strings.Repeat("[", maxFile-8),
		"closed lists":   "x=" + strings.Repeat("[", maxFile/2-8) + strings.Repeat("]", maxFile/2-8),
		"a long name":    strings.Repeat("a.", maxFile/2-8) + "a=1",
		"a long table":   "[" + strings.Repeat("a.", maxFile/2-8) + "a]\nx=1",
		"many words":     "hooks.on_play=[" + strings.Repeat("'a',", maxFile/4-8) + "]",
		"many binds":     "[keys.bind]\n" + strings.Repeat("x='y'\n", maxFile/6-8),
		"a hopeless end": strings.Repeat("x", maxFile-8),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, problems := Load(write(t, text+"\nvolume = 5\n"))
			if len(problems) > maxProblems || len(problems) == 0 || c.Volume != 5 && c.Volume != 100 {
				t.Errorf("%d problems, volume %d", len(problems), c.Volume)
			}
			for _, p := range problems {
				if len(p.Error()) > 2000 {
					t.Errorf("a problem of %d bytes", len(p.Error()))
				}
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"volume = 5", "[keys.bind]\n\"g l\"=\"x\"", "[[cache]]\nsize=1", "a={b={c=1}}", "x = [1,\n2", "\"\"\"", "\ufeff[", "volume = 5\r\nlang='zh'\r\n", "a.b.c=1\n[keys.bind.x]\ny='z'", "hooks.on_play = ['a', \"b\\u0001\"]\n[[hooks]]\non_like=[[1]]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := Default()
		for _, p := range c.read("f", []byte(s)) {
			if p.Line < 1 || p.Column < 1 || p.Line > strings.Count(s, "\n")+1 || p.Kind == 0 {
				t.Fatalf("%+v", p)
			}
		}
		if d := Default(); d.Set("hooks.on_play", c.Value("hooks.on_play"), "again") != nil || !slices.Equal(d.Hooks.Play, c.Hooks.Play) {
			t.Fatalf("%q is read as %q", c.Hooks.Play, d.Hooks.Play)
		}
		if c.Volume < 0 || c.Volume > 100 || c.CacheSize < 0 {
			t.Fatalf("%+v", c)
		}
	})
}
