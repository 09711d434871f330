package api

import (
	"context"
	"time"
)

// Membership is what an account pays for. Level is kept when the membership
// has ended: see Active.
type Membership struct {
	UserID  int64
	Level   int       // 0 never had one
	Yearly  int       // years paid at once; the service gives -1 for none
	Member  time.Time // VIP until; zero: not
	Super   time.Time // SVIP until; zero: not
	Package time.Time // the older music package until; zero: not
}

// Active says whether the account is a member at a time.
func (m Membership) Active(now time.Time) bool {
	return m.Member.After(now) || m.Super.After(now)
}

// Membership is the membership of a user, of the account with 0; login needed.
func (c *Client) Membership(ctx context.Context, user int64) (Membership, error) {
	p := Params{}
	if user != 0 {
		p["uid"] = user
	}
	type wireTerm struct {
		Code  jsonInt `json:"vipCode"` // 0: never bought
		Until jsonInt `json:"expireTime"`
	}
	b, err := call[struct {
		Data object[struct {
			User    jsonInt          `json:"userId"`
			Level   jsonInt          `json:"redVipLevel"`
			Yearly  jsonInt          `json:"redVipAnnualCount"`
			Member  object[wireTerm] `json:"associator"`
			Super   object[wireTerm] `json:"redplus"`
			Package object[wireTerm] `json:"musicPackage"`
		}] `json:"data"`
	}](ctx, c, "/vip/info", p)
	if err != nil {
		return Membership{}, err
	}
	until := func(w object[wireTerm]) time.Time {
		if w.V.Code == 0 {
			return time.Time{}
		}
		return millis(w.V.Until)
	}
	d := b.Data.V
	return Membership{int64(d.User), int(d.Level), int(d.Yearly), until(d.Member), until(d.Super), until(d.Package)}, nil
}
