package verb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/player"
	"ncmtui/player/remote"
	"ncmtui/ui/lang"
)

// control is a run of a verb that commands the running player.
type control struct {
	*run
	player *remote.Client
}

// controlling makes a verb that commands the running player.
func (w *World) controlling(use, short string, least, most int, do func(context.Context, *control, []string) error) *cobra.Command {
	f := &flags{}
	return &cobra.Command{
		Use: use, Short: short, Args: words(least, most), ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			c := &control{run: &run{World: w, flags: f, lang: w.Lang()}}
			if flag := cmd.Flags().Lookup("json"); flag != nil {
				f.json = flag.Value.String() == "true"
			}
			var err error
			if c.player, err = w.Control(cmd.Context()); err != nil {
				return c.refused(err)
			}
			defer func() { _ = c.player.Close() }()
			return c.refused(do(cmd.Context(), c, args))
		},
	}
}

// printing gives a verb of controlling its --json.
func printing(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().Bool("json", false, "print JSON, with the fields that docs/VERBS.md tells")
	return cmd
}

// gone are the sentences of what the player's end says.
var gone = []struct {
	err  error
	text lang.Both
}{
	{remote.ErrNotRunning, lang.Both{ZH: "播放器没有在运行：先启动 ncmtui", EN: "no player is running: start ncmtui first"}},
	{remote.ErrNotSupported, lang.Both{ZH: "这个系统上不能用命令控制播放器", EN: "a player cannot be commanded on this system"}},
	{remote.ErrVersion, lang.Both{ZH: "正在运行的 ncmtui 是别的版本：退出它再启动", EN: "the running ncmtui is of another version: quit it and start it again"}},
	{remote.ErrForeign, lang.Both{ZH: "控制接口的文件夹不安全（属于别人，或是链接）", EN: "the folder of the control socket is not safe (somebody else's, or a link)"}},
	{remote.ErrGone, lang.Both{ZH: "播放器已经退出", EN: "the player has gone"}},
}

// codes are the sentences and exit codes of what the player refuses.
var codes = map[string]struct {
	code int
	text lang.Both
}{
	remote.CodeLogin:    {Login, lang.Both{ZH: "需要登录：在 ncmtui 里登录", EN: "login needed: log in inside ncmtui"}},
	remote.CodeNetwork:  {Network, lang.Both{ZH: "连不上网易云音乐：检查网络和代理", EN: "no connection to NetEase Cloud Music: check network and proxy"}},
	remote.CodeLimited:  {Limited, lang.Both{ZH: "服务端拒绝了，过一会儿再试", EN: "the service refused; try again later"}},
	remote.CodeNotFound: {Failed, lang.Both{ZH: "没有这些歌曲", EN: "there are no such songs"}},
	remote.CodeNoTrack:  {Failed, lang.Both{ZH: "现在没有歌曲", EN: "there is no song just now"}},
	remote.CodeNotHere:  {Failed, lang.Both{ZH: "这个播放器做不到", EN: "this player cannot do that"}},
	remote.CodeTooMany:  {Failed, lang.Both{ZH: "同时控制它的程序太多", EN: "too many programs command it at once"}},
}

// refused makes a Fault of what the player's end returned.
func (r *run) refused(err error) error {
	var f *remote.Fault
	if errors.As(err, &f) {
		if c, ok := codes[f.Code]; ok {
			return &Fault{Code: c.code, Text: r.say(c.text), Err: err}
		}
		return &Fault{Code: Failed, Text: clean(f.Text), Err: err}
	}
	var long *remote.PathTooLong
	if errors.As(err, &long) {
		return &Fault{Code: Failed, Text: fmt.Sprintf(r.say(lang.Both{
			ZH: "控制接口的路径太长，把 XDG_RUNTIME_DIR 设成短一些的文件夹：%s",
			EN: "the path of the control socket is too long, set XDG_RUNTIME_DIR to a shorter folder: %s",
		}), clean(long.Path)), Err: err}
	}
	for _, known := range gone {
		if errors.Is(err, known.err) {
			return &Fault{Code: Failed, Text: r.say(known.text), Err: err}
		}
	}
	return r.fault(err)
}

// controls are the verbs that command the running player.
func controls(w *World) []*cobra.Command {
	return []*cobra.Command{
		newPlay(w), w.telling("pause", "Pause", player.Pause{}), w.telling("toggle", "Pause, or play on", player.Toggle{}),
		w.telling("next", "Go to the next song", player.Next{}), newPrevious(w), newSeek(w), newVolume(w), newMute(w), newMode(w),
		newLike(w, true), newLike(w, false), newTrash(w), newQueue(w), newState(w), newSleep(w), newQuit(w),
	}
}

// telling makes the verb of a command without values.
func (w *World) telling(use, short string, cmd player.Command) *cobra.Command {
	return w.controlling(use, short, 0, 0, func(ctx context.Context, c *control, _ []string) error { return c.player.Tell(ctx, cmd) })
}

func newPrevious(w *World) *cobra.Command {
	cmd := w.telling("prev", "Go back to the song before", player.Previous{})
	cmd.Aliases = []string{"previous"}
	return cmd
}

