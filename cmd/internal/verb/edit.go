package verb

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ncmtui/api"
	"ncmtui/ui/lang"
)

// sure asks before something is gone for good: yes is the flag that answers
// beforehand, which a run without a terminal has to give.
func (r *run) sure(yes bool, what string) error {
	if yes {
		return nil
	}
	if !r.ErrTerminal {
		return usage("without a terminal to ask on, %s wants --yes", what)
	}
	if _, err := fmt.Fprintf(r.Err, "%s [y/N] ", clean(what)); err != nil {
		return err
	}
	answer, err := bufio.NewReader(r.In).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if a := strings.ToLower(strings.TrimSpace(answer)); a != "y" && a != "yes" {
		return &Fault{Code: Failed, Text: r.say(lang.Both{ZH: "没有删除", EN: "nothing was deleted"})}
	}
	return nil
}

// deleted prints what is gone, for programs only: people asked for it.
func (r *run) deleted(ids []int64, err error) error {
	if err != nil {
		return err
	}
	return r.rows(Deleted{ids}, func() error { return nil })
}

func newPlaylistCreate(w *World) *cobra.Command {
	var private bool
	cmd := w.reading("create NAME", "Make a playlist of your own", 1, 1, func(ctx context.Context, r *run, args []string) error {
		name := strings.TrimSpace(args[0])
		if name == "" {
			return usage("a playlist wants a name")
		}
		got, err := r.svc.API.CreatePlaylist(ctx, api.NewPlaylist{Name: name, Private: private})
		if err != nil {
			return err
		}
		return record(r, playlistFields, playlist(got))
	})
	cmd.Flags().BoolVar(&private, "private", false, "only you see it")
	return cmd
}

func newPlaylistRename(w *World) *cobra.Command {
	return w.reading("rename ID|LINK NAME", "Give one of your playlists another name", 2, 2, func(ctx context.Context, r *run, args []string) error {
		id, err := idOf("playlist", args[0])
		if err != nil {
			return err
		}
		name := strings.TrimSpace(args[1])
		if name == "" {
			return usage("a playlist wants a name")
		}
		if err := r.svc.API.RenamePlaylist(ctx, id, name); err != nil {
			return err
		}
		return r.face(ctx, id)
	})
}

// face prints a playlist after a change.
func (r *run) face(ctx context.Context, id int64) error {
	got, err := r.svc.API.Playlist(ctx, id)
	if err != nil {
		return err
	}
	return record(r, playlistFields, playlist(got.Playlist))
}

func newPlaylistDelete(w *World) *cobra.Command {
	var yes bool
	cmd := w.reading("delete ID|LINK…", "Delete playlists of yours, for good", 1, -1, func(ctx context.Context, r *run, args []string) error {
		ids, err := idsOf("playlist", args)
		if err != nil {
			return err
		}
		if err := r.sure(yes, "playlist delete "+strings.Join(args, " ")); err != nil {
			return err
		}
		return r.deleted(ids, r.svc.API.DeletePlaylists(ctx, ids...))
	})
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

// newPlaylistTracks adds songs to a playlist, or takes them out.
func newPlaylistTracks(w *World, add bool) *cobra.Command {
	use, short := "remove ID|LINK SONG…", "Take songs out of one of your playlists"
	change := (*api.Client).RemoveTracks
	if add {
		use, short, change = "add ID|LINK SONG…", "Put songs into one of your playlists", (*api.Client).AddTracks
	}
	return w.reading(use, short, 2, -1, func(ctx context.Context, r *run, args []string) error {
		id, err := idOf("playlist", args[0])
		if err != nil {
			return err
		}
		songs, err := idsOf("song", args[1:])
		if err != nil {
			return err
		}
		if _, err := change(r.svc.API, ctx, id, songs...); err != nil {
			return err
		}
		return r.face(ctx, id)
	})
}

func newCloudUpload(w *World) *cobra.Command {
	cmd := w.reading("upload FILE…", "Put files into your cloud disk", 1, -1, func(ctx context.Context, r *run, args []string) error {
		rows := []Upload{}
		for _, name := range args {
			got, err := r.uploadFile(ctx, name)
			if err != nil {
				return list(r, cloudColumns, rows, fmt.Errorf("%s: %w", filepath.Base(name), err))
			}
			rows = append(rows, upload(got))
		}
		return list(r, cloudColumns, rows, nil)
	})
	cmd.ValidArgsFunction = nil // files
	return cmd
}

func (r *run) uploadFile(ctx context.Context, name string) (api.CloudSong, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("this is no file")
	}
	if err != nil {
		return api.CloudSong{}, err
	}
	return r.svc.API.UploadSong(ctx, api.SongFile{
		Name: filepath.Base(name), Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(name) }, //nolint:gosec // the user names it
	}, nil)
}

func newCloudDelete(w *World) *cobra.Command {
	var yes bool
	cmd := w.reading("delete ID|LINK…", "Delete files from your cloud disk, for good", 1, -1, func(ctx context.Context, r *run, args []string) error {
		ids, err := idsOf("song", args)
		if err != nil {
			return err
		}
		if err := r.sure(yes, "cloud delete "+strings.Join(args, " ")); err != nil {
			return err
		}
		return r.deleted(ids, r.svc.API.DeleteCloud(ctx, ids...))
	})
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}
