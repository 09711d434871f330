package seed

import (
	"strings"
	"time"

	"ncmtui/api/ncmfake/signature"
	"ncmtui/api/ncmfake/sound"
)

var companies = []string{"潮汐唱片", "南舟文化", "高岭音乐", "夜行者厂牌", "しずく音楽", "Kettle & Co.", "달빛 레코드", ""}

// build lays the catalogue out: song n of artist a's album b has the number
// 30a+10b+n+1.
func build() *Catalogue {
	c := &Catalogue{
		artists: map[int64]int{}, albums: map[int64]int{}, lists: map[int64]int{}, songs: make(map[int64]int, 400),
	}
	c.Artists = append(c.Artists, artists...)
	used := map[string]int{}
	for a, artist := range artists {
		names := strings.Split(albumNames[a], "|")
		fresh := share(artist.lang, used)
		for b, name := range names {
			album := Album{
				ID: 180_000_001 + int64(a*3+b)*977, Name: name, Artist: artist.ID, Kind: "专辑",
				Company: companies[pick(artist.ID, "company", len(companies))], Published: day(2016+b*3+a%3, 1+(a*5+b*4)%12, 1+(a*7+b*11)%28),
				Brief: "《" + name + "》收录十首作品。\n封面、曲目与文字均为演示而作。",
			}
			if b == 2 {
				album.Kind = "EP"
			}
			for n := range 10 {
				id := signature.Base + int64(a*30+b*10+n+1)
				title, known := titleOf(fresh, b*10+n)
				s := Song{
					ID: id, Name: title, Artists: []int64{artist.ID}, Album: album.ID, Number: n + 1,
					Pop: 40 + pick(id, "pop", 61), Lang: artist.lang, Sound: soundOf(id, artist.sound),
				}
				if known {
					s.Alias = aliases[title]
					if t, ok := translations[title]; ok {
						s.Trans = []string{t}
					}
				}
				if pick(id, "duet", 9) == 0 {
					s.Artists = append(s.Artists, artists[(a+1+pick(id, "with", 8))%len(artists)].ID)
				}
				album.Songs = append(album.Songs, id)
				c.Songs = append(c.Songs, s)
			}
			c.Albums = append(c.Albums, album)
		}
	}
	c.addOdd()
	c.addShort()
	for i, s := range c.Songs {
		c.songs[s.ID] = i
	}
	c.markSpecial()
	for i, a := range c.Artists {
		c.artists[a.ID] = i
	}
	for i, a := range c.Albums {
		c.albums[a.ID] = i
	}
	c.buildLists()
	return c
}

// share gives the titles of a language's next artist: his part of its list.
func share(lang string, used map[string]int) []string {
	all := titles[lang]
	sharing := 0
	for _, other := range artists {
		if other.lang == lang {
			sharing++
		}
	}
	each := len(all) / sharing
	from := used[lang] * each
	used[lang]++
	return all[from : from+each]
}

// titleOf gives title n; behind the end come versions of the first ones.
func titleOf(fresh []string, n int) (title string, known bool) {
	if n < len(fresh) {
		return fresh[n], true
	}
	k := n - len(fresh)
	return fresh[k%len(fresh)] + versions[(n*7+k)%len(versions)], false
}

// addOdd adds the hostile song, with an album and an artist of its own.
func (c *Catalogue) addOdd() {
	c.Artists = append(c.Artists, Artist{ID: 12099, Name: hostile.artist, Brief: "\x1b[5m闪\x1b[0m"})
	c.Albums = append(c.Albums, Album{
		ID: 180_099_001, Name: hostile.album, Artist: 12099, Kind: "Single", Published: day(2024, 4, 1), Songs: []int64{SongHostile},
	})
	c.Songs = append(c.Songs, Song{
		ID: SongHostile, Name: hostile.title, Alias: []string{hostile.alias}, Artists: []int64{12099}, Album: 180_099_001, Number: 1,
		Pop: 5, Lang: "zh", Sound: sound.Song{ID: SongHostile, Piece: 4, Samples: 44100 * 30},
	})
}

// addShort adds the ten short songs: 8 to 20 s, one piece each.
func (c *Catalogue) addShort() {
	names := []string{"一分钟以前", "打个盹", "纸飞机", "电梯里", "等水开", "红灯", "第一口茶", "下课铃", "关灯", "片刻"}
	album := Album{ID: 180_098_001, Name: "片刻集", Artist: 12011, Kind: "EP", Company: "潮汐唱片", Published: day(2025, 6, 1), Brief: "十首很短的曲子。"}
	for n, name := range names {
		id := SongShort + int64(n)
		piece := (n*5 + 2) % len(sound.Pieces)
		rate := int64(sound.Pieces[piece].Rate)
		c.Songs = append(c.Songs, Song{
			ID: id, Name: name, Artists: []int64{12011}, Album: album.ID, Number: n + 1, Pop: 60,
			Sound: sound.Song{ID: id, Piece: piece, Samples: (8+int64(n*4/3))*rate + int64(n*1237)},
		})
		album.Songs = append(album.Songs, id)
	}
	c.Albums = append(c.Albums, album)
}