// playable are what play and the queue take, and which of them have ids.
var playable = []string{
	remote.KindSong, remote.KindAlbum, remote.KindPlaylist, remote.KindArtist, remote.KindDaily, remote.KindFM,
}

func newPlay(w *World) *cobra.Command {
	cmd := w.controlling("play [song|album|playlist|artist|fm|daily] [ID|LINK…]", "Play on, or play something in place of the queue", 0, -1,
		func(ctx context.Context, c *control, args []string) error {
			if len(args) > 0 {
				wish, err := wishOf(args, remote.WhereNow)
				if err != nil {
					return err
				}
				return c.player.Play(ctx, wish)
			}
			st, err := c.player.Status(ctx)
			switch {
			case err != nil:
				return err
			case st.Status == "stopped":
				return c.player.Tell(ctx, player.Toggle{})
			}
			return c.player.Tell(ctx, player.Resume{})
		})
	cmd.Example = "  ncmtui play daily\n  ncmtui play album 32311\n  ncmtui play 'https://music.163.com/#/playlist?id=19723756'"
	cmd.ValidArgsFunction = cobra.FixedCompletions(playable, cobra.ShellCompDirectiveNoFileComp)
	return cmd
}

// wishOf reads what is to be played: a word, ids of its kind, or links. Bare
// ids are songs.
func wishOf(args []string, where string) (remote.Wish, error) {
	wish := remote.Wish{Where: where}
	if slices.Contains(playable, args[0]) {
		wish.Kind, args = args[0], args[1:]
	}
	single := wish.Kind == remote.KindDaily || wish.Kind == remote.KindFM
	switch {
	case single && len(args) > 0:
		return wish, usage("%s takes no arguments: %s", wish.Kind, clean(strings.Join(args, " ")))
	case wish.Kind != "" && !single && len(args) == 0:
		return wish, usage("which %s? give its id or link", wish.Kind)
	}
	for _, word := range args {
		kind, id, ok := target(word)
		if !ok {
			return wish, usage("%q is neither an id nor a link (%s)", clean(word), joined(playable[:4]))
		}
		if kind == "" {
			kind = firstOf(wish.Kind, remote.KindSong)
		}
		if wish.Kind == "" {
			wish.Kind = kind
		}
		if kind != wish.Kind {
			return wish, usage("these are of different kinds: %s, %s", wish.Kind, kind)
		}
		wish.IDs = append(wish.IDs, id)
	}
	if !slices.Contains(playable, wish.Kind) {
		return wish, usage("a %s cannot be played as a list: %s", wish.Kind, joined(playable[:4]))
	}
	if wish.Kind != remote.KindSong && len(wish.IDs) > 1 {
		return wish, usage("one %s at a time", wish.Kind)
	}
	return wish, nil
}

// negative says whether a word is a number or a time below zero: -30, -1:30.
func negative(word string) bool {
	rest, ok := strings.CutPrefix(word, "-")
	return ok && rest != "" && rest[0] >= '0' && rest[0] <= '9' && strings.Trim(rest, "0123456789:.") == ""
}

// Args makes of a negative number behind seek and volume no flag.
func Args(args []string) []string {
	at := slices.IndexFunc(args, func(a string) bool { return a == "seek" || a == "volume" })
	if at < 0 || slices.Contains(args, "--") {
		return args
	}
	head, tail := slices.Clone(args[:at+1]), []string{"--"}
	for _, a := range args[at+1:] {
		if negative(a) {
			tail = append(tail, a)
		} else {
			head = append(head, a)
		}
	}
	if len(tail) == 1 {
		return args
	}
	return append(head, tail...)
}

func newSeek(w *World) *cobra.Command {
	return w.controlling("seek ±10|1:23", "Go to a time of the song, or so many seconds on or back", 1, 1, func(ctx context.Context, c *control, args []string) error {
		word := args[0]
		at, err := clock(strings.TrimLeft(word, "+-"))
		switch {
		case err != nil:
			return usage("%q is no time: 83, 1:23, +10 or -10", clean(word))
		case word[0] == '-':
			return c.player.Tell(ctx, player.SeekBy{By: -at})
		case word[0] == '+':
			return c.player.Tell(ctx, player.SeekBy{By: at})
		}
		return c.player.Tell(ctx, player.SeekTo{Pos: at})
	})
}

var errNoTime = errors.New("no time")

// clock reads 83, 1:23 or 1:02:03 as a time below a day.
func clock(word string) (time.Duration, error) {
	parts := strings.Split(word, ":")
	if len(parts) > 3 {
		return 0, errNoTime
	}
	total := 0.0
	for i, p := range parts {
		n, err := strconv.ParseFloat(p, 64)
		if err != nil || !(n >= 0 && n < 86400) || i > 0 && n >= 60 || i < len(parts)-1 && strings.Contains(p, ".") {
			return 0, errNoTime
		}
		total = total*60 + n
	}
	return time.Duration(total * float64(time.Second)), nil
}

