package keymap

import "ncmtui/ui/lang"

// The pages of songs and users.
const (
	SongPage Action = "song-page" // of the selected song, else of the playing one
	Myself   Action = "myself"    // the account's own page
)

func init() {
	add([]Entry{
		{SongPage, Finding, t("歌曲页：信息、相似、歌单、百科", "the song's page: facts, similar songs, playlists"), t("歌曲页", "about the song"), 0},
		{Myself, Going, t("自己的主页", "your own page"), lang.Both{}, Account},
	}, []bind{
		{Global, SongPage, []string{"g i"}},
		{Global, Myself, []string{"g u"}},
	})
}
