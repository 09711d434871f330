package verb

import (
	"context"
	"sort"
	"strings"
	"time"

	"ncmtui/player/remote"
	"ncmtui/ui/lang"
)

// singing prints the words of the song that plays, as words does.
func (r *run) singing(ctx context.Context) error {
	p, err := r.Control(ctx)
	if err != nil {
		return r.refused(err)
	}
	defer func() { _ = p.Close() }()
	got, err := p.Lyrics(ctx)
	if err != nil {
		return r.refused(err)
	}
	var b strings.Builder
	for _, v := range got.Lines {
		b.WriteString(safeText(v.Text) + "\n")
		if v.Translation != "" {
			b.WriteString("  " + safeText(v.Translation) + "\n")
		}
	}
	if b.Len() == 0 {
		return &Fault{Code: Failed, Text: r.say(lang.Both{ZH: "没有这种歌词", EN: "there is no such text"})}
	}
	_, err = r.Out.Write([]byte(b.String()))
	return err
}

// playing is the id of the song that plays.
func (r *run) playing(ctx context.Context) (int64, error) {
	p, err := r.Control(ctx)
	if err != nil {
		return 0, r.refused(err)
	}
	defer func() { _ = p.Close() }()
	st, err := p.Status(ctx)
	if err == nil && st.Track == nil {
		err = &remote.Fault{Code: remote.CodeNoTrack}
	}
	if err != nil {
		return 0, r.refused(err)
	}
	return st.Track.ID, nil
}

// wordsLimit is how long a follower waits for a song's words.
const wordsLimit = 20 * time.Second

// Sung is a line of a song while it is sung.
type Sung struct {
	Track       int64  `json:"track" doc:"the song's id"`
	AtMS        int64  `json:"at_ms" doc:"when the line begins"`
	NextMS      int64  `json:"next_ms" doc:"when the next one begins, 0 there is none"`
	Text        string `json:"text" doc:"\"\" before the first line"`
	Translation string `json:"translation"`
}

// line is the line as it is printed.
func (s *Sung) line(asJSON, translated bool) (string, error) {
	switch {
	case !asJSON && s == nil:
		return "", nil
	case !asJSON && translated && s.Translation != "":
		return clean(s.Translation), nil
	case !asJSON:
		return clean(s.Text), nil
	}
	raw, err := jsonOf(s)
	return strings.TrimSpace(string(raw)), err
}

// singAlong prints each line of the song when it is sung: as text, or as JSON
// that is null without a song.
func (r *run) singAlong(ctx context.Context, translated bool) error {
	out := &printer{out: r.Out}
	tell := func(s *Sung) error {
		line, err := s.line(r.flags.json, translated)
		if err != nil {
			return err
		}
		return out.line(line)
	}
	var words remote.Lyrics
	return r.refused(r.follow(ctx, func() error { return tell(nil) }, func(p *remote.Client, st remote.State, age time.Duration) (time.Duration, error) {
		if st.Track == nil {
			return 0, tell(nil)
		}
		if words.Track != st.Track.ID {
			words = remote.Lyrics{Track: st.Track.ID}
			asking, cancel := context.WithTimeout(ctx, wordsLimit)
			got, err := p.Lyrics(asking)
			cancel()
			if err == nil && got.Track == st.Track.ID {
				words = got
			}
			return time.Millisecond, tell(&Sung{Track: words.Track}) // the state is older now
		}
		at := st.Position(age)
		s, next := sung(words, at)
		again := time.Duration(0)
		if st.Moving && next > at {
			again = time.Duration(float64(next-at)/max(st.Pace, 0.1)) + time.Millisecond
		}
		return again, tell(&s)
	}))
}

// sung is the line at a position, and when the next one begins; 0 never.
func sung(l remote.Lyrics, at time.Duration) (s Sung, next time.Duration) {
	s.Track = l.Track
	if !l.Timed {
		return s, 0
	}
	i := sort.Search(len(l.Lines), func(i int) bool { return l.Lines[i].AtMS > at.Milliseconds() })
	if i < len(l.Lines) {
		s.NextMS = l.Lines[i].AtMS
		next = time.Duration(s.NextMS) * time.Millisecond
	}
	if i == 0 {
		return s, next
	}
	v := l.Lines[i-1]
	s.AtMS, s.Text, s.Translation = v.AtMS, v.Text, v.Translation
	return s, next
}
