package seed

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"ncmtui/api/ncmfake/signature"
)

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

// RadioCategory is a shelf of podcasts.
type RadioCategory struct {
	ID   int64
	Name string
}

// RadioCategories are all shelves, in the service's order.
var RadioCategories = []RadioCategory{
	{10001, "有声书"},
	{453050, "知识技能"},
	{453051, "商业财经"},
	{11, "人文历史"},
	{13, "外语世界"},
	{14, "亲子宝贝"},
	{2001, "创作|翻唱"},
	{2, "音乐故事"},
	{3, "情感调频"},
	{8, "相声曲艺"},
	{6, "美文读物"},
	{5, "脱口秀"},
	{453052, "科技科学"},
	{4001, "校园|教育"},
	{12, "旅途|城市"},
}

// radioRows are name, text, category and what the episodes are called, the
// newest first; "N×text" stands for N numbered episodes.
var radioRows = strings.Split(`夜航电台|睡前二十分钟，一段海边的声音。|3|第五夜：潮水退去以后/第四夜：给远方的明信片/第三夜：末班渡轮/第二夜：灯塔看守人/第一夜：起航
机房里的风|写代码的人聊写代码以外的事。|453052|EP.04 键盘为什么有声音/EP.03 一行注释引发的讨论/EP.02 凌晨三点的回滚/EP.01 从终端开始
古琴十问|一件乐器，十个问题。|2|第三问：弦外有什么/第二问：徽位怎么读/第一问：为什么是七根弦
长夜读书会|一章一章，把厚书读薄。|10001|64×山海旧事·第%d回
十分钟经济课|一杯咖啡的时间，弄懂一个词。|453051|28×第%d讲
巷子里的历史|从一块门牌说起。|11|16×第%d条巷子
慢速日语|慢一点，听得清。|13|30×レッスン%d
月亮船|给三到六岁的睡前故事。|14|40×第%d个故事
翻唱练习生|唱得不像，但很认真。|2001|12×翻唱第%d首
一张唱片的背后|录音棚、封面和没有收录的那首。|2|9×第%d张
城南旧相声|抖一个包袱，歇一口气。|8|21×第%d场
短章|三百字以内的文章，读给你听。|6|33×短章 %d
下班别走|两个人，一个话题，没有结论。|5|18×Vol.%d
宇宙邮差|寄往太阳系以外的信。|453052|14×第%d封
宿舍夜谈|熄灯以后的十五分钟。|4001|11×第%d夜
一个人的火车|慢车、小站、窗外。|12|8×第%d站
树洞来信|读信，也回信。|3|26×第%d封信
耳朵里的博物馆|用声音看展。|453050|10×第%d件藏品
吉他弹唱入门|从 C 和弦开始。|453050|20×第%d课
凌晨四点的菜市场|一座城市怎样醒来。|12|6×第%d集`, "\n")

// Radios are all podcasts.
var Radios = sync.OnceValue(func() []Radio {
	names := map[string]string{}
	ids := map[string]int64{}
	for _, c := range RadioCategories {
		names[fmt.Sprint(c.ID)], ids[fmt.Sprint(c.ID)] = c.Name, c.ID
	}
	var out []Radio
	for i, row := range radioRows {
		part := strings.Split(row, "|")
		r := Radio{
			ID: 350_000_001 + int64(i)*17, Name: part[0], Text: part[1], Owner: firstPerson + int64((3+i*7)%len(listeners)),
			Category: names[part[2]], CategoryID: ids[part[2]],
		}
		episodes := episodesOf(part[3])
		for k, name := range episodes {
			n := int64(i*100 + k)
			r.Programs = append(r.Programs, Program{
				ID: 2_050_000_001 + n, Name: name, Radio: r.ID, Song: signature.Base + generated + 5000 + n, Number: len(episodes) - k,
				Created: day(2026, 7, 28).AddDate(0, 0, -7*k-i),
			})
		}
		out = append(out, r)
	}
	return out
})

func episodesOf(text string) []string {
	var n int
	count, pattern, numbered := strings.Cut(text, "×")
	if _, err := fmt.Sscan(count, &n); !numbered || err != nil {
		return strings.Split(text, "/")
	}
	var out []string
	for ; n > 0; n-- {
		out = append(out, fmt.Sprintf(pattern, n))
	}
	return out
}
