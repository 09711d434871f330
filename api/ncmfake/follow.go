package ncmfake

import (
	"slices"

	"ncmtui/api/ncmfake/seed"
)

// followed are those whom a user follows, the last one first.
func (s *Service) followed(user int64) []int64 {
	var out []int64
	if user == seed.UserID {
		for _, m := range s.marks(userMark) {
			out = append(out, m.id)
		}
		return out
	}
	for _, p := range seed.People() {
		if seed.Follows(user, p.ID) {
			out = append(out, p.ID)
		}
	}
	if seed.Follows(user, seed.UserID) {
		out = append(out, seed.UserID)
	}
	return out
}

// followersOf are those who follow a user.
func (s *Service) followersOf(user int64) []int64 {
	var out []int64
	if user != seed.UserID && s.isMarked(userMark, user) {
		out = append(out, seed.UserID)
	}
	for _, p := range seed.People() {
		if seed.Follows(p.ID, user) {
			out = append(out, p.ID)
		}
	}
	return out
}

// followRow is somebody in a list of people, with what only that list has.
func (s *Service) followRow(shape string, id int64) obj {
	p, _ := seed.PersonOf(id)
	own, _ := s.listsOf(id)
	vip := 0
	if p.Member {
		vip = 11
	}
	followed := s.isMarked(userMark, id)
	over := obj{
		"userId": id, "nickname": s.nameOf(id), "signature": p.Signature, "avatarUrl": pictureURL(s.facePic(id)), "followed": followed, "userType": 0,
		"py": "", "gender": p.Gender, "vipType": vip, "authStatus": 0, "avatarDetail": nil, "mutual": followed && seed.Follows(id, seed.UserID),
		"follows": len(s.followed(id)), "followeds": len(s.followersOf(id)), "playlistCount": len(own), "eventCount": 0,
	}
	if shape == "follow" {
		over["vipRights"] = nil
	}
	return shaped(shape, over)
}

// follows gives whom a user follows, followers who follows one.
func follows(c *call) any {
	s, list := c.svc, []any{}
	all := s.followed(c.last())
	for _, id := range page(c, all, 30) {
		list = append(list, s.followRow("follow", id))
	}
	return obj{"follow": list, "touchCount": 0, "more": c.more(len(list), len(all)), "code": 200}
}

func followers(c *call) any {
	s, list := c.svc, []any{}
	all := s.followersOf(c.last())
	for _, id := range page(c, all, 30) {
		list = append(list, s.followRow("followed", id))
	}
	return obj{"code": 200, "more": c.more(len(list), len(all)), "followeds": list}
}

func level(c *call) any {
	n := len(c.svc.counted())
	return obj{"full": false, "data": obj{
		"userId": seed.UserID, "info": "60G音乐云盘免费容量$黑名单上限80", "progress": 0.564, "nextPlayCount": 2000, "nextLoginCount": 100,
		"nowPlayCount": 1128 + n, "nowLoginCount": 100, "level": 7,
	}, "code": 200}
}

// points are the account's cloud shells and whether it signed in today.
func points(c *call) any {
	s := c.svc
	day := s.opts.Now().In(serviceZone).Format("20060102")
	s.mu.Lock()
	balance, mobile, pc := 30, s.state.signed["0"+day], s.state.signed["1"+day]
	for range s.state.signed {
		balance += 2
	}
	s.mu.Unlock()
	return obj{
		"code": 200, "userPoint": obj{
			"userId": seed.UserID, "balance": balance, "blockBalance": 0, "status": 0, "updateTime": s.opts.Now().UnixMilli(), "version": 1,
		}, "mobileSign": mobile, "pcSign": pc,
	}
}

// memberInfo is what a user pays for: the level stays when it has ended, and
// vipCode 0 was never bought.
func memberInfo(c *call) any {
	who := c.id("userId")
	if who == 0 {
		who = seed.UserID
	}
	p, _ := seed.PersonOf(who)
	member := p.Member || who == seed.UserID && !c.svc.opts.NoMember
	term := func(code int) obj {
		out := obj{
			"vipCode": 0, "expireTime": 0, "iconUrl": "", "dynamicIconUrl": nil, "vipLevel": 0, "isSign": false, "isSignIap": false,
			"isSignDeduct": false, "isSignIapDeduct": false,
		}
		if member && code != 0 {
			out["vipCode"], out["vipLevel"], out["expireTime"] = code, 5, c.svc.opts.Now().AddDate(1, 0, 0).UnixMilli()
		}
		return out
	}
	grade := 0
	if member {
		grade = 5
	}
	return obj{"code": 200, "message": "成功", "data": obj{
		"userId": who, "redVipLevelIcon": "", "redVipLevel": grade, "redVipAnnualCount": -1, "musicPackage": term(220), "associator": term(100),
		"redplus": term(0), "familyVip": nil, "redVipDynamicIconUrl": "", "redVipDynamicIconUrl2": "",
	}}
}

// peopleLike are the people whose names or words a query hits.
func peopleLike(query string) []seed.Person {
	return slices.DeleteFunc(slices.Clone(seed.People()), func(p seed.Person) bool { return !hit(query, p.Name, p.Signature) })
}
