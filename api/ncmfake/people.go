package ncmfake

import (
	"crypto/md5" //nolint:gosec // how the service wants passwords
	"encoding/hex"
	"strings"

	"ncmtui/api/ncmfake/seed"
)

// Captcha is the code that every phone gets, and Password the one that opens
// the account.
const (
	Captcha  = "1234"
	Password = "ncmtui-demo"
)

// phoneLogin opens a session by captcha or password.
func phoneLogin(c *call) any {
	sum := md5.Sum([]byte(Password)) //nolint:gosec // see the import
	switch {
	case c.text("phone") == "" && c.text("username") == "":
		return obj{"code": 400, "message": "参数错误"}
	case c.text("captcha") != "" && c.text("captcha") != Captcha:
		return obj{"code": 503, "message": "验证码错误"}
	case c.text("captcha") == "" && c.text("password") != hex.EncodeToString(sum[:]):
		return obj{"code": 502, "message": "账号或密码错误", "msg": "账号或密码错误"}
	}
	c.openSession()
	return shaped("login", obj{
		"account": obj{"id": seed.UserID, "userName": "1_" + c.text("phone"), "vipType": 11}, "token": c.svc.fresh("token"),
		"profile": c.svc.profile(), "bindings": []any{c.svc.binding()},
	})
}

func (s *Service) binding() obj { return shaped("binding", obj{"userId": seed.UserID}) }

func bindings(c *call) any { return obj{"code": 200, "bindings": []any{c.svc.binding()}} }

func sendCaptcha(c *call) any {
	if c.text("cellphone") == "" {
		return obj{"code": 400, "message": "参数错误"}
	}
	return obj{"code": 200, "data": true}
}

func verifyCaptcha(c *call) any {
	if c.text("captcha") != Captcha {
		return obj{"code": 503, "message": "验证码错误", "data": false}
	}
	return obj{"code": 200, "message": "", "data": true}
}

func phoneKnown(c *call) any {
	return obj{"code": 200, "exist": 1, "nickname": seed.DemoName, "hasPassword": true, "avatarUrl": pictureURL(avatarPic)}
}

func nickFree(c *call) any {
	name := c.text("nickname")
	taken := name == seed.DemoName
	return obj{"code": 200, "duplicated": taken, "nickname": name, "candidateNicknames": []any{}}
}

// updateProfile changes the account's face.
func updateProfile(c *call) any {
	s := c.svc
	s.mu.Lock()
	defer s.mu.Unlock()
	if name := c.text("nickname"); name != "" {
		s.state.me.name = name
	}
	if _, ok := c.params["signature"]; ok {
		s.state.me.signature = c.text("signature")
	}
	return obj{"code": 200}
}

func updateAvatar(c *call) any {
	id := c.id("imgid")
	c.svc.mu.Lock()
	c.svc.state.me.avatar = id
	c.svc.mu.Unlock()
	return obj{"code": 200, "url": pictureURL(id), "imgId": id}
}

func subcount(c *call) any {
	s := c.svc
	s.mu.Lock()
	own, subs := len(s.state.lists), len(s.state.subs)
	marks := s.state.marks
	out := obj{
		"programCount": 0, "djRadioCount": len(marks[radioMark]), "mvCount": len(marks[videoMark]), "artistCount": len(marks[artistMark]),
		"newProgramCount": 0, "createDjRadioCount": 0, "createdPlaylistCount": own, "subPlaylistCount": subs, "code": 200,
	}
	s.mu.Unlock()
	return out
}

// signIn is the daily point: once a day for each kind of device.
func signIn(c *call) any {
	key := c.text("type") + c.svc.opts.Now().In(serviceZone).Format("20060102")
	c.svc.mu.Lock()
	defer c.svc.mu.Unlock()
	if c.svc.state.signed[key] {
		return obj{"code": -2, "msg": "重复签到"}
	}
	c.svc.state.signed[key] = true
	return obj{"point": 3, "code": 200}
}

func pointSign(c *call) any {
	key := "point" + c.svc.opts.Now().In(serviceZone).Format("20060102")
	c.svc.mu.Lock()
	defer c.svc.mu.Unlock()
	first := !c.svc.state.signed[key]
	c.svc.state.signed[key] = true
	n := 0
	if first {
		n = 2
	}
	return obj{"code": 200, "data": obj{"sign": first, "yunbeiNum": n, "yunbeiAdInfo": nil}, "message": ""}
}

func peopleByName(c *call) any {
	ids := obj{}
	for _, name := range strings.Split(c.text("nicknames"), ",") {
		for _, p := range seed.People() {
			if p.Name == name {
				ids[name] = p.ID
			}
		}
	}
	return obj{"code": 200, "nicknames": ids}
}

// newUserDetail is the newer page of a user.
func newUserDetail(c *call) any {
	d, ok := userDetail(c).(obj)
	if !ok || d["profile"] == nil {
		return obj{"code": 404, "message": "用户不存在"}
	}
	d["userPoint"], d["code"] = obj{"userId": d["profile"].(obj)["userId"], "balance": 30}, 200
	return d
}

// peopleRoutes are the addresses of accounts; open ones first.
func peopleRoutes() (open, members map[string]handler) {
	open = map[string]handler{
		"/api/w/login":                   phoneLogin,
		"/api/w/login/cellphone":         phoneLogin,
		"/api/w/register/cellphone":      phoneLogin,
		"/api/sms/captcha/sent":          sendCaptcha,
		"/api/sms/captcha/verify":        verifyCaptcha,
		"/api/cellphone/existence/check": phoneKnown,
		"/api/nickname/duplicated":       nickFree,
		"/api/user/getUserIds":           peopleByName,
	}
	members = map[string]handler{
		"/api/user/profile/update":                  updateProfile,
		"/api/user/avatar/upload/v1":                updateAvatar,
		"/api/user/level":                           level,
		"/api/subcount":                             subcount,
		"/api/point/dailyTask":                      signIn,
		"/api/pointmall/user/sign":                  pointSign,
		"/api/point/signed/get":                     points,
		"/api/point/today/get":                      points,
		"/api/v1/user/info":                         points,
		"/api/music-vip-membership/front/vip/info":  memberInfo,
		"/api/music-vip-membership/client/vip/info": memberInfo,
		"/api/msg/private/users":                    messages,
		"/api/msg/private/history":                  talk,
		"/api/msg/private/send":                     sendMessage,
		"/api/msg/recentcontact/get":                noMessages("follow"),
		"/api/msg/notices":                          noMessages("notices"),
		"/api/forwards/get":                         noMessages("forwards"),
		"/api/v1/event/get":                         events("event"),
	}
	return open, members
}
