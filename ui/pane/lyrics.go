package pane

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/lyrics"
	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

const lyricTopic = "lyrics"

// Lyrics is the text of the song that plays: it goes with the song, or stands
// where the reader left it.
type Lyrics struct {
	Base
	song   int64 // whose text this is; 0 none
	loaded bool
	err    error
	line   lyrics.Timeline
	serial uint64 // grows with every text
	timing timing

	browsing bool
	cursor   int // the line, while browsing

	translation, romanisation bool // what is shown of it

	measured laidFor // for which breadth is known
	breadth  int

	laid  laidFor
	rows  []lyricRow
	first []int // the first row of each line

	drawn lyricState
	lines []string
}

// The names under which it is remembered what is shown of a text.
const (
	translationKept  = "lyrics.translation"
	romanisationKept = "lyrics.romanisation"
)

// NewLyrics makes the page; translation and romanisation are shown where the
// song has them, as they were the last time.
func NewLyrics(env *Env) *Lyrics {
	l := &Lyrics{Base: NewBase(env), timing: timing{offsets: map[int64]time.Duration{}}, translation: true}
	if env.Memory != nil {
		l.translation = env.Memory.Recall(translationKept) != "off"
		l.romanisation = env.Memory.Recall(romanisationKept) == "on"
	}
	return l
}

// Title is the tab's.
func (l *Lyrics) Title() text.Clean { return text.Of(l.Env.Texts.Tabs.Lyrics) }

// Scopes are the lyrics' own.
func (l *Lyrics) Scopes() []keymap.Scope { return []keymap.Scope{keymap.Lyrics} }

// SetSize changes the cells; the text is wrapped anew when it is drawn.
func (l *Lyrics) SetSize(w, h int) { l.W, l.H = w, h }

// Open reads the text of the playing song, if it is not there yet.
func (l *Lyrics) Open() tea.Cmd { return tea.Batch(l.readOffsets(), l.read(l.AskKept)) }

func (l *Lyrics) read(ask asking) tea.Cmd {
	id := l.Env.Playing()
	if id == l.song && (id == 0 || l.loaded || l.err != nil || l.Waiting(lyricTopic)) {
		return nil
	}
	l.Drop(lyricTopic)
	l.song, l.loaded, l.err = id, false, nil
	l.take(lyrics.Timeline{})
	l.browsing = false
	if id == 0 || l.Env.Songs == nil {
		return nil
	}
	source, found := l.Env.Songs, lang.Lyric.In(l.Env.Lang).Found
	return ask(lyricTopic, askLimit, func(ctx context.Context) (any, error) {
		texts, err := source.Lyrics(ctx, id)
		if err != nil && texts.LRC == "" && texts.YRC == "" { // else it is a kept one, better than none
			return nil, err
		}
		return parsed(texts, found), nil
	})
}

// parsed are the texts in time; whose they are is a credit, as found says it.
func parsed(t catalogue.Lyrics, found string) lyrics.Timeline {
	line := lyrics.Parse(lyrics.Source(t))
	if t.From != "" {
		line.Credits = append([]string{fmt.Sprintf(found, t.From)}, line.Credits...)
	}
	return line
}

func (l *Lyrics) take(t lyrics.Timeline) {
	l.line = t
	l.serial++
}

// Apply takes the text, and follows the player to the next song.
func (l *Lyrics) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case PlayerNews:
		return l.Open()
	case Answer:
		if l.timed(m) || m.Topic != lyricTopic || !l.Accept(m) {
			return nil
		}
		if l.err = m.Err; l.err != nil {
			return nil
		}
		if t, ok := m.Value.(lyrics.Timeline); ok {
			l.loaded = true
			l.take(t)
		}
	}
	return nil
}

// Handle browses, seeks and moves the text in time.
func (l *Lyrics) Handle(a keymap.Action) tea.Cmd {
	if by, ok := stride(a, 2*max(l.H/4, 1), len(l.line.Lines)); ok { // a page in lines of text, which have blanks between
		l.browse(by)
		return nil
	}
	switch a {
	case keymap.Enter:
		l.seek()
	case keymap.ToggleFollow:
		l.follow()
	case keymap.OffsetLess:
		return l.shift(-offsetStep)
	case keymap.OffsetMore:
		return l.shift(offsetStep)
	case keymap.ToggleTranslation:
		l.translation = !l.translation
		l.toggled(translationKept, l.translation, l.has(func(v *lyrics.Line) bool { return v.Translation != "" }))
	case keymap.ToggleRomanisation:
		l.romanisation = !l.romanisation
		l.toggled(romanisationKept, l.romanisation, l.has(func(v *lyrics.Line) bool { return v.Romanisation != "" }))
	case keymap.Refresh:
		l.loaded, l.err, l.song = false, nil, 0
		return l.read(l.Renew)
	default:
	}
	return nil
}

