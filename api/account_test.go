package api

import (
	"context"
	"errors"
	"testing"

	"ncmtui/internal/safe"
)

func TestAccountCallsAskForWhatTheyShould(t *testing.T) {
	t.Parallel()
	const login = `{"code":200,"account":{"id":7},"profile":{"userId":7,"nickname":"n"}}`
	const md5OfSecret = "5ebe2294ecd0e0f08eab7690d2a6ee69"
	asks(t, []ask{
		{name: "captcha", path: "/api/sms/captcha/sent", params: `"ctcode":"86","cellphone":"13800000000"`, call: acted(func(c *Client, ctx context.Context) error {
			return c.SendCaptcha(ctx, "", "13800000000")
		})},
		{name: "captcha abroad", path: "/api/sms/captcha/verify", params: `"ctcode":"49","cellphone":"1","captcha":"4321"`, call: acted(func(c *Client, ctx context.Context) error {
			return c.VerifyCaptcha(ctx, "49", "1", "4321")
		})},
		{name: "login by code", path: "/api/w/login/cellphone", params: `"phone":"1","captcha":"4321","countrycode":"86"`, answer: login, call: func(ctx context.Context, c *Client) (any, error) {
			u, err := c.LoginPhone(ctx, PhoneLogin{Phone: "1", Captcha: "4321"})
			return []any{u.ID, u.Name}, err
		}, want: `[7,"n"]`},
		{name: "login by password", path: "/api/w/login/cellphone", params: `"countrycode":"49","password":"` + md5OfSecret + `"`, answer: login, call: func(ctx context.Context, c *Client) (any, error) {
			return c.LoginPhone(ctx, PhoneLogin{Country: "49", Phone: "1", Password: "secret"})
		}},
		{name: "login by address", path: "/api/w/login", params: `"username":"a@b.c","password":"` + md5OfSecret + `"`, answer: login, call: func(ctx context.Context, c *Client) (any, error) {
			return c.LoginEmail(ctx, "a@b.c", "secret")
		}},
		{name: "user", path: "/api/v1/user/detail/3722748181", call: func(ctx context.Context, c *Client) (any, error) { return c.User(ctx, 3722748181) }},
		{name: "bindings", path: "/api/v1/user/bindings/7", answer: `{"code":200,"bindings":[{"id":1,"tokenJsonStr":"canary"}]}`, call: gotBindings, want: `[{"ID":1,"User":0,"Type":0,"Expired":false,"Bound":"0001-01-01T00:00:00Z"}]`},
		{name: "sign in as the phone", path: "/api/point/dailyTask", params: `"type":0`, answer: `{"code":200,"point":3}`, call: signIn, want: `{"Points":3,"Already":false}`},
		{name: "sign in again", path: "/api/point/dailyTask", answer: `{"code":-2,"msg":"重复签到"}`, call: signIn, want: `{"Points":0,"Already":true}`},
		{name: "follow", path: "/api/user/follow/7", call: acted(func(c *Client, ctx context.Context) error { return c.Follow(ctx, 7, true) })},
		{name: "unfollow", path: "/api/user/delfollow/7", call: acted(func(c *Client, ctx context.Context) error { return c.Follow(ctx, 7, false) })},
	})
}

func gotBindings(ctx context.Context, c *Client) (any, error) { return c.Bindings(ctx, 7) }

func TestLoginRefusalsAreTold(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]error{
		`{"code":501}`: ErrCredentials, `{"code":502,"msg":"密码错误"}`: ErrCredentials, `{"code":503}`: ErrCredentials,
		`{"code":8821}`: ErrLoginRefused, `{"code":10004}`: ErrLoginRefused, `{"code":200}`: ErrBadAnswer, `{"code":-462}`: ErrVerify,
	} {
		c, f := newTest(t, Options{Rate: -1, Session: Session{Anonymous: "a"}}, always(200, body))
		_, byPhone := c.LoginPhone(t.Context(), PhoneLogin{Phone: "1", Captcha: "2"})
		_, byEmail := c.LoginEmail(t.Context(), "a@b", "c")
		if !errors.Is(byPhone, want) || !errors.Is(byEmail, want) || len(f.calls("")) != 2 {
			t.Errorf("%s: %v, %v", body, byPhone, byEmail)
		}
	}
}

func TestLoginsKeepTheirCookies(t *testing.T) {
	t.Parallel()
	c, _ := newTest(t, Options{Rate: -1, Session: Session{Anonymous: "a"}}, always(200, `{"code":200,"account":{"id":7}}`, "MUSIC_U=u7; Path=/"))
	if _, err := c.LoginPhone(t.Context(), PhoneLogin{Phone: "1", Captcha: "2"}); err != nil || c.Session().Cookies["MUSIC_U"] != safe.Secret("u7") {
		t.Errorf("%v, logged in: %v", err, c.Session().LoggedIn())
	}
}
