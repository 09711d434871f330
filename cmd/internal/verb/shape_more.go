package verb

import (
	"time"

	"ncmtui/api"
)

// Comment is what somebody wrote.
type Comment struct {
	ID      int64      `json:"id"`
	User    Ref        `json:"user"`
	Content string     `json:"content"`
	Time    *time.Time `json:"time"`
	Place   string     `json:"place" doc:"where it was written, \"\" not told"`
	Likes   int        `json:"likes"`
	Liked   bool       `json:"liked" doc:"by the account"`
	Replies int        `json:"replies"`
	Parent  int64      `json:"parent"`
	Reply   *Quote     `json:"reply" doc:"what it answers, null nothing"`
}

// Quote is a comment inside another.
type Quote struct {
	ID      int64  `json:"id" doc:"0 and no content: deleted"`
	User    Ref    `json:"user"`
	Content string `json:"content"`
}

func person(u api.User) Ref { return Ref{u.ID, u.Name} }

func comment(c api.Comment) Comment {
	out := Comment{
		ID: c.ID, User: person(c.User), Content: c.Content, Time: at(c.Time), Place: c.Place, Likes: c.Likes,
		Liked: c.Liked, Replies: c.Replies, Parent: c.Parent,
	}
	if c.Reply != nil {
		out.Reply = &Quote{c.Reply.ID, person(c.Reply.User), c.Reply.Content}
	}
	return out
}

// Upload is an uploaded file and the song it is taken for.
type Upload struct {
	Song
	FileName string     `json:"file_name"`
	Size     int64      `json:"size" doc:"bytes"`
	Bitrate  int        `json:"bitrate" doc:"kbit/s"`
	Added    *time.Time `json:"added"`
}

func upload(c api.CloudSong) Upload {
	return Upload{song(c.Song), c.FileName, c.Size, c.Bitrate, at(c.Added)}
}

// Deleted are the things that are gone.
type Deleted struct {
	IDs []int64 `json:"deleted"`
}

// RecentSong is a song played lately.
type RecentSong struct {
	Song
	Played *time.Time `json:"played"`
	Device string     `json:"device" doc:"in words"`
}

// RecentPlaylist is a list played lately.
type RecentPlaylist struct {
	Playlist
	Played *time.Time `json:"played"`
	Device string     `json:"device"`
}

// RecentAlbum is an album played lately.
type RecentAlbum struct {
	Album
	Played *time.Time `json:"played"`
	Device string     `json:"device"`
}

// RecentPodcast is a podcast played lately.
type RecentPodcast struct {
	Podcast
	Played *time.Time `json:"played"`
	Device string     `json:"device"`
}

// Podcast is a radio of the service.
type Podcast struct {
	ID          int64      `json:"id"`
	Name        string     `json:"name"`
	Cover       string     `json:"cover"`
	Description string     `json:"description"`
	Category    Ref        `json:"category"`
	Host        Ref        `json:"host"`
	Programs    int        `json:"programs"`
	Subscribers int        `json:"subscribers"`
	Subscribed  bool       `json:"subscribed"`
	Created     *time.Time `json:"created"`
	Updated     *time.Time `json:"updated" doc:"last program"`
}

func podcast(p api.Podcast) Podcast {
	return Podcast{
		ID: p.ID, Name: p.Name, Cover: p.Cover, Description: p.Description, Category: ref(p.Category), Host: ref(p.Host),
		Programs: p.Programs, Subscribers: p.Subscribers, Subscribed: p.Subscribed, Created: at(p.Created), Updated: at(p.Updated),
	}
}

// Program is one part of a podcast.
type Program struct {
	ID          int64      `json:"id"`
	Name        string     `json:"name"`
	Cover       string     `json:"cover"`
	Description string     `json:"description"`
	SongID      int64      `json:"song_id" doc:"what is played: for song url"`
	Podcast     Ref        `json:"podcast"`
	Host        Ref        `json:"host"`
	Number      int        `json:"number"`
	DurationMS  int64      `json:"duration_ms"`
	Created     *time.Time `json:"created"`
	Listeners   int        `json:"listeners"`
	Likes       int        `json:"likes"`
	Comments    int        `json:"comments"`
}

