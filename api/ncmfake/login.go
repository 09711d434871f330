package ncmfake

import (
	"crypto/md5" //nolint:gosec // only to scatter test values
	"encoding/hex"
	"fmt"
	"time"

	"ncmtui/api/ncmfake/seed"
)

// loginCode is a QR code somebody may scan.
type loginCode struct {
	made  time.Time
	polls int
	done  bool
}

// codeLife is how long a QR code can be used.
const codeLife = 5 * time.Minute

// fresh gives a value that no earlier one equals, the same in every run.
func (s *Service) fresh(purpose string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token++
	sum := md5.Sum(fmt.Appendf(nil, "%s %d", purpose, s.token)) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])
}

func qrKey(c *call) any {
	h := c.svc.fresh("unikey")
	key := fmt.Sprintf("%s-%s-%s-%s-%s", h[:8], h[8:12], h[12:16], h[16:20], h[20:])
	c.svc.mu.Lock()
	c.svc.state.codes[key] = &loginCode{made: c.svc.opts.Now()}
	c.svc.mu.Unlock()
	return obj{"code": 200, "unikey": key}
}

// qrPoll lets an invisible hand scan and confirm: some polls wait, some are
// being confirmed, the next one is the login.
func qrPoll(c *call) any {
	if c.text("type") == "" {
		return obj{"code": 400, "message": "参数错误"}
	}
	s := c.svc
	s.mu.Lock()
	code, ok := s.state.codes[c.text("key")]
	if !ok || code.done || s.opts.Now().Sub(code.made) > codeLife {
		s.mu.Unlock()
		return obj{"code": 800, "message": "二维码不存在或已过期"}
	}
	code.polls++
	n := code.polls
	code.done = n > s.opts.QRWaits+s.opts.QRConfirms
	s.mu.Unlock()
	switch {
	case n <= s.opts.QRWaits:
		return obj{"code": 801, "message": "等待扫码"}
	case n <= s.opts.QRWaits+s.opts.QRConfirms:
		return obj{"nickname": seed.DemoName, "avatarUrl": pictureURL(avatarPic), "code": 802, "message": "授权中", "cookie": ""}
	}
	c.openSession()
	return obj{"code": 803, "message": "授权登陆成功"}
}

// openSession makes a session and sends its cookies as the service does: many
// lines, several of a name, one that deletes.
func (c *call) openSession() {
	token := c.svc.fresh("session") + c.svc.fresh("session")
	c.svc.mu.Lock()
	c.svc.state.sessions[token] = true
	c.svc.mu.Unlock()
	now := c.svc.opts.Now().UTC()
	line := func(name, value string, age int, path string) {
		c.header.Add("Set-Cookie", fmt.Sprintf("%s=%s; Max-Age=%d; Expires=%s; Path=%s; Domain=.music.163.com; HTTPOnly",
			name, value, age, now.Add(time.Duration(age)*time.Second).Format("Mon, 02 Jan 2006 15:04:05 GMT"), path))
	}
	const year = 365 * 24 * 3600
	for _, path := range []string{"/wapi/feedback", "/weapi/feedback", "/neapi/clientlog", "/eapi/clientlog", "/openapi/clientlog"} {
		line("MUSIC_A_T", "1400000000000", year, path)
		line("MUSIC_R_T", "1400000000001", year, path)
	}
	c.header.Add("Set-Cookie", "MUSIC_SNS=; Max-Age=0; Expires="+now.Format("Mon, 02 Jan 2006 15:04:05 GMT")+"; Path=/")
	line("__csrf", c.svc.fresh("csrf"), 15*24*3600, "/")
	line("MUSIC_U", token, year/2, "/")
}

func anonymous(c *call) any {
	if c.text("username") == "" {
		return obj{"code": 400, "message": "参数错误"}
	}
	c.header.Add("Set-Cookie", "MUSIC_A="+c.svc.fresh("anonymous")+c.svc.fresh("anonymous")+
		"; Max-Age=2147483647; Path=/; Domain=.music.163.com; HTTPOnly")
	return obj{"code": 200, "userId": 9_003_722_748, "createTime": c.svc.opts.Now().UnixMilli()}
}

func logout(c *call) any {
	c.svc.mu.Lock()
	delete(c.svc.state.sessions, c.cookies["MUSIC_U"])
	c.svc.mu.Unlock()
	c.header.Add("Set-Cookie", "MUSIC_U=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; Domain=.music.163.com")
	return obj{"code": 200}
}

