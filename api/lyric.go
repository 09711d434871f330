package api

import "context"

type wireLyric struct {
	Lyric jsonText `json:"lyric"`
}

type lyricBody struct {
	LRC         object[wireLyric] `json:"lrc"`
	KLyric      object[wireLyric] `json:"klyric"`
	TLyric      object[wireLyric] `json:"tlyric"`
	RomaLRC     object[wireLyric] `json:"romalrc"`
	YRC         object[wireLyric] `json:"yrc"`
	YTLRC       object[wireLyric] `json:"ytlrc"`
	YRomaLRC    object[wireLyric] `json:"yromalrc"`
	PureMusic   jsonBool          `json:"pureMusic"`
	NoLyric     jsonBool          `json:"nolyric"`
	Uncollected jsonBool          `json:"uncollected"`
	LyricUser   object[wireUser]  `json:"lyricUser"`
	TransUser   object[wireUser]  `json:"transUser"`
}

func (b lyricBody) lyric() Lyric {
	l := Lyric{
		LRC: string(b.LRC.V.Lyric), YRC: string(b.YRC.V.Lyric), KLyric: string(b.KLyric.V.Lyric),
		Translation: string(b.TLyric.V.Lyric), Romanisation: string(b.RomaLRC.V.Lyric),
		YTranslation: string(b.YTLRC.V.Lyric), YRoman: string(b.YRomaLRC.V.Lyric),
		PureMusic:   bool(b.PureMusic || b.NoLyric),
		Contributor: string(b.LyricUser.V.Name), Translator: string(b.TransUser.V.Name),
	}
	l.None = !l.PureMusic && (bool(b.Uncollected) || l.LRC == "") && l.YRC == "" && l.KLyric == ""
	return l
}

// Lyric gives all texts of a song.
func (c *Client) Lyric(ctx context.Context, id int64) (Lyric, error) {
	b, err := call[lyricBody](ctx, c, "/lyric/new", Params{"id": id})
	if err != nil {
		return Lyric{}, err
	}
	return b.lyric(), nil
}
