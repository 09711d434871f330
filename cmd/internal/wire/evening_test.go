package wire

import (
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/lyrics"
	"ncmtui/player"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
	"ncmtui/ui/uitest"
)

// An evening: from a first start as a guest to a restart on the next day.
func TestAnEvening(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		r.logIn()
		r.dailySongs()
		r.pauseForHalfAnHour()
		r.radio()
		r.search()
		r.hugeList()
		r.editQueue()
		r.hostileTitle()
		r.restart()
		r.books()
	}, func(o *Options) { o.Config.Mode, o.Config.Volume = "list", 60 })
}

func (r *rig) logIn() {
	r.Expect("访客", "登录后可以看到你的每日推荐", "还没有播放")
	r.Keys("L").Wait(time.Second).Expect("用网易云音乐手机版扫描二维码", "https://music.163.com/login?codekey=")
	r.Until("已扫描，请在手机上确认", 20*time.Second)
	r.Until("已登录："+seed.DemoName, 20*time.Second)
	r.Wait(time.Second).Expect("30 首", "海风吹过第七站", "VIP")
	polls := r.svc.Requests("/api/login/qrcode/client/login")
	for i := range polls[1:] {
		if gap := polls[i+1].Time.Sub(polls[i].Time); gap < 2*time.Second {
			r.t.Errorf("the code was asked about again after %v", gap)
		}
	}
}

// listen is how long a song of the daily list is heard before the listener
// jumps towards its end; decoding under the race detector is ten times dearer.
const listen = time.Duration(12-9*raceOn) * time.Second

var dailyHeard = flag.Int("evening", 10, "how many of the daily songs are heard in the evening; at most 20")

// heardSongs is how many of them: under the race detector as many as differ.
func heardSongs() int {
	if raceOn == 1 {
		return min(*dailyHeard, 6)
	}
	return *dailyHeard
}

// dailySongs lets songs go by (-evening 20); each is heard from its start and over its
// end, and some are liked.
func (r *rig) dailySongs() {
	daily := r.svc.Catalogue().Daily
	r.Keys("enter")
	for i, id := range daily[:heardSongs()] {
		r.until("the song of the list plays", 2*time.Minute, func() bool { return r.playing(id) })
		for part := time.Duration(0); part < listen; part += listen / 3 {
			r.singing(listen / 3)
		}
		if i < 3 {
			r.singing(31*time.Second - listen) // these count
		}
		switch i {
		case 2, 5:
			r.Keys(",").Wait(time.Second)
		case 4: // the mode key walks once round
			for _, mode := range []string{"单曲循环", "随机播放", "顺序播放", "列表循环"} {
				r.Keys("p").Wait(200 * time.Millisecond).Expect(mode)
			}
		case 8:
			r.Keys("v", "X", "x").Wait(time.Second)
		}
		if at := r.snap(); at.Duration-at.Position(time.Now()) > 20*time.Second {
			r.seekTo(r.snap().Duration - 6*time.Second)
			r.singing(0)
		}
	}
	for _, id := range []int64{daily[2], daily[5]} {
		if !slices.Contains(r.svc.Likes(), id) {
			r.t.Errorf("song %d is not liked", id)
		}
	}
}

const seekRow = 46

// seekTo clicks on the seek bar.
func (r *rig) seekTo(pos time.Duration) {
	r.t.Helper()
	row := r.Row(seekRow)
	first, last := strings.IndexAny(row, "━●"), strings.LastIndexAny(row, "━─●")
	left, right := text.Width(row[:first]), text.Width(row[:last])
	x := left + int(float64(right-left)*float64(pos)/float64(r.snap().Duration))
	r.Click(x, seekRow).Wait(500 * time.Millisecond)
	if got := r.snap().Position(time.Now()); (got - pos).Abs() > 3*time.Second {
		r.t.Errorf("a click for %v went to %v", pos, got)
	}
}

var roles = uitest.RolesOf(map[string]string{
	"loud": theme.Dark().Plain.Loud.Paint("x"), "strong": theme.Dark().Plain.Strong.Paint("x"),
})

