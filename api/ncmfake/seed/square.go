package seed

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"ncmtui/api/ncmfake/signature"
)

// CategoryKinds are the names of the kinds of playlist categories, by number.
var CategoryKinds = []string{"语种", "风格", "场景", "情感", "主题"}

// Categories are the words of the playlist square, by kind.
var Categories = [][]string{
	strings.Fields("华语 欧美 日语 韩语 粤语"),
	strings.Fields("流行 摇滚 民谣 电子 舞曲 说唱 轻音乐 爵士 乡村 R&B/Soul 古典 民族 英伦 金属 朋克 蓝调 雷鬼 世界音乐 拉丁 古风 后摇"),
	strings.Fields("清晨 夜晚 学习 工作 午休 下午茶 地铁 驾车 运动 旅行 散步 酒吧"),
	strings.Fields("怀旧 清新 浪漫 伤感 治愈 放松 孤独 感动 兴奋 快乐 安静 思念"),
	strings.Fields("综艺 影视原声 ACG 儿童 校园 游戏 70后 80后 90后 网络歌曲 KTV 经典 翻唱 吉他 钢琴 器乐 榜单 00后"),
}

// HotCategories are those that everybody uses.
var HotCategories = strings.Fields("华语 流行 摇滚 民谣 电子 轻音乐 影视原声 ACG 怀旧 治愈")

// phrases are what playlists call themselves.
var phrases = strings.Split(`前奏一响就回到那年夏天
写给没有寄出的信
把耳朵借我四十分钟
循环到天亮
窗外的城市慢慢亮起来
一个人也要好好吃饭
下一站，换乘
不必快乐，也不必难过
藏在副歌里的秘密
给十年后的自己
从第一秒就沦陷
这座城市没有终点站
雨声是最好的和声
旧唱片里的温度
听见山谷的回音
晚风和你都刚刚好
把日子过成一首歌
深夜食堂的背景音
耳机分你一半
沿着海岸线一直开
书桌前的第三杯咖啡
今日份的小确幸
听完这张单就睡
私藏曲库，请勿外传`, "\n")

// squareSize is how many playlists the square has.
const squareSize = 260

// wider are the playlists that are made when first asked for: charts, the
// square, what people like.
var wider = sync.OnceValues(func() ([]Playlist, map[int64]int) {
	c, core := Load(), coreSongs()
	all := slices.Concat(c.charts(core), c.square(core), c.peoplesLikes())
	at := make(map[int64]int, len(all))
	for i, p := range all {
		at[p.ID] = i
	}
	return all, at
})

// AllPlaylists are all playlists there are, those of Playlists first.
func (c *Catalogue) AllPlaylists() []Playlist {
	all, _ := wider()
	return slices.Concat(c.Playlists, all)
}

// square makes the playlists of the square: each has one or two categories,
// a quarter of them is Chinese besides. The songs fit a category that is a
// language.
func (c *Catalogue) square(core []int64) (out []Playlist) {
	var words []string
	for _, kind := range Categories {
		words = append(words, kind...)
	}
	byLang := map[string][]int64{}
	for _, id := range core {
		s := c.Songs[c.songs[id]]
		if s.Kind == Normal {
			byLang[s.Lang] = append(byLang[s.Lang], id)
		}
	}
	langs := map[string]string{"华语": "zh", "粤语": "zh", "欧美": "en", "日语": "ja", "韩语": "ko", "器乐": "", "钢琴": "", "轻音乐": ""}
	for i := range squareSize {
		word := words[i%len(words)]
		tags := []string{word}
		if other := words[(i*7+3)%len(words)]; i%3 == 1 && other != word {
			tags = append(tags, other)
		}
		lang, told := langs[word]
		if i%4 == 0 && !told {
			tags, lang, told = append(tags, "华语"), "zh", true
		}
		from := core
		if told {
			from = byLang[lang]
		}
		id := 7_400_000_000 + int64(i)*13
		songs := make([]int64, 0, 48)
		for k := range 16 + pick(id, "size", 32) {
			songs = append(songs, from[(pick(id, "from", len(from))+k)%len(from)])
		}
		if !told {
			for k := range int64(pick(id, "more", 40)) {
				songs = append(songs, signature.Base+generated+int64(pick(id, "many", generatedCount-200))+k*3)
			}
		}
		out = append(out, Playlist{
			ID: id, Name: word + "｜" + phrases[(i*5+i/len(words))%len(phrases)], Description: squareText(word, len(songs)), Tags: tags,
			Owner: firstPerson + int64(pick(id, "owner", len(listeners))), Plays: int64(1_000 + pick(id, "plays", 9_000_000)),
			Created: now.AddDate(0, 0, -30-pick(id, "age", 2000)), Updated: now.Add(-time.Duration(pick(id, "new", 700)) * time.Hour), Songs: distinct(songs),
		})
	}
	return out
}

