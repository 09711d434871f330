package route

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// shape makes the documented server's answer of the upstream's.
type shape func(a Answer, s scope) Answer

var shapes map[string]shape

func init() {
	shapes = map[string]shape{
		"":                func(a Answer, _ scope) Answer { return a },
		"wrapAll":         wrapAll,
		"wrapStatus":      wrapStatus,
		"cookieAlways":    func(a Answer, _ scope) Answer { return withCookie(a) },
		"cookieOn200":     func(a Answer, _ scope) Answer { return cookieOn200(a) },
		"loginPhone":      func(a Answer, _ scope) Answer { return cookieOn200(renameAvatar(a)) },
		"loginEmail":      loginEmail,
		"renameAvatar":    func(a Answer, _ scope) Answer { return renameAvatar(a) },
		"checkMusic":      checkMusic,
		"sortURLs":        sortURLs,
		"audioMatch":      audioMatch,
		"relatedPlaylist": relatedPlaylist,
		"verifyQR":        verifyQR,
	}
}

var domainAttribute = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\s*Domain=[^;]*(;|$)`)
})

// Cookies are Set-Cookie lines as the documented server passes them on:
// without their Domain attribute.
func Cookies(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = domainAttribute().ReplaceAllString(line, "")
	}
	return out
}

// members gives the object of a body; nil when it is none.
func members(body []byte) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if json.Unmarshal(body, &m) != nil {
		return nil
	}
	return m
}

func withCookie(a Answer) Answer {
	m := members(a.Body)
	if m == nil {
		return a
	}
	m["cookie"] = json.RawMessage(jsonText(strings.Join(Cookies(a.SetCookie), ";")))
	a.Body = []byte(jsonText(m))
	return a
}

func cookieOn200(a Answer) Answer {
	if a.Code() != 200 {
		return a
	}
	return withCookie(a)
}

func renameAvatar(a Answer) Answer {
	a.Body = bytes.ReplaceAll(a.Body, []byte(`"avatarImgId_str"`), []byte(`"avatarImgIdStr"`))
	return a
}

func loginEmail(a Answer, _ scope) Answer {
	if a.Code() == 502 {
		const text = "账号或密码错误"
		return local(http.StatusOK, map[string]any{"code": 502, "msg": text, "message": text})
	}
	return cookieOn200(renameAvatar(a))
}

func wrapAll(a Answer, _ scope) Answer {
	if a.Status != http.StatusOK || members(a.Body) == nil {
		return a
	}
	a.Body = []byte(jsonText(map[string]any{"code": 200, "data": json.RawMessage(a.Body)}))
	return a
}

func wrapStatus(a Answer, _ scope) Answer {
	if a.Code() != 200 {
		return a
	}
	a.Body = []byte(jsonText(map[string]any{"data": json.RawMessage(a.Body)}))
	return a
}

func checkMusic(a Answer, _ scope) Answer {
	var body struct {
		Data []struct {
			Code int `json:"code"`
		} `json:"data"`
	}
	if json.Unmarshal(a.Body, &body) != nil || a.Code() != 200 {
		return a
	}
	out := map[string]any{"code": 200, "success": false, "message": "亲爱的,暂无版权"}
	if len(body.Data) > 0 && body.Data[0].Code == 200 {
		out["success"], out["message"] = true, "ok"
	}
	a.Body = []byte(jsonText(out))
	return a
}

// sortURLs puts the list into the order of the ids asked for.
func sortURLs(a Answer, s scope) Answer {
	var body struct {
		Data []json.RawMessage `json:"data"`
	}
	if json.Unmarshal(a.Body, &body) != nil || a.Code() != 200 {
		return a
	}
	byID := make(map[string]json.RawMessage, len(body.Data))
	for _, raw := range body.Data {
		var item struct {
			ID json.RawMessage `json:"id"`
		}
		if json.Unmarshal(raw, &item) == nil {
			byID[strings.Trim(string(item.ID), `"`)] = raw
		}
	}
	sorted := make([]json.RawMessage, 0, len(body.Data))
	for _, id := range splitIDs(s.input("id")) {
		if raw, ok := byID[id]; ok {
			sorted = append(sorted, raw)
			delete(byID, id)
		}
	}
	a.Body = []byte(jsonText(map[string]any{"code": 200, "data": sorted}))
	return a
}

func audioMatch(a Answer, _ scope) Answer {
	data, ok := members(a.Body)["data"]
	if !ok {
		return a
	}
	a.Body = []byte(jsonText(map[string]any{"code": 200, "data": data}))
	return a
}

var relatedItem = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?s)<div class="cver u-cover u-cover-3">.*?<img src="([^"]+)">.*?` +
		`<a class="sname f-fs1 s-fc0" href="/playlist\?id=(\d+)"[^>]*>([^<]+?)</a>.*?` +
		`<a class="nm nm f-thide s-fc3" href="/user/home\?id=(\d+)"[^>]*>([^<]+?)</a>`)
})

// relatedPlaylist reads the recommended playlists out of a web page.
func relatedPlaylist(a Answer, _ scope) Answer {
	lists := []any{}
	for _, m := range relatedItem().FindAllSubmatch(a.Body, -1) {
		lists = append(lists, map[string]any{
			"creator":     map[string]any{"userId": string(m[4]), "nickname": string(m[5])},
			"coverImgUrl": strings.TrimSuffix(string(m[1]), "?param=50y50"),
			"name":        string(m[3]), "id": string(m[2]),
		})
	}
	return local(http.StatusOK, map[string]any{"code": 200, "playlists": lists})
}

// verifyQR builds the address that a verification's code says, and its picture.
func verifyQR(a Answer, s scope) Answer {
	var body struct {
		Data struct {
			Code string `json:"qrCode"`
		} `json:"data"`
	}
	if a.Status != http.StatusOK || json.Unmarshal(a.Body, &body) != nil || body.Data.Code == "" {
		return a
	}
	address := "https://st.music.163.com/encrypt-pages?qrCode=" + body.Data.Code + "&verifyToken=" + s.input("token") +
		"&verifyId=" + s.input("vid") + "&verifyType=" + s.input("type") +
		"&params=" + jsonText(map[string]string{"event_id": s.input("evid"), "sign": s.input("sign")})
	picture, err := qrPicture(address)
	if err != nil {
		return a // too long for a code; the answer has all that is in it
	}
	a.Body = []byte(jsonText(map[string]any{
		"code": 200, "data": map[string]any{"qrCode": body.Data.Code, "qrurl": address, "qrimg": picture},
	}))
	return a
}