// singing waits and then holds the lyric on the screen against the text and
// the position.
func (r *rig) singing(d time.Duration) {
	r.t.Helper()
	r.Wait(d)
	s := r.snap()
	if s.Track == nil {
		r.t.Fatal("nothing plays")
	}
	l, err := r.m.lists.Lyrics(r.t.Context(), s.Track.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	song := lyrics.Parse(lyrics.Source(l))
	pos := s.Position(time.Now())
	now, before := song.At(pos), song.At(pos-50*time.Millisecond)
	if song.Kind < lyrics.ByLine || now.Line < 0 || now.Line != before.Line {
		return // nothing is sung, or it is just changing
	}
	line := song.Lines[now.Line]
	_, y, ok := r.Find("▸ ")
	if !ok {
		r.t.Fatalf("song %d at %v: no line is marked, want %q\n%s", s.Track.ID, pos, line.Text, strings.Join(r.Screen(), "\n"))
	}
	shown := strings.TrimSpace(strings.Trim(r.Row(y)[strings.Index(r.Row(y), "▸ ")+len("▸ "):], " │"))
	if whole := text.Of(line.Text).String(); shown == "" || !strings.HasPrefix(whole, shown) {
		r.t.Errorf("song %d at %v: the line on the screen is %q, sung is %q", s.Track.ID, pos, shown, whole)
		return
	}
	if _, at, _ := r.Find(shown); at != y {
		return // a refrain: the same line stands above
	}
	if song.Kind == lyrics.ByWord && now.Word == before.Word && now.Word > 0 {
		r.litWords(line, now.Word, shown)
	}
}

// litWords wants the words before the one being sung to be lit, and none
// after it.
func (r *rig) litWords(line lyrics.Line, word int, shown string) {
	r.t.Helper()
	sung := ""
	for _, w := range line.Words[:word] {
		sung += w.Text
	}
	sung = strings.TrimSpace(text.Of(sung).String())
	most := strings.TrimSpace(text.Of(sung + line.Words[word].Text).String())
	lit := r.Styled(shown, "loud", roles)
	if len(shown) < len(sung) {
		sung = shown // it goes on in the next row
	}
	if !strings.HasPrefix(lit, sung) && !strings.HasPrefix(sung, lit) || len(lit) < len(sung)-3 || len(shown) >= len(most) && len(lit) > len(most)+1 {
		r.t.Errorf("lit is %q, sung is %q and a part of %q", lit, sung, most)
	}
}

// halfAnHour is enough for an address to age; sixty frames a second cost much
// under the race detector.
const halfAnHour = time.Duration(30-13*raceOn) * time.Minute

// pauseForHalfAnHour outlives the address of a song that is not whole yet.
func (r *rig) pauseForHalfAnHour() {
	id := r.svc.Catalogue().Daily[22]
	audio := fmt.Sprintf("/audio/%d.*", id)
	r.svc.Faults().Next(audio, ncmfake.Fault{CutAfter: 600_000})
	r.svc.Faults().Always(audio, ncmfake.Fault{Refuse: true})
	for range 22 - (heardSongs() - 1) {
		r.Keys("]").Wait(2 * time.Second)
	}
	r.until("the song of the pause plays", 10*time.Second, func() bool { return r.playing(id) })
	at := r.snap().Position(time.Now())
	r.Keys("space").Wait(halfAnHour)
	r.svc.Faults().Clear()
	if n := len(r.svc.Requests(audio)) / 2; n > int(halfAnHour/(28*time.Second))+6 { // each by https, then plain
		r.t.Errorf("%d tries for a song in half an hour without a network", n)
	}
	r.Keys("space").Wait(5 * time.Second)
	if s := r.snap(); !r.playing(id) || s.Position(time.Now()) < at+4*time.Second {
		r.t.Errorf("half an hour later: %v at %v, paused at %v", s.Status, s.Position(time.Now()), at)
	}
	r.singing(time.Second)
	r.seekTo(r.snap().Duration - 20*time.Second)
	r.until("the rest comes from a new address", 10*time.Second, func() bool { return r.playing(id) })
	if n := r.addresses()[id]; n < 2 || n > 3 {
		r.t.Errorf("the address was asked for %d times", n)
	}
}

// addresses counts the questions for addresses, by song.
func (r *rig) addresses() map[int64]int {
	r.t.Helper()
	asked := map[int64]int{}
	for _, q := range r.svc.Requests("/api/song/enhance/player/url/v1") {
		var ids []int64
		if err := json.Unmarshal([]byte(q.Param("ids")), &ids); err != nil || len(ids) != 1 {
			r.t.Errorf("asked for the addresses of %s", q.Param("ids"))
			continue
		}
		asked[ids[0]]++
	}
	return asked
}

func (r *rig) radio() {
	r.Keys("3", "enter")
	r.until("the radio plays", 10*time.Second, func() bool { s := r.snap(); return s.Queue.FM && s.Moving })
	r.Wait(2*time.Second).Expect("私人 FM", "接下来")
	liked := r.snap().Track.ID
	r.Keys(",").Wait(3 * time.Second)
	r.Keys("]").Wait(3 * time.Second)
	trashed := r.snap().Track.ID
	if trashed == liked {
		r.t.Fatal("the radio did not go on")
	}
	r.Keys("t").Wait(500 * time.Millisecond).Expect("不再推荐这首歌")
	r.Wait(3 * time.Second)
	if r.snap().Track.ID == trashed {
		r.t.Error("what was thrown away plays on")
	}
	r.Keys("]", "]").Wait(5 * time.Second)
	if !slices.Equal(r.svc.Trash(), []int64{trashed}) || !slices.Contains(r.svc.Likes(), liked) {
		r.t.Errorf("trash %v (want %d), likes %v (want %d)", r.svc.Trash(), trashed, r.svc.Likes(), liked)
	}
	seen := map[int64]bool{}
	for _, track := range r.snap().Queue.Tracks {
		if seen[track.ID] {
			r.t.Errorf("the radio has song %d twice", track.ID)
		}
		seen[track.ID] = true
	}
	r.Keys("u").Wait(time.Second).Expect("已撤销：已加入喜欢")
	r.Keys("u").Wait(2 * time.Second)
	if s := r.snap(); s.Queue.FM || len(s.Queue.Tracks) != 30 {
		r.t.Errorf("undo brought %d songs, FM %v", len(s.Queue.Tracks), s.Queue.FM)
	}
}

func (r *rig) search() {
	before := len(r.svc.Requests("/api/cloudsearch/pc"))
	r.Keys("5").Type("便利店").Wait(2*time.Second).Expect("便利店的月亮", "歌曲", "专辑")
	if n := len(r.svc.Requests("/api/cloudsearch/pc")) - before; n != 1 {
		r.t.Errorf("typing a word made %d searches", n)
	}
	r.Keys("enter").Wait(time.Second)
	r.Keys("A").Wait(2*time.Second).Expect("搜索 “便利店” › 末班车以后", "2016-01-01")
	r.Keys("S").Wait(2 * time.Second).Expect("› 林汐")
	r.Keys("j", "j", "enter").Wait(4 * time.Second)
	if s := r.snap(); s.Track == nil || s.Track.Source.Kind != "artist" || !s.Moving {
		r.t.Errorf("from the artist's page: %+v", s.Track)
	}
	r.singing(3 * time.Second)
	r.Keys("b", "b").Wait(time.Second).Expect("便利店的月亮")
}

func (r *rig) hugeList() {
	r.Keys("2").Wait(2*time.Second).Expect("我的歌单", "下班路上", "一万首歌的图书馆")
	r.ClickOn("一万首歌的图书馆").Keys("enter")
	r.Wait(3 * time.Second).Expect("10000 首")
	r.Keys("G").Wait(3 * time.Second)
	r.Keys("enter").Wait(4 * time.Second)
	last := int64(2_600_000_000 + 10_000 + 9_999)
	if s := r.snap(); s.Track == nil || s.Track.ID != last || len(s.Queue.Tracks) != 10_000 || !s.Moving {
		r.t.Errorf("the last of 10,000: %+v of %d", s.Track, len(s.Queue.Tracks))
	}
	x, _ := r.svc.Catalogue().Song(last)
	r.Expect(x.Name)
	r.Keys("b").Wait(time.Second).Expect("下班路上")
}

func (r *rig) editQueue() {
	r.ClickOn("片刻：十首很短的曲子").Keys("enter").Wait(2*time.Second).Expect("一分钟以前", "关灯")
	r.Keys("enter").Wait(2 * time.Second)
	r.Keys("j", "j", "e").Wait(time.Second) // 纸飞机 next, once more
	r.Keys("g", "q").Wait(time.Second)
	names := func() (out []string) {
		for _, track := range r.snap().Queue.Tracks {
			out = append(out, track.Title)
		}
		return out
	}
	want := []string{"一分钟以前", "纸飞机", "打个盹", "纸飞机", "电梯里", "等水开", "红灯", "第一口茶", "下课铃", "关灯", "片刻"}
	if got := names(); !slices.Equal(got, want) {
		r.t.Errorf("queue %v", got)
	}
	r.Keys("G", "\\").Wait(500 * time.Millisecond).Expect("已移除")
	r.Keys("K").Wait(500 * time.Millisecond)
	if got := names(); len(got) != 10 || got[8] != "关灯" || got[9] != "下课铃" {
		r.t.Errorf("after removing and moving: %v", got)
	}
	r.Keys("u", "u").Wait(500 * time.Millisecond)
	if got := names(); !slices.Equal(got, want) {
		r.t.Errorf("after two undos: %v", got)
	}
	r.Keys("C").Wait(200 * time.Millisecond).Keys("y").Wait(500 * time.Millisecond)
	if got := names(); len(got) != 1 {
		r.t.Errorf("after clearing: %v", got)
	}
	r.Keys("u").Wait(500*time.Millisecond).Keys("tab", "tab")
}

func (r *rig) hostileTitle() {
	r.Keys("2").Wait(time.Second)
	r.ClickOn("小心终端").Keys("enter").Wait(2 * time.Second)
	r.Keys("j", "enter").Wait(3 * time.Second)
	s := r.snap()
	if s.Track == nil || s.Track.ID != seed.SongHostile || !s.Moving {
		r.t.Fatalf("the hostile song does not play: %+v", s.Track)
	}
	if !strings.ContainsAny(s.Track.Title, "\x1b\x07") {
		r.t.Error("the hostile title is not hostile")
	}
	r.Wait(2 * time.Second).Screen()
	if title := r.Title(); strings.ContainsFunc(title, func(c rune) bool { return c < ' ' || c >= 0x7f && c < 0xa0 }) || title == "" {
		r.t.Errorf("window title %q", title)
	}
	if r.Clipboard() != "" {
		r.t.Errorf("a title wrote the clipboard: %q", r.Clipboard())
	}
}

// restart quits and starts again on the same folders.
func (r *rig) restart() {
	r.Keys("-", "-", "p").Wait(10 * time.Second)
	before := r.snap()
	pos := before.Position(time.Now())
	r.stop()
	time.Sleep(12 * time.Hour)
	calls := len(r.svc.Requests("*"))
	r.start().Wait(50 * time.Millisecond)
	after := r.snap()
	if after.Status != player.Paused && after.Status != player.Stopped || after.Moving {
		r.t.Errorf("after the restart: %v", after.Status)
	}
	if len(after.Queue.Tracks) != len(before.Queue.Tracks) || after.Queue.Current != before.Queue.Current ||
		after.Volume != before.Volume || after.Mode != before.Mode || after.Track == nil || after.Track.ID != before.Track.ID {
		r.t.Errorf("left %+v, found %+v", before, after)
	}
	// It played on until the program was closed.
	if off := after.Position(time.Now()) - pos; off < 0 || off > 4*time.Second {
		r.t.Errorf("left at %v, found at %v", pos, after.Position(time.Now()))
	}
	r.Until(seed.DemoName, 2*time.Second)
	if n := len(r.svc.Requests("/api/login/qrcode/*")); n == 0 || len(r.svc.Requests("*")) == calls {
		r.t.Error("the account was not asked for")
	}
	r.Keys("space").Wait(3 * time.Second)
	if s := r.snap(); !s.Moving || s.Position(time.Now()) < pos+2*time.Second {
		r.t.Errorf("it does not play on from %v: %v at %v", pos, s.Status, s.Position(time.Now()))
	}
	r.Keys("space").Wait(time.Second)
}

// books holds what the service was asked, and what the store kept, against
// what was done.
func (r *rig) books() {
	r.Wait(time.Minute)
	if _, more, err := r.m.db.NextReport(r.t.Context(), seed.UserID); more || err != nil {
		r.t.Errorf("the outbox is not empty, %v", err)
	}
	history, err := r.m.db.History(r.t.Context(), seed.UserID, time.Time{}, 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	counted := 0
	for _, h := range history {
		if h.Counted {
			if counted++; h.Accepted.IsZero() {
				r.t.Errorf("a play of %q counts but was not taken", h.Title)
			}
		}
	}
	starts, plays := r.reported()
	// The song that is paused now has started and not ended. The one report
	// that was on its way when the program was quit may have come twice.
	twiceStarted, twicePlayed := starts-len(history)-1, plays-counted
	if min(twiceStarted, twicePlayed) < 0 || twiceStarted+twicePlayed > 1 || counted < 4 || len(history) < 30 {
		r.t.Errorf("%d plays, %d of them count; reported were %d starts and %d plays", len(history), counted, starts, plays)
	}
	r.again(r.addresses(), len(history))
	if n := len(r.svc.Requests("/api/song/lyric/v1")); n > len(history)+2 {
		r.t.Errorf("%d questions for lyrics", n)
	}
	r.calm()
}

// again holds the questions for addresses against the plays: one for each song,
// and anew only where the first one was given up or is too old.
func (r *rig) again(asked map[int64]int, plays int) {
	r.t.Helper()
	daily := r.svc.Catalogue().Daily
	anew := map[int64]int{
		daily[22]:          2, // the long pause outlives its address
		daily[23]:          1, // and that of the song that is ready behind it
		seed.SongFirst + 1: 2, // under the cursor in the search and after the way back to it, then behind the hostile one
		2_600_010_000:      1, // the first of 10,000 was under the cursor, and later follows the last
	}
	for id, n := range asked {
		if n-1 > anew[id] { // the song in front of the restart is on disk
			r.t.Errorf("the address of song %d was asked for %d times", id, n)
		}
	}
	if len(asked) > plays+8 {
		r.t.Errorf("%d plays took the addresses of %d songs: %v", plays, len(asked), asked)
	}
}

// reported counts the reports of starts and of plays, which must tell whole
// seconds.
func (r *rig) reported() (starts, plays int) {
	r.t.Helper()
	for _, q := range r.svc.Requests("/api/feedback/weblog") {
		var logs []struct {
			Action string
			JSON   struct {
				Time json.Number
				End  string
			}
		}
		if err := json.Unmarshal([]byte(q.Param("logs")), &logs); err != nil || q.Host != "clientlog.music.163.com" {
			r.t.Errorf("report to %s: %v", q.Host, err)
		}
		for _, l := range logs {
			switch l.Action {
			case "startplay":
				starts++
			case "play":
				plays++
				if n, err := l.JSON.Time.Int64(); err != nil || n < 1 || l.JSON.End == "" {
					r.t.Errorf("a play of %q seconds that ended by %q", l.JSON.Time, l.JSON.End)
				}
			}
		}
	}
	return starts, plays
}

// calm wants no burst of requests beyond what the service bears.
func (r *rig) calm() {
	r.t.Helper()
	tokens, last := 10.0, time.Time{}
	for _, q := range r.svc.Requests("*") {
		if q.Crypto == "" {
			continue
		}
		if !last.IsZero() {
			tokens = min(10, tokens+3*q.Time.Sub(last).Seconds())
		}
		if tokens--; tokens < -0.01 {
			r.t.Errorf("too many requests at %v: %s", q.Time, q.Path)
			return
		}
		last = q.Time
	}
}
