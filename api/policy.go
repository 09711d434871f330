package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"ncmtui/api/route"
)

// action is what the client does about an answer, beside giving its error.
type action uint8

const (
	pass     action = iota // nothing
	again                  // reads: ask again, with growing pauses
	refresh                // renew the login once, then ask again
	coolDown               // leave this address alone for a while
	pauseAll               // leave the service alone, except for what the user asks
)

// place narrows a rule to a kind of address: the code in a body means
// different things in a login and in a list.
type place uint8

const (
	anywhere  place = iota
	inLogin         // password logins, captchas, registration with a phone
	inQR            // the QR login's answers
	inRefresh       // the renewal of a login
	inTracks        // changes of a playlist's songs
)

// rule is one row of the answer-code policy (RELIABILITY §2.0).
type rule struct {
	place  place
	codes  []int
	class  error // nil: no error
	action action
}

// rules are read from the top; the first that fits counts. 200 and answers
// without a code never come here.
var rules = []rule{
	{inQR, []int{800, 801, 802, 803, 502}, nil, pass},
	{inLogin, []int{501, 502, 503}, ErrCredentials, pass},
	{inRefresh, []int{301, 302}, ErrLoginNeeded, pass},
	{inTracks, []int{502}, ErrDuplicate, pass},
	{anywhere, []int{301, 302}, ErrLoginNeeded, refresh},
	{anywhere, []int{405, 406}, ErrTooOften, coolDown},
	{anywhere, []int{-460}, ErrRisk, pauseAll},
	{anywhere, []int{-462}, ErrVerify, pass},
	{anywhere, []int{8810, 8821, 250, 10003, 10004}, ErrLoginRefused, pass},
	{anywhere, []int{400}, ErrParameters, pass},
	{anywhere, []int{201}, nil, pass},
}

// The pauses of the policy.
var (
	coolDowns  = [...]time.Duration{20 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute}
	riskPause  = 10 * time.Minute
	firstRetry = 500 * time.Millisecond
	lastRetry  = 4 * time.Second
)

const maxTries = 3

// verdict is what an answer means.
type verdict struct {
	err    *Error
	action action
}

// placeOf sorts an inner path.
func placeOf(path string) place {
	switch {
	case strings.HasPrefix(path, "/api/login/qrcode/"):
		return inQR
	case strings.HasPrefix(path, "/api/login/token/refresh"):
		return inRefresh
	case strings.HasPrefix(path, "/api/playlist/manipulate/tracks"):
		return inTracks
	case strings.HasPrefix(path, "/api/w/login"), strings.HasPrefix(path, "/api/login"),
		strings.HasPrefix(path, "/api/sms/captcha/"), strings.HasPrefix(path, "/api/w/register/"):
		return inLogin
	}
	return anywhere
}

// judge reads an upstream answer.
func judge(path string, a route.Answer) verdict {
	body := bytes.TrimSpace(a.Body)
	if a.NotJSON || len(body) == 0 || (body[0] != '{' && body[0] != '[') {
		return judgeText(path, a, body)
	}
	code := a.Code()
	if code == 200 || code == 0 {
		if code == 0 && a.Upstream >= 500 {
			return verdict{&Error{Class: ErrNetwork, Path: path, Text: http.StatusText(a.Upstream)}, again}
		}
		return verdict{}
	}
	e := &Error{Class: ErrRefused, Code: code, Path: path}
	e.Text, e.Verify = sentence(body)
	at := placeOf(path)
	for _, r := range rules {
		if r.place != anywhere && r.place != at {
			continue
		}
		for _, c := range r.codes {
			if c != code {
				continue
			}
			if r.class == nil {
				return verdict{action: r.action}
			}
			e.Class = r.class
			return verdict{e, r.action}
		}
	}
	return verdict{e, pass}
}

// judgeText is for what is no JSON: a gateway's page, a portal's, or nothing.
func judgeText(path string, a route.Answer, body []byte) verdict {
	switch {
	case a.Upstream >= 500:
		return verdict{&Error{Class: ErrNetwork, Path: path, Text: http.StatusText(a.Upstream)}, again}
	case bytes.HasPrefix(body, []byte("<")) || strings.Contains(a.Header.Get("Content-Type"), "text/html"):
		return verdict{&Error{Class: ErrCaptivePortal, Path: path}, pass}
	case len(body) == 0:
		return verdict{&Error{Class: ErrBadAnswer, Path: path, Text: "empty"}, again}
	}
	return verdict{&Error{Class: ErrBadAnswer, Path: path}, pass}
}

// sentence is the service's own text of an error body, and the address of the
// verification it wants.
func sentence(body []byte) (text, verify string) {
	var b struct {
		Msg         jsonText `json:"msg"`
		Message     jsonText `json:"message"`
		RedirectURL jsonText `json:"redirectUrl"`
		Data        object[struct {
			URL       jsonText `json:"url"`
			VerifyURL jsonText `json:"verifyUrl"`
			BlockText jsonText `json:"blockText"`
		}] `json:"data"`
	}
	if json.Unmarshal(body, &b) != nil {
		return "", ""
	}
	for _, t := range []jsonText{b.Message, b.Msg, b.Data.V.BlockText} {
		if t != "" {
			text = string(t)
			break
		}
	}
	for _, t := range []jsonText{b.Data.V.URL, b.Data.V.VerifyURL, b.RedirectURL} {
		if verify = verifyAddress(string(t)); verify != "" {
			break
		}
	}
	return text, verify
}
