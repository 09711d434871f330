package verb

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"ncmtui/api"
	"ncmtui/ui/lang"
)

func newUser(w *World) *cobra.Command {
	var p paging
	var follows, followers, rank, week bool
	cmd := w.reading("user [ID|LINK]", "A person's page; without an id your own", 0, 1, func(ctx context.Context, r *run, args []string) error {
		id, err := r.userID(ctx, args)
		if err == nil {
			err = p.check()
		}
		if err != nil {
			return err
		}
		switch {
		case follows:
			rows, err := take(&p, r.svc.API.Follows(ctx, id), user)
			return list(r, userColumns, rows, err)
		case followers:
			rows, err := take(&p, r.svc.API.Followers(ctx, id), user)
			return list(r, userColumns, rows, err)
		case rank, week:
			got, err := r.svc.API.Rank(ctx, id, week)
			cols := append(over(songColumns, func(x Ranked) Song { return x.Song }),
				num(headPlays, func(x Ranked) int64 { return int64(x.Plays) }, 1))
			return list(r, cols, cut(&p, each(got, ranked)), err)
		}
		got, err := r.svc.API.User(ctx, id)
		if err != nil {
			return err
		}
		return record(r, profileFields, profile(got))
	})
	p.add(cmd, usual)
	set := cmd.Flags()
	set.BoolVar(&follows, "follows", false, "who this person follows")
	set.BoolVar(&followers, "followers", false, "who follows this person")
	set.BoolVar(&rank, "rank", false, "the songs played most")
	set.BoolVar(&week, "week", false, "the songs played most in the last week")
	cmd.MarkFlagsMutuallyExclusive("follows", "followers", "rank", "week")
	return cmd
}

func (r *run) userID(ctx context.Context, args []string) (int64, error) {
	if len(args) == 0 {
		return r.me(ctx)
	}
	return idOf("user", args[0])
}

var profileFields = append(over(userColumns, func(p Profile) User { return p.User }),
	num(lang.Both{ZH: "等级", EN: "Level"}, func(p Profile) int64 { return int64(p.Level) }, 0),
	num(lang.Both{ZH: "听歌数", EN: "Listened"}, func(p Profile) int64 { return int64(p.Listened) }, 0),
	word(lang.Both{ZH: "注册", EN: "Since"}, func(p Profile) string { return day(p.Since) }, 0, 0))

var threads = map[string]api.ThreadKind{
	"song": api.OnSong, "mv": api.OnMV, "playlist": api.OnPlaylist, "album": api.OnAlbum,
	"program": api.OnProgram, "podcast": api.OnPodcast,
}

func newComments(w *World) *cobra.Command {
	var p paging
	kind, sort := "song", "hot"
	cmd := w.reading("comments ID|LINK", "What is said about a song, a playlist, an album …", 1, 1, func(ctx context.Context, r *run, args []string) error {
		if err := p.check(); err != nil {
			return err
		}
		got, id, ok := target(args[0])
		if got == "" {
			got = kind
		}
		on, known := threads[got]
		if !ok || !known {
			return usage("there are comments on an id or a link of a song, mv, playlist, album, program or podcast")
		}
		rows, err := r.comments(ctx, &p, api.ThreadOf(on, id), sort)
		return list(r, commentColumns, rows, err)
	})
	p.add(cmd, usual)
	oneOf(cmd, &kind, "type", "what the id is of; a link says it itself", "song", "mv", "playlist", "album", "program", "podcast")
	oneOf(cmd, &sort, "sort", "which come first", "hot", "new", "recommended")
	return cmd
}

func (r *run) comments(ctx context.Context, p *paging, t api.Thread, sort string) ([]Comment, error) {
	switch sort {
	case "hot":
		return take(p, r.svc.API.HotComments(ctx, t), comment)
	case "new":
		return take(p, r.svc.API.NewComments(ctx, t, api.Newest), comment)
	case "recommended":
		return take(p, r.svc.API.NewComments(ctx, t, api.Recommended), comment)
	}
	return nil, usage("--sort %q: it is hot, new or recommended", clean(sort))
}

var commentColumns = []column[Comment]{
	num(headID, func(c Comment) int64 { return c.ID }, 4),
	word(headDate, func(c Comment) string { return day(c.Time) }, 3, 0),
	word(lang.Both{ZH: "谁", EN: "Who"}, func(c Comment) string { return c.User.Name }, 0, 8),
	num(lang.Both{ZH: "赞", EN: "Likes"}, func(c Comment) int64 { return int64(c.Likes) }, 2),
	word(lang.Both{ZH: "评论", EN: "Comment"}, func(c Comment) string { return c.Content }, 0, 16),
}

