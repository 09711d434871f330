package verb

import (
	"encoding/json"
	"strings"
	"testing"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

func TestVerbsPrintALineForEachRow(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	for _, c := range []struct {
		args  string
		rows  int
		first string
	}{
		{"daily", 30, "2600000001|海风吹过第七站|林汐|末班车以后|1:36|free|小众推荐"},
		{"daily --playlists", 8, "7200000000|[午后三点] 咖啡凉了，歌还在|20|370077|演示编辑"},
		{"playlist", 7, "7100000001|听潮喜欢的音乐|40|1024|听潮"},
		{"playlist --limit 2 --offset 1", 2, "7100000040|下班路上|40|318|听潮"},
		{"playlist 7100000020", 11, "2600000001|海风吹过第七站|林汐|末班车以后|1:36|free"},
		{"playlist https://music.163.com/#/playlist?id=7100000020 --offset 1 --limit 1", 1, "2600000013|零点的热牛奶|林汐|便利店的月亮|1:09|vip"},
		{"toplist", 11, "7100000050|演示飙升榜|100|每天更新"},
		{"toplist 7100000050", 100, "2600000341|Slow Orbit|陆知行|云的形状|2:22|free"},
		{"album 180000001", 10, "2600000001|海风吹过第七站|林汐|末班车以后|1:36|free"},
		{"artist 12001", 34, "2600000001|海风吹过第七站|林汐|末班车以后|1:36|free"},
		{"artist 12001 --songs", 30, "2600000001|海风吹过第七站|林汐|末班车以后|1:36|free"},
		{"artist 12001 --songs --all", 34, "2600000001|海风吹过第七站|林汐|末班车以后|1:36|free"},
		{"artist 12001 --albums", 3, "180001955|夜航日记|林汐|10|2022-09-23"},
		{"artist 12001 --mvs", 9, "10900001|海风吹过第七站（演示视频）|林汐|1:36|599640"},
		{"artist 12001 --similar", 10, "12002|顾南舟|33|3"},
		{"search 釉色", 11, "2600000061|釉色|青瓷乐队|釉色|1:26|free"},
		{"search 釉 --type album", 1, "180005863|釉色|青瓷乐队|10|2018-11-15"},
		{"search 林 --type artist", 2, "12001|林汐|0|3"},
		{"search 听 --type playlist --limit 1", 1, "7100001000|一千零一夜少一首｜私藏千曲长单|1000|8043061248|南窗听雨"},
		{"search 听 --type user", 3, "500000002|南窗听雨|慢慢听，不着急。"},
		{"search 海 --type mv", 4, "10900001|海风吹过第七站（演示视频）|林汐|1:36|599640"},
		{"search 海 --type lyric --all", 79, "2600000001|海风吹过第七站|林汐|末班车以后|1:36|free"},
		{"search 夜 --type podcast", 3, "350000001|夜航电台|夜航电台|5|情感调频"},
		{"search 没有这样的歌", 0, ""},
		{"search --hot --limit 1", 1, "林汐|996485|大家都在搜"},
		{"song 2600000013 2600000001", 2, "2600000013|零点的热牛奶|林汐|便利店的月亮|1:09|vip"},
		{"fm", 3, "2600000281|새벽 세 시의 라디오|서하윤|서랍 속의 여름|1:04|free"},
		{"user", 1, "3722748181|听潮||7|1128|2014-05-13"},
		{"user 3722748181 --follows", 6, "500000002|南窗听雨|慢慢听，不着急。"},
		{"user --followers", 13, "500000004|红队|小心终端。"},
		{"comments 2600000001 --sort new --limit 4", 4, ""},
		{"cloud", 1, ""},
		{"recent", 30, ""},
		{"podcast", 3, "350000001|夜航电台|夜航电台|5|情感调频"},
		{"podcast 350000001", 5, ""},
		{"podcast --hot", 20, ""},
		{"mv 10900001", 1, ""},
		{"auth status", 1, "3722748181|听潮|vip"},
	} {
		got := r.must(strings.Fields(c.args)...)
		if n := strings.Count(got, "\n"); n != c.rows {
			t.Errorf("%s: %d rows, want %d", c.args, n, c.rows)
		}
		line, _, _ := strings.Cut(got, "\n")
		if want := strings.ReplaceAll(c.first, "|", "\t"); c.first != "" && line != want {
			t.Errorf("%s:\n got %q\nwant %q", c.args, line, want)
		}
	}
}

func TestTablesFitTheTerminal(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	r.terminal = true
	r.width = 74
	const want = `        ID  Title                 Artist             Album     Time  Right
2600000066  写给二十年后在旧书…   青瓷乐队           釉色      1:29  free
2600000126  夜间飞行许可          白夜电台 / 陆知行  87.9 MHz  2:27  free
2600000027  晴天娃娃失眠了 (Rad…  林汐               夜航日记  2:00  trial
`
	if got := r.must("song", "2600000066", "2600000126", "2600000027"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	for _, verb := range []string{"daily", "playlist", "search 釉色", "comments 2600000001", "cloud", "podcast 350000001", "playlist 7100000030"} {
		for r.width = 44; r.width <= 120; r.width += 19 {
			for line := range strings.Lines(r.must(strings.Fields(verb)...)) {
				if w := text.Width(strings.TrimSuffix(line, "\n")); w > r.width {
					t.Errorf("%s on %d cells: %d: %q", verb, r.width, w, line)
				}
			}
		}
	}
}

func TestNarrowTerminalsLoseTheLeastColumnsFirst(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	r.terminal, r.lang = true, lang.ZH
	for width, want := range map[int]string{
		90: "ID 歌曲 歌手 专辑 时长 权限", 52: "ID 歌曲 歌手 专辑 时长 权限", 46: "ID 歌曲 歌手 时长 权限", 36: "ID 歌曲 歌手 时长", 30: "ID 歌曲 歌手", 20: "ID 歌曲", 5: "ID 歌曲",
	} {
		r.width = width
		if got := strings.Join(strings.Fields(r.first("song", "2600000066", "2600000001")), " "); got != want {
			t.Errorf("%d cells: %s, want %s", width, got, want)
		}
	}
}

// bad are runes that a terminal could obey or misdraw.
func bad(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool {
		return c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0 || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x200b || c == 0xfeff
	})
}

func TestHostileNamesReachNoTerminal(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	raw, _ := r.svc.Catalogue().Song(seed.SongHostile)
	if !bad(raw.Name) {
		t.Fatalf("the hostile song is harmless: %q", raw.Name)
	}
	for _, args := range []string{
		"playlist 7100000030", "song 2600000361", "album 180099001", "artist 12099", "playlist 7100000030 --json", "api /song/detail ids=2600000361",
	} {
		r.terminal = true
		if got := r.must(strings.Fields(args)...); bad(got) || !strings.Contains(got, "2600000361") {
			t.Errorf("%s on a terminal: %q", args, got)
		}
	}
	r.terminal = false
	if got := r.must("playlist", "7100000030"); bad(got) {
		t.Errorf("as lines: %q", got)
	}
	var songs []Song
	if err := json.Unmarshal([]byte(r.must("song", "2600000361", "--json")), &songs); err != nil || len(songs) != 1 || songs[0].Name != raw.Name {
		t.Errorf("JSON changed the name: %v %+v, want %q", err, songs, raw.Name)
	}
}

func TestJSONIsTheSameOnATerminal(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	for _, args := range []string{"song 2600000361 2600000001 --json", "lyric 2600000001 --json", "api /song/detail ids=2600000361,2600000001"} {
		r.terminal = true
		shown := r.must(strings.Fields(args)...)
		r.terminal = false
		piped := r.must(strings.Fields(args)...)
		if !strings.Contains(shown, "\n  ") || strings.Count(piped, "\n") != 1 {
			t.Errorf("%s: indented %q, compact %q", args, shown[:40], piped[:40])
		}
		var a, b any
		if json.Unmarshal([]byte(shown), &a) != nil || json.Unmarshal([]byte(piped), &b) != nil {
			t.Fatalf("%s: no JSON", args)
		}
		one, _ := json.Marshal(a)
		other, _ := json.Marshal(b)
		if string(one) != string(other) {
			t.Errorf("%s:\nterminal %s\n    pipe %s", args, one, other)
		}
	}
}

func TestSongURLTellsAllOfTheFile(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	var files []File
	if err := json.Unmarshal([]byte(r.must("song", "url", "2600000001", "--level", "lossless", "--json")), &files); err != nil {
		t.Fatal(err)
	}
	f := files[0]
	if f.ID != 2600000001 || !strings.HasSuffix(f.URL, ".flac") || f.Type != "flac" || f.Level != "lossless" || f.Bitrate < 300_000 ||
		f.Size < 1<<20 || len(f.MD5) != 32 || f.ExpiresS != 1200 || f.Gain == nil || f.Peak == nil || f.Clip != nil || f.Why != "" {
		t.Errorf("%+v", f)
	}
	if err := json.Unmarshal([]byte(r.must("song", "url", "2600000027", "2600000035", "--json")), &files); err != nil {
		t.Fatal(err)
	}
	if len(files) != 2 || files[0].Clip == nil || files[0].Clip.EndMS <= files[0].Clip.StartMS || files[1].URL != "" || files[1].Why != "no_copyright" {
		t.Errorf("%+v", files)
	}
	r.terminal = true
	if got := r.must("song", "url", "2600000027"); !strings.Contains(got, "\nClip ") || !strings.Contains(got, "https://") && !strings.Contains(got, "http://") {
		t.Error(got)
	}
}

func TestLyricGivesTheTextWanted(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	for flag, want := range map[string]string{
		"": "海风吹过旧车站 带走半句再见", "--lrc": "[00:00.000] 作词 : 林汐", "--yrc": `{"t":0,"c":[{"tx":"作词: "},{"tx":"林汐"}]}`,
	} {
		if got := r.first(strings.Fields("lyric 2600000001 " + flag)...); got != want {
			t.Errorf("%s: %q", flag, got)
		}
	}
	var l Lyric
	if err := json.Unmarshal([]byte(r.must("lyric", "2600000001", "--json")), &l); err != nil || l.ID != 2600000001 || !strings.Contains(l.LRC, "\n[") || l.YRC == "" {
		t.Errorf("%v %+v", err, l)
	}
	if code := r.run("lyric", "2600000001", "--translation"); code != Failed || r.out.Len() > 0 {
		t.Errorf("exit code %d for a text that is not there: %s", code, r.out.String())
	}
}
