package seed

import (
	"slices"
	"strings"
	"sync"
)

// Person is somebody with a profile.
type Person struct {
	ID        int64
	Name      string
	Signature string
	Gender    int  // 1 male, 2 female, 0 not told
	Member    bool // pays
	Hides     bool // shows nobody what was played
	Level     int
	Listened  int // songs
}

// firstPerson is the id of the first of the listeners.
const firstPerson int64 = 500_000_002

// listeners are the names of the people, the ones with a part to play first.
var listeners = strings.Split(`南窗听雨|慢慢听，不着急。
图书管理员|从 A 到 Z。
红队|小心终端。
夜航电台|夜里说话，白天听歌。
林间有风|
第七站台|每天七点二十三分的地铁。
薄荷不加糖|耳机是我的结界
老周的唱片店|只收黑胶，不收回忆。
半亩花田|
星期三的猫|喵。
凌晨两点四十|睡不着的时候都在听歌
一只企鹅|南极没有 Wi-Fi
没有伞的人|前方有雨，请跑。
写代码的阿远|编译中，请稍候……
桃子汽水_|夏天限定
山有木兮|木有枝
Kumo|雲の上はいつも晴れ
旧磁带 B 面|翻面继续
江上数峰青|
不吃香菜|真的不吃。
今晚打老虎|
小满未满|人生小满胜万全
白噪音收集者|雨声、海浪、冰箱
橘色黄昏|落日飞车
Slow Motion|take it easy
阿尔卑斯的羊|
隔壁班的吉他手|弹得一般，唱得更一般
在逃月亮|今晚不营业
豆浆油条|早。
深海鱼|请勿投喂
山茶花开时|
四月物语|
退潮以后|沙滩上有你没带走的贝壳
一万光年|信号还在路上
弄堂口的梧桐|
Echo|…echo…echo
云朵加工厂|今日产量：三朵
晚安书店|打烊前最后一首
咸鱼翻身中|翻到一半了
第二人称|你好。`, "\n")

// People are all users but the account's own.
var People = sync.OnceValue(func() []Person {
	out := []Person{{ID: 1, Name: "演示编辑", Signature: "每天为你挑歌。", Level: 10, Listened: 20480}}
	for i, row := range listeners {
		name, text, _ := strings.Cut(row, "|")
		id := firstPerson + int64(i)
		out = append(out, Person{
			ID: id, Name: name, Signature: text, Gender: pick(id, "gender", 3), Member: pick(id, "member", 3) == 0, Hides: name == "红队",
			Level: 3 + pick(id, "level", 8), Listened: 180 + pick(id, "listened", 9000),
		})
	}
	return out
})

// PersonOf finds a user, the account's own among them.
func PersonOf(id int64) (Person, bool) {
	switch {
	case id == UserID:
		return Person{ID: UserID, Name: DemoName, Level: 7, Listened: 1128}, true
	case id == People()[0].ID:
		return People()[0], true
	case id >= firstPerson && id < firstPerson+int64(len(listeners)):
		return People()[id-firstPerson+1], true
	}
	return Person{}, false
}

// Follows says whether a person follows another. Whom the account follows is
// its own affair.
func Follows(who, whom int64) bool {
	if who == whom || who == UserID {
		return false
	}
	n := 5
	if whom == UserID {
		n = 3
	}
	return pick(who*1_000_003+whom, "follows", n) == 0
}

// FirstFollowed are those whom the account follows at first, the last one
// first.
func FirstFollowed() []int64 {
	return []int64{firstPerson, firstPerson + 3, firstPerson + 6, firstPerson + 9, firstPerson + 17, firstPerson + 24}
}

// LikesOf are the songs that a person likes, newest first.
func (c *Catalogue) LikesOf(person int64) []int64 {
	var out []int64
	for i, n := 0, 20+pick(person, "likes", 60); i < n; i++ {
		id := c.FM[(pick(person, "first", len(c.FM))+i*(1+pick(person, "step", 5)))%len(c.FM)]
		if s, ok := c.Song(id); ok && s.Kind == Normal {
			out = append(out, id)
		}
	}
	return distinct(out)
}

// distinct leaves out what came before; the lists are short.
func distinct(in []int64) []int64 {
	out := in[:0:0]
	for _, id := range in {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
