package ncmfake

import (
	"fmt"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/ncmfake/sound"
)

// styles are what a piece of music sounds like, by its name.
var styles = map[string][]string{
	"waltz": {"古典", "圆舞曲"}, "lofi": {"流行", "Lo-Fi"}, "guzheng": {"国风", "器乐"}, "ambient": {"氛围"}, "chip": {"电子", "芯片音乐"},
	"piano": {"流行", "钢琴"}, "bossa": {"爵士", "波萨诺瓦"}, "canon": {"古典", "卡农"}, "marimba": {"器乐"}, "neon": {"电子", "合成器浪潮"},
	"koto": {"国风", "日本传统"},
}

var tongues = map[string]string{"zh": "国语", "ja": "日语", "en": "英语", "ko": "韩语"}

// titled is an element of a page with a title.
func titled(title string) obj { return obj{"mainTitle": obj{"title": title}} }

// wiki is the page about a song: its style, language and beats a minute, and
// what it is recommended for. The blocks that clients read are here; the
// service sends more.
func wiki(c *call) any {
	x, ok := c.svc.song(c.id("songId"))
	if !ok {
		return obj{"code": 404, "message": "歌曲不存在"}
	}
	piece := sound.Pieces[x.Sound.Piece]
	genres := []any{}
	for _, name := range append(styles[piece.Name], "独立音乐") {
		genres = append(genres, obj{"resourceType": "melody_style", "uiElement": titled(name)})
	}
	facts := []any{obj{"creativeType": "songTag", "uiElement": titled("曲风"), "resources": genres}}
	fact := func(kind, name, value string) {
		element := titled(name)
		element["textLinks"] = []any{obj{"text": value}}
		facts = append(facts, obj{"creativeType": kind, "uiElement": element, "resources": []any{}})
	}
	facts = append(facts, obj{"creativeType": "songBizTag", "uiElement": titled("推荐标签"), "resources": moods(x)})
	if name := tongues[x.Lang]; name != "" {
		fact("language", "语种", name)
	}
	fact("bpm", "BPM", fmt.Sprint(4*60*piece.Rate/piece.Bar))
	return obj{"code": 200, "message": "", "data": obj{"blocks": []any{obj{
		"code": "SONG_PLAY_ABOUT_SONG_BASIC", "uiElement": titled("音乐百科"), "creatives": facts,
	}}}}
}

// moods are two words for what a song is good for.
func moods(x seed.Song) []any {
	out := []any{}
	for i, kind := range seed.Categories[2:4] {
		out = append(out, obj{"uiElement": titled(kind[(x.ID/int64(1+i*7))%int64(len(kind))])})
	}
	return out
}