func program(p api.Program) Program {
	return Program{
		ID: p.ID, Name: p.Name, Cover: p.Cover, Description: p.Description, SongID: p.Song.ID, Podcast: ref(p.Podcast),
		Host: ref(p.Host), Number: p.Number, DurationMS: p.Duration.Milliseconds(), Created: at(p.Created),
		Listeners: p.Listeners, Likes: p.Likes, Comments: p.Comments,
	}
}

// MV is a music video, or another video.
type MV struct {
	ID          int64  `json:"id" doc:"0 for another video"`
	VID         string `json:"vid"`
	Name        string `json:"name"`
	Cover       string `json:"cover"`
	Artists     []Ref  `json:"artists"`
	DurationMS  int64  `json:"duration_ms"`
	Plays       int64  `json:"plays"`
	Published   string `json:"published" doc:"date, \"\" not told"`
	Description string `json:"description"`
	Heights     []int  `json:"heights" doc:"of the pictures there are, in lines"`
}

func mv(m api.MV) MV {
	return MV{
		ID: m.ID, VID: m.VID, Name: m.Name, Cover: m.Cover, Artists: each(m.Artists, ref), DurationMS: m.Duration.Milliseconds(),
		Plays: m.Plays, Published: m.Published, Description: m.Description, Heights: append([]int{}, m.Heights...),
	}
}

// MVFile is where a video's file is.
type MVFile struct {
	ID       int64  `json:"id"`
	URL      string `json:"url" doc:"\"\" where the service gives none"`
	Code     int    `json:"code"`
	Message  string `json:"message"`
	Height   int    `json:"height" doc:"lines of the picture; may be lower than asked"`
	Size     int64  `json:"size" doc:"bytes"`
	MD5      string `json:"md5"`
	ExpiresS int64  `json:"expires_s" doc:"seconds that the address lives"`
}

func mvFile(u api.MVURL) MVFile {
	return MVFile{u.ID, u.URL.Reveal(), u.Code, u.Message, u.Height, u.Size, u.MD5, int64(u.Expires / time.Second)}
}

// Lyric is all texts of a song, as the service has them; "" is none.
type Lyric struct {
	ID           int64  `json:"id"`
	LRC          string `json:"lrc"`
	YRC          string `json:"yrc" doc:"word by word"`
	KLyric       string `json:"klyric"`
	Translation  string `json:"translation" doc:"with the stamps of lrc"`
	Romanisation string `json:"romanisation"`
	YTranslation string `json:"ytranslation" doc:"with the stamps of yrc"`
	YRoman       string `json:"yroman"`
	PureMusic    bool   `json:"pure_music" doc:"instrumental"`
	None         bool   `json:"none" doc:"the service has no text"`
	Contributor  string `json:"contributor"`
	Translator   string `json:"translator"`
}

func lyric(id int64, l api.Lyric) Lyric {
	return Lyric{
		ID: id, LRC: l.LRC, YRC: l.YRC, KLyric: l.KLyric, Translation: l.Translation, Romanisation: l.Romanisation,
		YTranslation: l.YTranslation, YRoman: l.YRoman, PureMusic: l.PureMusic, None: l.None,
		Contributor: l.Contributor, Translator: l.Translator,
	}
}

// HotWord is a query that many make.
type HotWord struct {
	Word  string `json:"word"`
	Score int64  `json:"score"`
	Text  string `json:"text"`
}

func hotWord(h api.HotWord) HotWord { return HotWord{h.Word, h.Score, h.Text} }

// Account says who is logged in.
type Account struct {
	LoggedIn bool   `json:"logged_in"`
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	VIP      bool   `json:"vip"`
}