func newCloud(w *World) *cobra.Command {
	var p paging
	cmd := w.reading("cloud", "The songs you uploaded", 0, 0, func(ctx context.Context, r *run, _ []string) error {
		if err := p.check(); err != nil {
			return err
		}
		rows, err := take(&p, r.svc.API.Cloud(ctx), upload)
		return list(r, cloudColumns, rows, err)
	})
	cmd.AddCommand(newCloudUpload(w), newCloudDelete(w))
	p.add(cmd, usual)
	return cmd
}

var cloudColumns = append(over(songColumns[:5], func(u Upload) Song { return u.Song }),
	num(headSize, func(u Upload) int64 { return u.Size }, 3),
	word(lang.Both{ZH: "文件", EN: "File"}, func(u Upload) string { return u.FileName }, 5, 8),
	word(lang.Both{ZH: "上传", EN: "Added"}, func(u Upload) string { return day(u.Added) }, 4, 0))

func newPodcast(w *World) *cobra.Command {
	var p paging
	var charts, hot, oldest bool
	cmd := w.reading("podcast [ID|LINK]", "My podcasts, or the programs of one", 0, 1, func(ctx context.Context, r *run, args []string) error {
		if err := p.check(); err != nil {
			return err
		}
		switch {
		case len(args) == 1:
			id, err := idOf("podcast", args[0])
			if err != nil {
				return err
			}
			rows, err := take(&p, r.svc.API.Programs(ctx, id, oldest), program)
			return list(r, programColumns, rows, err)
		case charts:
			got, err := r.svc.API.PodcastChart(ctx, false)
			return list(r, podcastColumns, cut(&p, each(got, podcast)), err)
		case hot:
			rows, err := take(&p, r.svc.API.HotPodcasts(ctx, 0), podcast)
			return list(r, podcastColumns, rows, err)
		}
		rows, err := take(&p, r.svc.API.Podcasts(ctx), podcast)
		return list(r, podcastColumns, rows, err)
	})
	p.add(cmd, usual)
	set := cmd.Flags()
	set.BoolVar(&charts, "chart", false, "the podcasts heard most")
	set.BoolVar(&hot, "hot", false, "hot podcasts")
	set.BoolVar(&oldest, "oldest", false, "the programs from the first one on")
	cmd.MarkFlagsMutuallyExclusive("chart", "hot", "oldest")
	return cmd
}

func newMV(w *World) *cobra.Command {
	cmd := w.reading("mv ID|LINK", "A music video", 1, 1, func(ctx context.Context, r *run, args []string) error {
		id, err := idOf("mv", args[0])
		if err != nil {
			return err
		}
		got, err := r.svc.API.MV(ctx, id)
		if err != nil {
			return err
		}
		return record(r, mvFields, mv(got))
	})
	height := 1080
	where := w.reading("url ID|LINK", "Where the file of a music video is", 1, 1, func(ctx context.Context, r *run, args []string) error {
		id, err := idOf("mv", args[0])
		if err != nil {
			return err
		}
		got, err := r.svc.API.MVURL(ctx, id, height)
		if err != nil {
			return err
		}
		return record(r, mvFileFields, mvFile(got))
	})
	where.Flags().IntVar(&height, "height", height, "lines of the picture, at most: 240, 480, 720, 1080")
	cmd.AddCommand(where)
	return cmd
}

var mvFields = append(append([]column[MV]{}, mvColumns...),
	word(headDate, func(m MV) string { return m.Published }, 0, 0),
	word(headAbout, func(m MV) string { return m.Description }, 0, 0))

var mvFileFields = []column[MVFile]{
	num(headID, func(f MVFile) int64 { return f.ID }, 0),
	word(lang.Both{ZH: "地址", EN: "URL"}, func(f MVFile) string { return f.URL }, 0, 0),
	word(lang.Both{ZH: "画面行数", EN: "Height"}, func(f MVFile) string { return strconv.Itoa(f.Height) }, 0, 0),
	num(headSize, func(f MVFile) int64 { return f.Size }, 0),
	word(lang.Both{ZH: "MD5", EN: "MD5"}, func(f MVFile) string { return f.MD5 }, 0, 0),
	num(lang.Both{ZH: "有效秒数", EN: "Expires s"}, func(f MVFile) int64 { return f.ExpiresS }, 0),
}
