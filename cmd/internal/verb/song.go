package verb

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ncmtui/api"
	"ncmtui/lyrics"
	"ncmtui/ui/lang"
)

// levels are the qualities that can be asked for, by the service's words.
var levels = []string{"standard", "higher", "exhigh", "lossless", "hires", "jyeffect", "sky", "jymaster"}

func newSong(w *World) *cobra.Command {
	cmd := w.reading("song ID|LINK…", "Songs by their ids", 1, -1, func(ctx context.Context, r *run, args []string) error {
		ids, err := idsOf("song", args)
		if err != nil {
			return err
		}
		got, err := r.songsOf(ctx, ids)
		if err == nil && len(got) == 0 {
			return &Fault{Code: Failed, Text: r.say(lang.Both{ZH: "没有这些歌曲", EN: "there are no such songs"})}
		}
		return list(r, songColumns, each(got, song), err)
	})
	cmd.AddCommand(newSongURL(w))
	return cmd
}

func newSongURL(w *World) *cobra.Command {
	level := "exhigh"
	cmd := w.reading("url ID|LINK…", "Where the files of songs are, and what they are", 1, -1, func(ctx context.Context, r *run, args []string) error {
		ids, err := idsOf("song", args)
		if err != nil {
			return err
		}
		got, err := r.svc.API.SongURLs(ctx, level, ids...)
		if err != nil {
			return err
		}
		rows := each(got, file)
		if len(rows) == 0 {
			return &Fault{Code: Failed, Text: r.say(lang.Both{ZH: "服务端没有提到这些歌曲", EN: "the service says nothing about these songs"})}
		}
		return r.rows(rows, func() error {
			if !r.Terminal {
				return writeLines(r.Out, fileColumns, rows)
			}
			for i, row := range rows {
				if i > 0 {
					_, _ = fmt.Fprintln(r.Out)
				}
				if err := writeFields(r.Out, r.lang, fileColumns, row); err != nil {
					return err
				}
			}
			return nil
		})
	})
	oneOf(cmd, &level, "level", "the quality wanted", levels...)
	return cmd
}

var fileColumns = []column[File]{
	num(headID, func(f File) int64 { return f.ID }, 0),
	word(lang.Both{ZH: "地址", EN: "URL"}, func(f File) string { return f.URL }, 0, 0),
	word(lang.Both{ZH: "没有地址", EN: "Why none"}, func(f File) string { return f.Why }, 0, 0),
	word(lang.Both{ZH: "格式", EN: "Type"}, func(f File) string { return f.Type }, 0, 0),
	word(lang.Both{ZH: "音质", EN: "Level"}, func(f File) string { return f.Level }, 0, 0),
	num(lang.Both{ZH: "码率", EN: "Bitrate"}, func(f File) int64 { return int64(f.Bitrate) }, 0),
	num(headSize, func(f File) int64 { return f.Size }, 0),
	word(lang.Both{ZH: "MD5", EN: "MD5"}, func(f File) string { return f.MD5 }, 0, 0),
	word(headLength, func(f File) string { return length(f.DurationMS) }, 0, 0),
	num(lang.Both{ZH: "有效秒数", EN: "Expires s"}, func(f File) int64 { return f.ExpiresS }, 0),
	word(lang.Both{ZH: "增益 dB", EN: "Gain dB"}, func(f File) string { return float(f.Gain) }, 0, 0),
	word(lang.Both{ZH: "峰值", EN: "Peak"}, func(f File) string { return float(f.Peak) }, 0, 0),
	word(lang.Both{ZH: "片段", EN: "Clip"}, func(f File) string {
		if f.Clip == nil {
			return ""
		}
		return length(f.Clip.StartMS) + "-" + length(f.Clip.EndMS)
	}, 0, 0),
}

func float(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'g', -1, 64)
}

func newLyric(w *World) *cobra.Command {
	var lrc, yrc, translation, roman, follow bool
	cmd := w.reading("lyric [ID|LINK]", "The words of a song, without one of the song that plays", 0, 1, func(ctx context.Context, r *run, args []string) error {
		id, err := int64(0), error(nil)
		switch raw := lrc || yrc || roman || translation || r.flags.json; {
		case len(args) == 1 && follow:
			return usage("--follow is of the song that plays: no id")
		case follow:
			return r.singAlong(ctx, translation)
		case len(args) == 1:
			id, err = idOf("song", args[0])
		case raw:
			id, err = r.playing(ctx)
		default:
			return r.singing(ctx)
		}
		if err != nil {
			return err
		}
		got, err := r.lyricOf(ctx, id)
		if err != nil {
			return err
		}
		return r.rows(lyric(id, got), func() error {
			switch {
			case lrc:
				return r.text(got.LRC)
			case yrc:
				return r.text(got.YRC)
			case roman:
				return r.text(firstOf(got.Romanisation, got.YRoman))
			case translation:
				return r.text(firstOf(got.Translation, got.YTranslation))
			}
			return r.words(got)
		})
	})
	set := cmd.Flags()
	set.BoolVar(&lrc, "lrc", false, "the text with times of lines, as the service has it")
	set.BoolVar(&yrc, "yrc", false, "the text with times of words, as the service has it")
	set.BoolVar(&translation, "translation", false, "the translation, as the service has it")
	set.BoolVar(&follow, "follow", false, "print each line of the song that plays when it is sung")
	set.BoolVar(&roman, "roman", false, "the romanisation, as the service has it")
	cmd.MarkFlagsMutuallyExclusive("lrc", "yrc", "translation", "roman", "json")
	return cmd
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

// text prints a text of the service: made safe on a terminal, else as it is.
// None is a failure.
func (r *run) text(s string) error {
	if s == "" {
		return &Fault{Code: Failed, Text: r.say(lang.Both{ZH: "没有这种歌词", EN: "there is no such text"})}
	}
	if r.Terminal {
		s = strings.Join(lines(s), "\n")
	}
	_, err := io.WriteString(r.Out, strings.TrimSuffix(s, "\n")+"\n")
	return err
}

// words prints a text for reading: without stamps, each line's translation
// below it.
func (r *run) words(l api.Lyric) error {
	t := lyrics.Parse(lyrics.Source{
		LRC: l.LRC, YRC: l.YRC, KLyric: l.KLyric, Translation: l.Translation, Romanisation: l.Romanisation,
		YTranslation: l.YTranslation, YRoman: l.YRoman, PureMusic: l.PureMusic, None: l.None,
	})
	var b strings.Builder
	for _, line := range t.Lines {
		b.WriteString(safeText(line.Text) + "\n")
		if line.Translation != "" {
			b.WriteString("  " + safeText(line.Translation) + "\n")
		}
	}
	if b.Len() > 0 {
		_, err := io.WriteString(r.Out, b.String())
		return err
	}
	if l.PureMusic {
		return &Fault{Code: Failed, Text: r.say(lang.Both{ZH: "纯音乐，没有歌词", EN: "this is instrumental"})}
	}
	return r.text("")
}
