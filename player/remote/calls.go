package remote

import (
	"context"
	"errors"
	"time"

	"ncmtui/player"
)

// The calls of a Client wait for the player's answer. Their errors are *Fault,
// the context's, or what ended the connection.

var errOther = errors.New("the player answered something else")

// Tell gives a command and waits until the player has taken it; it is carried
// out a moment later.
func (c *Client) Tell(ctx context.Context, cmd player.Command) error {
	reqs := compose(cmd)
	if len(reqs) == 0 {
		return &Fault{Code: CodeNotHere, Text: "this command cannot be sent"}
	}
	_, err := c.ask(ctx, reqs...)
	return err
}

// Watch lets Subscribe and State tell every change from now on, with the
// queue's songs or without, and waits for the first. A second call may add the
// songs.
func (c *Client) Watch(ctx context.Context, queue bool) error {
	sub := c.Subscribe()
	defer sub.Close()
	_, err := c.ask(ctx, request{Cmd: askWatch, Queue: queue, Delta: queue})
	if f := (*Fault)(nil); queue && errors.As(err, &f) && f.Code == CodeBadLine { // an older player: all songs each time
		_, err = c.ask(ctx, request{Cmd: askWatch, Queue: true})
	}
	if err != nil {
		return err
	}
	select {
	case <-sub.Wake:
		return nil
	case <-c.done:
		return c.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Status asks for the state.
func (c *Client) Status(ctx context.Context) (State, error) {
	lines, err := c.ask(ctx, request{Cmd: askStatus})
	if err != nil {
		return State{}, err
	}
	if lines[0].State == nil {
		return State{}, errOther
	}
	return *lines[0].State, nil
}

// Queue asks for the songs of the queue, and which one plays: -1 for none.
func (c *Client) Queue(ctx context.Context) ([]Track, int, error) {
	st, err := c.Status(ctx)
	if err != nil {
		return nil, -1, err
	}
	lines, err := c.ask(ctx, request{Cmd: askQueue})
	if err != nil {
		return nil, -1, err
	}
	tracks := []Track{}
	for _, l := range lines {
		if l.Queue == nil {
			return nil, -1, errOther
		}
		tracks = append(tracks, l.Queue.Tracks...)
	}
	return tracks, min(st.Queue.Current, len(tracks)-1), nil
}

// Lyrics asks for the words of the song that plays.
func (c *Client) Lyrics(ctx context.Context) (Lyrics, error) {
	lines, err := c.ask(ctx, request{Cmd: askLyrics})
	if err != nil {
		return Lyrics{}, err
	}
	var out Lyrics
	for _, l := range lines {
		if l.Lyrics == nil {
			return Lyrics{}, errOther
		}
		out.Track, out.Timed = l.Lyrics.Track, l.Lyrics.Timed
		out.Lines = append(out.Lines, l.Lyrics.Lines...)
	}
	return out, nil
}

// Play lets the player look something up and play it, or put it into the
// queue.
func (c *Client) Play(ctx context.Context, w Wish) error {
	_, err := c.ask(ctx, request{Cmd: askPlay, Wish: &w})
	return err
}

// Like likes the song that plays, or takes the like back.
func (c *Client) Like(ctx context.Context, on bool) error {
	_, err := c.ask(ctx, request{Cmd: askLike, On: &on})
	return err
}

// Trash tells the FM not to play this song again, and goes on.
func (c *Client) Trash(ctx context.Context) error {
	_, err := c.ask(ctx, request{Cmd: askTrash})
	return err
}

// Untrash takes the song back that was thrown away last, which is possible for
// a few seconds. CodeNotHere: there is none.
func (c *Client) Untrash(ctx context.Context) error {
	_, err := c.ask(ctx, request{Cmd: askBack})
	return err
}

// Save makes a playlist of the queue and gives its id.
func (c *Client) Save(ctx context.Context, name string) (int64, error) {
	lines, err := c.ask(ctx, request{Cmd: askSave, Name: name})
	if err != nil {
		return 0, err
	}
	return lines[0].ID, nil
}

// Quit ends the player.
func (c *Client) Quit(ctx context.Context) error {
	_, err := c.ask(ctx, request{Cmd: askQuit})
	return err
}

// Set changes a setting of the running player; it returns at once.
func (c *Client) Set(key, value string) { c.note(request{Cmd: askSet, Name: key, Value: value}) }

// ClearCache deletes the songs kept on disk and tells the bytes.
func (c *Client) ClearCache(ctx context.Context) (int64, error) {
	lines, err := c.ask(ctx, request{Cmd: askClear})
	if err != nil {
		return 0, err
	}
	return lines[0].Bytes, nil
}

// Tune tells what the FM is to bring from now on; it returns at once.
func (c *Client) Tune(mode string) { c.note(request{Cmd: askTune, Mode: mode}) }

// Told tells the player, and its other screens, of a like that the service
// has; it returns at once.
func (c *Client) Told(song int64, on bool) { c.note(request{Cmd: askTold, Song: song, On: &on}) }

// Login tells the player that the login in the session file is another one; it
// returns at once, and is heard before any command that follows.
func (c *Client) Login() { c.note(request{Cmd: askLogin}) }

func (c *Client) note(r request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.post([]request{r})
}

// Hear lets liked hear of songs that are liked elsewhere, or no longer, and
// said of what the player's host says. Both must return at once and not call
// the Client; nil hears nothing.
func (c *Client) Hear(liked func(song int64, on bool), said func(Notice)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.liked, c.said = liked, said
	if said != nil {
		for _, n := range c.unheard {
			said(n)
		}
		c.unheard = nil
	}
}

// bandsLast is how long bands that were heard are worth to be shown.
const bandsLast = 300 * time.Millisecond

// heardBands are the last that the player told, and the request for the next.
type heardBands struct {
	asked int64
	loud  []int
	at    time.Time
}

func (b *heardBands) take(loud []int) { *b = heardBands{loud: loud, at: time.Now()} }

// Bands gives the bands the player told last and asks for the next: who looks
// again and again sees them one look late. false: nothing is heard.
func (c *Client) Bands(dst []float32, _ time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := &c.bands
	if b.asked == 0 && len(dst) > 0 && len(dst) <= maxBands {
		b.asked = c.post([]request{{Cmd: askBands, Count: len(dst)}})
	}
	if len(b.loud) != len(dst) || time.Since(b.at) > bandsLast {
		clear(dst)
		return false
	}
	for i, v := range b.loud {
		dst[i] = float32(v) / bandScale
	}
	return true
}