func squareText(word string, n int) string {
	return fmt.Sprintf("%s歌单，不定期更新。\n目前收录 %d 首，欢迎收藏。", word, n)
}

// peoplesLikes gives every person the playlist of the songs he likes.
func (c *Catalogue) peoplesLikes() (out []Playlist) {
	for i, p := range People()[1:] {
		out = append(out, Playlist{
			ID: 7_500_000_000 + int64(i), Name: p.Name + "喜欢的音乐", Owner: p.ID, Liked: true, Plays: int64(pick(p.ID, "plays", 4000)),
			Created: now.AddDate(-3, 0, -i), Updated: now.AddDate(0, 0, -i), Songs: c.LikesOf(p.ID),
		})
	}
	return out
}

// Chart is a playlist that follows a rule. Letter is what the service calls the
// official ones by, "" for the others.
type Chart struct {
	ID     int64
	Letter string
	Every  string
}

// chartRows are name, letter, how often it changes, and the language of the
// songs ("*" any).
var chartRows = strings.Split(`演示新歌榜|N|每天更新|*
演示原创榜|O|每周四更新|zh
演示热歌榜|H|每天更新|*
演示华语榜||每周一更新|zh
演示欧美榜||每周一更新|en
演示日语榜||每周一更新|ja
演示韩语榜||每周一更新|ko
演示器乐榜||每周五更新|
演示夜听榜||每周五更新|*
演示新声榜||刚刚更新|*`, "\n")

// Charts are all charts, the official ones first.
var Charts = sync.OnceValue(func() []Chart {
	out := []Chart{{ID: PlaylistToplist, Letter: "S", Every: "每天更新"}}
	for i, row := range chartRows {
		part := strings.Split(row, "|")
		out = append(out, Chart{ID: PlaylistToplist + 1 + int64(i), Letter: part[1], Every: part[2]})
	}
	return out
})

func (c *Catalogue) charts(core []int64) (out []Playlist) {
	for i, row := range chartRows {
		part := strings.Split(row, "|")
		id := Charts()[i+1].ID
		var songs []int64
		for k := range core {
			s := c.Songs[c.songs[core[(k*7+i*53)%len(core)]]]
			if (part[3] == "*" || s.Lang == part[3]) && s.Kind == Normal && len(songs) < 100 {
				songs = append(songs, s.ID)
			}
		}
		out = append(out, Playlist{
			ID: id, Name: part[0], Description: part[2] + "。", Tags: []string{"榜单"}, Owner: People()[0].ID,
			Plays: int64(100_000_000 + pick(id, "plays", 900_000_000)), Created: now.AddDate(-8, 0, 0), Updated: now.Add(-time.Duration(i+1) * time.Hour), Songs: distinct(songs),
		})
	}
	return out
}

// IsChart says whether a playlist is a chart.
func IsChart(id int64) bool {
	return slices.ContainsFunc(Charts(), func(c Chart) bool { return c.ID == id })
}