// toggled remembers what is shown of a text, and says so where it cannot be
// seen.
func (l *Lyrics) toggled(name string, on, seen bool) {
	if l.Env.Memory != nil {
		l.Env.Memory.Remember(name, pickText(on, "on", "off"))
	}
	t := lang.Lyric.In(l.Env.Lang)
	switch {
	case seen:
	case name == translationKept:
		l.Env.Post(Say{Text: pickText(on, t.TranslationOn, t.TranslationOff)})
	default:
		l.Env.Post(Say{Text: pickText(on, t.RomanOn, t.RomanOff)})
	}
}

func (l *Lyrics) has(what func(*lyrics.Line) bool) bool {
	for i := range l.line.Lines {
		if what(&l.line.Lines[i]) {
			return true
		}
	}
	return false
}

// Copied is the line under the cursor, while browsing.
func (l *Lyrics) Copied() (line, said string, ok bool) {
	if !l.browsing || l.cursor >= len(l.line.Lines) {
		return "", "", false
	}
	line = text.Of(l.line.Lines[l.cursor].Text).String()
	return line, lang.Lyric.In(l.Env.Lang).Copied, line != ""
}

// follow goes with the song again, or stops where it is.
func (l *Lyrics) follow() {
	if l.browsing {
		l.browsing = false
		return
	}
	l.browse(0)
}

// Browsing says whether the text stands still to be read.
func (l *Lyrics) Browsing() bool { return l.browsing }

// Back ends browsing, and says whether there was any.
func (l *Lyrics) Back() bool {
	was := l.browsing
	l.browsing = false
	return was
}

// browse moves the cursor by lines, from the sung one at first.
func (l *Lyrics) browse(by int) {
	n := len(l.line.Lines)
	if n == 0 {
		return
	}
	if !l.browsing {
		l.browsing = true
		l.cursor = max(l.place().Line, 0)
	}
	l.cursor = min(max(l.cursor+by, 0), n-1)
}

// seek plays on from the line under the cursor.
func (l *Lyrics) seek() {
	if !l.browsing || l.Env.Playing() != l.song {
		return
	}
	if l.line.Kind < lyrics.ByLine {
		l.Env.Post(Say{Text: l.Env.Texts.Lyrics.Plain})
		return
	}
	l.Env.Do(player.SeekTo{Pos: max(l.line.Lines[l.cursor].Start+l.offset(), 0)})
	l.browsing = false
}

func (l *Lyrics) place() lyrics.Place {
	if l.song == 0 || l.song != l.Env.Playing() {
		return lyrics.Place{Line: -1, Word: -1}
	}
	return l.line.At(l.position(l.Env.Now()))
}

// Click chooses a line; twice plays on from it.
func (l *Lyrics) Click(_, y int, double bool) tea.Cmd {
	if i := l.state().top + y; i >= 0 && i < len(l.rows) && l.rows[i].line >= 0 {
		l.browsing, l.cursor = true, l.rows[i].line
		if double {
			l.seek()
		}
	}
	return nil
}

// Wheel browses.
func (l *Lyrics) Wheel(rows int) tea.Cmd {
	l.browse(rows)
	return nil
}

// notice is what stands in place of a text.
func (l *Lyrics) notice() kit.Notice {
	t := l.Env.Texts
	switch {
	case l.Env.Playing() == 0:
		return kit.Notice{What: t.Lyrics.NoTrack}
	case l.err != nil:
		return l.failure()
	case !l.loaded:
		return kit.Notice{What: t.Lyrics.Loading}
	case l.line.Kind == lyrics.Pure:
		return kit.Notice{What: t.Lyrics.Pure}
	}
	return kit.Notice{What: t.Lyrics.Missing}
}

func (l *Lyrics) failure() kit.Notice {
	sentence := l.Env.Explain(l.err)
	n := kit.Notice{What: l.Env.Texts.Lyrics.Failed, Do: sentence.String(), Bad: true}
	if k := l.Env.Keys.KeyOf(l.Scopes(), keymap.Refresh); k != "" {
		n.Do += " · " + fmt.Sprintf(l.Env.Texts.States.Retry, k)
	}
	return n
}
