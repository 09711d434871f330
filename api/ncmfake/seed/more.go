package seed

import (
	"time"

	"ncmtui/api/ncmfake/signature"
)

// Person is somebody with a profile.
type Person struct {
	ID        int64
	Name      string
	Signature string
}

// People are all users but the account's own.
var People = []Person{
	{1, "演示编辑", "每天为你挑歌。"},
	{500_000_002, "南窗听雨", "慢慢听，不着急。"},
	{500_000_003, "图书管理员", "从 A 到 Z。"},
	{500_000_004, "红队", "小心终端。"},
	{500_000_005, "夜航电台", "夜里说话，白天听歌。"},
}

// PersonOf finds a user, the account's own among them.
func PersonOf(id int64) (Person, bool) {
	if id == UserID {
		return Person{ID: UserID, Name: DemoName}, true
	}
	for _, p := range People {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// Radio is a podcast.
type Radio struct {
	ID         int64
	Name       string
	Text       string
	Owner      int64
	Category   string
	CategoryID int64
	Programs   []Program // the newest first
}

// Program is one episode. Song is what is played.
type Program struct {
	ID      int64
	Name    string
	Radio   int64
	Song    int64
	Number  int
	Created time.Time
}

// Radios are all podcasts.
var Radios = func() []Radio {
	rows := []struct {
		name, text, category string
		categoryID           int64
		programs             []string
	}{
		{"夜航电台", "睡前二十分钟，一段海边的声音。", "情感", 3, []string{"第五夜：潮水退去以后", "第四夜：给远方的明信片", "第三夜：末班渡轮", "第二夜：灯塔看守人", "第一夜：起航"}},
		{"机房里的风", "写代码的人聊写代码以外的事。", "科技科学", 453052, []string{"EP.04 键盘为什么有声音", "EP.03 一行注释引发的讨论", "EP.02 凌晨三点的回滚", "EP.01 从终端开始"}},
		{"古琴十问", "一件乐器，十个问题。", "音乐推荐", 2001, []string{"第三问：弦外有什么", "第二问：徽位怎么读", "第一问：为什么是七根弦"}},
	}
	var out []Radio
	for i, r := range rows {
		radio := Radio{
			ID: 350_000_001 + int64(i)*17, Name: r.name, Text: r.text, Owner: 500_000_005 - int64(i), Category: r.category, CategoryID: r.categoryID,
		}
		for k, name := range r.programs {
			n := int64(i*100 + k)
			radio.Programs = append(radio.Programs, Program{
				ID: 2_050_000_001 + n, Name: name, Radio: radio.ID, Song: signature.Base + generated + 5000 + n, Number: len(r.programs) - k,
				Created: day(2026, 7, 28).AddDate(0, 0, -7*k),
			})
		}
		out = append(out, radio)
	}
	return out
}()

// Video is a music video. Song is what is heard.
type Video struct {
	ID     int64
	Name   string
	Artist int64
	Song   int64
	Day    string
}

// Videos gives all music videos: one for the first song of every other album.
func (c *Catalogue) Videos() []Video {
	var out []Video
	for i := 0; i < len(c.Albums) && len(out) < 12; i += 2 {
		a := c.Albums[i]
		s, _ := c.Song(a.Songs[0])
		if s.ID == SongHostile || s.Kind != Normal {
			continue
		}
		out = append(out, Video{
			ID: 10_900_001 + int64(i)*7, Name: s.Name + "（演示视频）", Artist: a.Artist, Song: s.ID, Day: a.Published.Format(time.DateOnly),
		})
	}
	return out
}