// markSpecial gives the special songs their kinds.
func (c *Catalogue) markSpecial() {
	kinds := map[int64]Kind{
		SongMember: Member, SongTrial: Bought, SongGrey: Grey, SongCloud: Cloud, SongDamaged: Damaged, SongHiRes: HighRate,
		SongMember + 60: Member, SongMember + 141: Member, SongGrey + 90: Grey, SongTrial + 104: Bought,
	}
	for id, k := range kinds {
		s := &c.Songs[c.songs[id]]
		s.Kind = k
		switch k {
		case Damaged:
			s.Sound.Damaged = true
		case HighRate:
			s.Sound.Piece, s.Sound.Bar = 9, 0
			s.Sound.Samples = lengthOf(id, 9)
		case Bought:
			s.Sound.Samples = max(s.Sound.Samples, 44100*120+777)
		default:
		}
	}
	c.Songs[c.songs[SongLong]].Name = longTitle
	full := &c.Songs[c.songs[SongFull]].Sound
	*full = sound.Song{ID: SongFull, Full: true, Samples: lengthOf(SongFull, 0)}
	first := &c.Songs[c.songs[SongFirst]]
	first.Sound.Piece, first.Sound.Bar, first.Sound.Samples = 5, 0, 44100*96+1234
}

// buildLists makes the playlists, the daily songs, the radio and the likes.
func (c *Catalogue) buildLists() {
	playable := func(id int64) bool { s, ok := c.Song(id); return ok && s.Kind != Grey && id != SongHostile }
	core := coreSongs()
	c.Daily = []int64{SongFirst}
	for _, id := range core {
		if s := c.Songs[c.songs[id]]; len(c.Daily) < 30 && id != SongFirst && id != SongLong && s.Kind == Normal {
			c.Daily = append(c.Daily, id)
		}
	}
	c.Daily[7], c.Daily[11] = SongMember, SongLong
	for _, id := range core[40:] {
		if playable(id) {
			c.FM = append(c.FM, id)
		}
	}
	for i := 3; i < 360; i += 9 {
		if playable(core[i]) {
			c.Likes = append(c.Likes, core[i])
		}
	}
	thousand := append([]int64{}, core...)
	for n := range int64(1000 - len(core)) {
		thousand = append(thousand, signature.Base+generated+n*13)
	}
	huge := make([]int64, generatedCount)
	for n := range huge {
		huge[n] = signature.Base + generated + int64(n)
	}
	special := []int64{SongFirst, SongMember, SongTrial, SongGrey, SongCloud, SongDamaged, SongHiRes, SongLong, SongSilent, SongFull, 2_600_000_151}
	short := c.Albums[len(c.Albums)-1].Songs
	list := func(id, owner int64, name, text string, plays int64, songs []int64, tags ...string) {
		c.lists[id] = len(c.Playlists)
		c.Playlists = append(c.Playlists, Playlist{
			ID: id, Name: name, Description: text, Tags: tags, Owner: owner, Plays: plays, Songs: songs, Liked: id == PlaylistLiked,
			Created: now.Add(-time.Duration(pick(id, "age", 1500)) * 24 * time.Hour), Updated: now.Add(-time.Duration(pick(id, "new", 200)) * time.Hour),
		})
	}
	list(PlaylistLiked, UserID, DemoName+"喜欢的音乐", "", 1024, c.Likes)
	list(PlaylistEvening, UserID, "下班路上", "四十分钟，从公司到家门口。", 318, core[60:100], "华语", "夜晚")
	list(PlaylistShort, UserID, "片刻：十首很短的曲子", "每首都不到半分钟。", 12, short, "轻音乐")
	list(PlaylistThousand, 500_000_002, "一千零一夜少一首｜私藏千曲长单", "慢慢听，不着急。\n每周五更新。", 8_043_061_248, thousand, "华语", "学习", "夜晚")
	list(PlaylistHuge, 500_000_003, "一万首歌的图书馆", "从 A 到 Z，一首也不少。", 987_654, huge, "合集")
	list(PlaylistSpecial, 500_000_002, "特别收藏：会员、试听、灰色与云盘", "每一种都有一首。", 77, special)
	list(PlaylistHostile, 500_000_004, "小心终端", "名字里有坏东西。", 3, []int64{SongFirst, SongHostile, SongFirst + 1})
	list(PlaylistToplist, 1, "演示飙升榜", "每天更新。", 5_295_054_336, core[100:200], "榜单")
	for i, name := range dailyLists {
		from := (i * 41) % 300
		list(7_200_000_000+int64(i)*31, 1, name, "为你推荐的歌单，每天更新。", int64(370_077*(i+1)), core[from:from+20+i*5], "推荐")
	}
}

// now is when the catalogue was written.
var now = day(2026, 8, 1)

// coreSongs are the songs of the catalogue proper, mixed.
func coreSongs() []int64 {
	out := make([]int64, 0, 360)
	for n := range int64(360) {
		out = append(out, signature.Base+1+n*97%360)
	}
	return out
}

// DemoName is the account's nickname.
const DemoName = "听潮"

var dailyLists = []string{
	"[午后三点] 咖啡凉了，歌还在", "雨天限定｜听见窗外的城市", "古筝入梦：一纸山河慢慢铺开", "通勤四十分钟，刚好够一场电影配乐",
	"日系清晨 | 自行车、汽水与海风", "Folk by the Fire: songs for slow evenings", "霓虹与磁带：合成器浪潮", "写代码时的背景音（无人声）",
}

// DailyLists are the ids of the recommended playlists.
func (c *Catalogue) DailyLists() []int64 {
	ids := make([]int64, len(dailyLists))
	for i := range ids {
		ids[i] = 7_200_000_000 + int64(i)*31
	}
	return ids
}