func newVolume(w *World) *cobra.Command {
	return w.controlling("volume [±5|70]", "Set the volume in percent, or tell it", 0, 1, func(ctx context.Context, c *control, args []string) error {
		if len(args) == 0 {
			return c.tell(ctx, func(st remote.State) string { return strconv.Itoa(st.Volume) })
		}
		n, err := strconv.Atoi(strings.TrimSuffix(args[0], "%"))
		switch {
		case err != nil || n < -100 || n > 100:
			return usage("%q is no volume: 0 to 100, +5 or -5", clean(args[0]))
		case args[0][0] == '+' || args[0][0] == '-':
			return c.player.Tell(ctx, player.AddVolume{Percent: n})
		}
		return c.player.Tell(ctx, player.SetVolume{Percent: n})
	})
}

// tell prints a word about the state.
func (c *control) tell(ctx context.Context, about func(remote.State) string) error {
	st, err := c.player.Status(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.Out, about(st))
	return err
}

func newMute(w *World) *cobra.Command {
	cmd := w.controlling("mute [on|off]", "Silence the player, or take that back", 0, 1, func(ctx context.Context, c *control, args []string) error {
		if len(args) == 0 {
			return c.player.Tell(ctx, player.ToggleMute{})
		}
		if args[0] != "on" && args[0] != "off" {
			return usage("mute is on or off, not %q", clean(args[0]))
		}
		st, err := c.player.Status(ctx)
		if err != nil || st.Muted == (args[0] == "on") {
			return err
		}
		return c.player.Tell(ctx, player.ToggleMute{})
	})
	cmd.ValidArgsFunction = cobra.FixedCompletions([]string{"on", "off"}, cobra.ShellCompDirectiveNoFileComp)
	return cmd
}

func newMode(w *World) *cobra.Command {
	modes := []string{"order", "list", "one", "shuffle", "next"}
	cmd := w.controlling("mode [order|list|one|shuffle|next]", "Set the order in which the queue goes on, or tell it", 0, 1, func(ctx context.Context, c *control, args []string) error {
		switch {
		case len(args) == 0:
			return c.tell(ctx, func(st remote.State) string { return st.Mode })
		case args[0] == "next":
			return c.player.Tell(ctx, player.CycleMode{})
		}
		mode, ok := remote.ModeNamed(args[0])
		if !ok {
			return usage("there is no mode %q: it is %s", clean(args[0]), joined(modes))
		}
		return c.player.Tell(ctx, player.SetMode{Mode: mode})
	})
	cmd.ValidArgsFunction = cobra.FixedCompletions(modes, cobra.ShellCompDirectiveNoFileComp)
	return cmd
}

func newLike(w *World, on bool) *cobra.Command {
	use, short := "unlike", "Take the like of the song that plays back"
	if on {
		use, short = "like", "Like the song that plays"
	}
	return w.controlling(use, short, 0, 0, func(ctx context.Context, c *control, _ []string) error { return c.player.Like(ctx, on) })
}

func newTrash(w *World) *cobra.Command {
	undo := false
	cmd := w.controlling("trash", "Tell the personal FM not to play this song again, and go on", 0, 0, func(ctx context.Context, c *control, _ []string) error {
		if !undo {
			return c.player.Trash(ctx)
		}
		err := c.player.Untrash(ctx)
		if f := (*remote.Fault)(nil); errors.As(err, &f) && f.Code == remote.CodeNotHere {
			return &Fault{Code: Failed, Err: err, Text: c.say(lang.Both{
				ZH: "没有可以撤销的：只在 5 秒之内能撤销", EN: "there is nothing to take back: it is possible for 5 s",
			})}
		}
		return err
	})
	cmd.Flags().BoolVar(&undo, "undo", false, "take the last one back, within 5 s, and play it again")
	return cmd
}

func newSleep(w *World) *cobra.Command {
	choices := []string{"15m", "30m", "60m", "90m", "song", "off"}
	cmd := w.controlling("sleep 30m|song|off", "Pause by itself: after a time, or at the end of the song", 1, 1, func(ctx context.Context, c *control, args []string) error {
		switch args[0] {
		case "off":
			return c.player.Tell(ctx, player.Sleep{})
		case "song":
			return c.player.Tell(ctx, player.Sleep{AtSongEnd: true})
		}
		word := args[0]
		if _, err := strconv.Atoi(word); err == nil {
			word += "m"
		}
		after, err := time.ParseDuration(word)
		if err != nil || after <= 0 || after > 24*time.Hour {
			return usage("%q is no time: 30m, 1h30m, song or off", clean(args[0]))
		}
		return c.player.Tell(ctx, player.Sleep{After: after})
	})
	cmd.ValidArgsFunction = cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp)
	return cmd
}

func newQuit(w *World) *cobra.Command {
	return w.controlling("quit", "End the running player", 0, 0, func(ctx context.Context, c *control, _ []string) error {
		if err := c.player.Quit(ctx); !errors.Is(err, remote.ErrGone) { // it may be quicker than its answer
			return err
		}
		return nil
	})
}