// refresh gives a new session and ends the old one.
func refresh(c *call) any {
	c.svc.mu.Lock()
	delete(c.svc.state.sessions, c.cookies["MUSIC_U"])
	c.svc.mu.Unlock()
	c.openSession()
	return obj{"code": 200}
}

// account is the login status: 200 with nulls when logged out.
func account(c *call) any {
	if !c.user {
		return obj{"code": 200, "account": nil, "profile": nil}
	}
	vip := 11
	if c.svc.opts.NoMember {
		vip = 0
	}
	return obj{"code": 200, "account": obj{
		"id": seed.UserID, "userName": "0_demo@163.com", "type": 0, "status": 0, "whitelistAuthority": 0, "createTime": 1400000000000,
		"tokenVersion": 1, "ban": 0, "baoyueVersion": 0, "donateVersion": 0, "vipType": vip, "anonimousUser": false, "paidFee": false,
	}, "profile": c.svc.profile()}
}

// profile is the account's own face.
func (s *Service) profile() obj {
	followersOfAccount := len(s.followersOf(seed.UserID))
	s.mu.Lock()
	defer s.mu.Unlock()
	p := user(seed.UserID, s.state.me.name)
	pic := s.state.me.avatar
	p["avatarUrl"], p["avatarImgId"], p["avatarImgIdStr"], p["signature"] = pictureURL(pic), pic, fmt.Sprint(pic), s.state.me.signature
	p["vipType"], p["followeds"], p["follows"], p["eventCount"] = 11, followersOfAccount, len(s.state.marks[userMark]), 0
	if s.opts.NoMember {
		p["vipType"] = 0
	}
	p["playlistCount"], p["playlistBeSubscribedCount"] = len(s.state.lists), 1
	return p
}

// user is somebody's face in playlists and profiles.
func user(id int64, name string) obj {
	pic := avatarPic
	if id != seed.UserID {
		pic += id
	}
	return obj{
		"defaultAvatar": false, "province": 110000, "authStatus": 0, "followed": false, "avatarUrl": pictureURL(pic),
		"accountStatus": 0, "gender": 0, "city": 110101, "birthday": int64(-2209017600000), "userId": id, "userType": 0, "nickname": name,
		"signature": "", "description": "", "detailDescription": "", "avatarImgId": pic, "backgroundImgId": avatarPic + 1,
		"backgroundUrl": pictureURL(avatarPic + 1), "authority": 0, "mutual": false, "expertTags": nil, "experts": nil, "djStatus": 0,
		"vipType": 0, "remarkName": nil, "avatarImgIdStr": fmt.Sprint(pic), "backgroundImgIdStr": fmt.Sprint(avatarPic + 1),
	}
}

// owner is a user who made a playlist.
func owner(id int64) obj {
	p, _ := seed.PersonOf(id)
	u := user(id, p.Name)
	u["authenticationTypes"], u["avatarDetail"], u["anchor"], u["avatarImgId_str"] = 0, nil, false, u["avatarImgIdStr"]
	return u
}

func userDetail(c *call) any {
	who, ok := seed.PersonOf(c.last())
	if !ok {
		return obj{"code": 404, "message": "用户不存在"}
	}
	p, heard := c.svc.profile(), len(c.svc.Plays())
	if who.ID != seed.UserID {
		heard = 0
		p = user(who.ID, who.Name)
		p["signature"], p["followed"] = who.Signature, c.svc.isMarked(userMark, who.ID)
		own, _ := c.svc.listsOf(who.ID)
		p["followeds"], p["follows"], p["eventCount"], p["playlistCount"] = len(c.svc.followersOf(who.ID)), len(c.svc.followed(who.ID)), shared(who.ID), len(own)
		p["gender"], p["mutual"] = who.Gender, p["followed"] == true && seed.Follows(who.ID, seed.UserID)
		if who.Member {
			p["vipType"] = 11
		}
	}
	return obj{
		"level": who.Level, "listenSongs": who.Listened + heard, "mobileSign": false, "pcSign": false, "profile": p, "peopleCanSeeMyPlayRecord": !who.Hides,
		"bindings": []any{}, "adValid": true, "code": 200, "createTime": 1400000000000, "createDays": 901,
	}
}
