package ncmfake

import (
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"ncmtui/api/ncmfake/seed"
)

// said is what stands under everything; answers are what is said to it.
var (
	said = strings.Split(strings.ReplaceAll(`单曲循环第三天，楼下的猫都会哼了。[大哭]|前奏一响，就想起那年夏天没赶上的末班车。|编曲太舒服了，适合下雨天开着窗听。|写得真好：
“走到下一站，天就快要亮了。”|第一次听是在凌晨四点的高铁站，谢谢这首歌。|演示评论：这里本该有九万九千条。|耳机里是它，窗外是雪，刚刚好。|2 分 13 秒那个转音，鸡皮疙瘩起来了。|
每次加班到很晚，都是它陪我走回家。|高三那年，同桌把一只耳机递给我，就是这首。|从短视频过来的，结果整张专辑听完了。|鼓点进来的一瞬间，整个房间亮了。|听了一百遍，还是不会唱副歌。|有人和我一样，只为了结尾那八小节吗？|戒烟第 12 天，打卡。|愿看到这条评论的人，今晚都睡个好觉。[爱心]|
吉他手是谁？想学这段指弹。|小时候爸爸的收音机里放过，找了二十年。|歌词里那条街我去过，真的有一家便利店。|已下单黑胶，等它漂洋过海。|分手那天没哭，听到第二段哭了。|我奶奶说这个比广场舞好听。|求一个现场版！！|低音好听到想换音箱。|
这首歌适合在海边，一个人，风大一点。|今天面试过了，把它送给自己。|打工人的 BGM，听完继续改需求。|封面太好看了，设成桌面了。|原来已经发行这么久了，时间真快。|和弦走向意外地复古，喜欢。|失眠第二夜，先听为敬。|评论区像一个小小的电台。|
翻唱了一版，唱得不好，但是很快乐。|猫在键盘上睡着了，我不敢动，于是听了一下午。|听完去阳台站了一会儿。|每年秋天都会回来听一次。`, "|\n", "|"), "|")
	answers = []string{"同感！", "握手。", "我也是，那年也在那趟车上。", "抱抱你。", "哈哈哈哈", "求链接", "第二段更好听", "十年了，你还好吗？", "加油！"}
)

// remark is one comment. Parent is the one it answers, 0 for none.
type remark struct {
	id, user, parent int64
	content          string
	at               int64 // ms
	likes            int
	thread           string
}

func threadOf(prefix string, id int64) string { return prefix + number(id) }

// scatter gives a number below n, the same for the same text and place.
func scatter(text string, place int64, n uint64) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // never fails
	x := h.Sum64() + uint64(place)*0x9e3779b97f4a7c15
	x ^= x >> 29
	x *= 0xbf58476d1ce4e5b9
	return int64((x ^ x>>32) % n)
}

// remarksAt says how many comments others wrote under a thread.
func remarksAt(thread string) int { return 64 + int(scatter(thread, -1, 200)) }

// said counts the comments under a thread.
func (s *Service) said(thread string) int {
	n := remarksAt(thread)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.state.remarks {
		if r.thread == thread {
			n++
		}
	}
	return n
}

// remarks are the comments under a thread, newest first: the account's own,
// and those that are there from the start. Every fifth of these answers an
// older one.
func (s *Service) remarks(thread string) []remark {
	n := remarksAt(thread)
	out := make([]remark, 0, n+4)
	s.mu.Lock()
	for _, r := range slices.Backward(s.state.remarks) {
		if r.thread == thread {
			out = append(out, r)
		}
	}
	began := s.state.began
	s.mu.Unlock()
	first, at := lastNumber(thread)*1000+1, began
	for i := range int64(n) {
		at = at.Add(-time.Duration(7+i*3+scatter(thread, i, 90)) * time.Minute)
		r := remark{
			id: first + i, content: said[(scatter(thread, -2, uint64(len(said)))+i*7)%int64(len(said))], thread: thread, at: at.UnixMilli(),
			user: seed.People()[1+scatter(thread, i, uint64(len(seed.People())-1))].ID, likes: int(scatter(thread, i, 40)),
		}
		switch {
		case i%5 == 2 && i+4 < int64(n):
			older := i + 3 + i%2
			if older%5 == 2 { // answers are not answered
				older++
			}
			r.parent, r.content = first+older, answers[scatter(thread, i, uint64(len(answers)))]
		case i%11 == 3:
			r.likes = 3000 + int(scatter(thread, i, 90_000))
		}
		out = append(out, r)
	}
	return out
}

// hottest are the comments that most people like.
func hottest(all []remark) []remark {
	out := slices.DeleteFunc(slices.Clone(all), func(r remark) bool { return r.likes < 3000 })
	slices.SortStableFunc(out, func(a, b remark) int { return b.likes - a.likes })
	return out
}

// before leaves out what is not older than a time in ms; 0 and below are no
// time.
func before(all []remark, ms int64) []remark {
	if ms <= 0 {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(r remark) bool { return r.at >= ms })
}

func (s *Service) nameOf(user int64) string {
	if user == seed.UserID {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.state.me.name
	}
	p, _ := seed.PersonOf(user)
	return p.Name
}

// facePic is the number of somebody's picture.
func (s *Service) facePic(user int64) int64 {
	if user == seed.UserID {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.state.me.avatar
	}
	return avatarPic + user
}

// speaker is who wrote a comment.
func (s *Service) speaker(user int64) obj {
	p, _ := seed.PersonOf(user)
	vip, rights := 0, any(nil)
	if p.Member || user == seed.UserID && !s.opts.NoMember {
		vip, rights = 11, obj{"associator": obj{"vipCode": 100, "rights": true}, "musicPackage": nil, "redVipAnnualCount": -1}
	}
	return obj{
		"locationInfo": nil, "liveInfo": nil, "userId": user, "nickname": s.nameOf(user), "authStatus": 0, "avatarUrl": pictureURL(s.facePic(user)),
		"experts": nil, "userType": 0, "expertTags": nil, "vipRights": rights, "remarkName": nil, "vipType": vip,
	}
}

// remarkJSON is a comment as the service writes it, all the thread's beside
// it.
func (s *Service) remarkJSON(r remark, all []remark) obj {
	liked := s.isMarked(commentMark, r.id)
	if liked {
		r.likes++
	}
	replied := []any{}
	if r.parent != 0 {
		for _, o := range all {
			if o.id == r.parent {
				replied = append(replied, obj{
					"user": s.speaker(o.user), "beRepliedCommentId": o.id, "content": o.content, "status": 0, "expressionUrl": nil,
				})
			}
		}
	}
	return obj{
		"user": s.speaker(r.user), "beReplied": replied, "pendantData": nil, "showFloorComment": nil, "status": 0, "commentId": r.id,
		"content": r.content, "time": r.at, "likedCount": r.likes, "expressionUrl": nil, "commentLocationType": 0, "parentCommentId": r.parent,
		"decoration": nil, "repliedMark": nil, "liked": liked,
	}
}

func (s *Service) remarksJSON(part, all []remark) []any {
	list := []any{}
	for _, r := range part {
		list = append(list, s.remarkJSON(r, all))
	}
	return list
}

// floorOf are the answers to a comment.
func floorOf(all []remark, parent int64) []remark {
	return slices.DeleteFunc(slices.Clone(all), func(r remark) bool { return r.parent != parent })
}
