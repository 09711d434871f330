package route

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf16"

	"rsc.io/qr"

	"ncmtui/api/envelope"
)

// flow makes the calls of an address and gives the last answer.
type flow func(ctx context.Context, s scope, do Do) (Answer, error)

var flows map[string]flow

func init() {
	flows = map[string]flow{
		"":               oneCall,
		"trackAll":       trackAll,
		"playlistTracks": playlistTracks,
		"cloudImport":    cloudImport,
		"image":          image,
		"cloud":          cloud,
		"voice":          voice,
		"anyCall":        anyCall,
		"batch":          batch,
		"weblog":         weblog,
		"anonymous":      anonymous,
		"topList":        topList,
		"qrCreate":       qrCreate,
		"version":        version,
		"eapiDecrypt":    eapiDecrypt,
	}
}

// fits says whether a call's conditions hold.
func (s scope) fits(c Call) bool {
	for name, want := range c.When {
		got := s.input(name)
		if want == "*" && got == "" || want != "*" && got != want {
			return false
		}
	}
	return true
}

func oneCall(ctx context.Context, s scope, do Do) (Answer, error) {
	for _, c := range s.route.Calls {
		if !s.fits(c) {
			continue
		}
		q, err := s.request(c)
		if err != nil {
			return Answer{}, err
		}
		return do(ctx, q)
	}
	return Answer{}, fmt.Errorf("%w: no call fits", ErrMissing)
}

// trackAll asks for a playlist's ids, then for the songs of a part of them.
// limit and offset cut here and are never sent.
func trackAll(ctx context.Context, s scope, do Do) (Answer, error) {
	a, err := oneCall(ctx, s, do)
	if err != nil || a.Code() != http.StatusOK {
		return a, err
	}
	var list struct {
		Playlist struct {
			TrackIDs []struct {
				ID json.Number `json:"id"`
			} `json:"trackIds"`
		} `json:"playlist"`
	}
	if json.Unmarshal(a.Body, &list) != nil {
		return a, nil
	}
	limit, offset := 1000, 0
	if n, err := strconv.Atoi(s.input("limit")); err == nil && n > 0 {
		limit = n
	}
	if n, err := strconv.Atoi(s.input("offset")); err == nil && n > 0 {
		offset = n
	}
	ids := list.Playlist.TrackIDs
	ids = ids[min(offset, len(ids)):]
	ids = ids[:min(limit, len(ids))]
	songs := make([]any, len(ids))
	for i, id := range ids {
		songs[i] = map[string]any{"id": id.ID}
	}
	q, err := s.request(Call{Crypto: envelope.Eapi, To: "/api/v3/song/detail"})
	if err != nil {
		return Answer{}, err
	}
	q.Params["c"] = jsonText(songs)
	return do(ctx, q)
}

// playlistTracks repeats a refused change (512) once with the ids doubled.
func playlistTracks(ctx context.Context, s scope, do Do) (Answer, error) {
	a, err := oneCall(ctx, s, do)
	if err != nil {
		return a, err
	}
	switch a.Code() {
	case 512:
	case 200:
		a.Body = []byte(jsonText(map[string]any{
			"status": 200, "body": json.RawMessage(a.Body), "cookie": Cookies(a.SetCookie),
		}))
		return a, nil
	default:
		a.Status = http.StatusOK
		return a, nil
	}
	q, err := s.request(s.route.Calls[0])
	if err != nil {
		return Answer{}, err
	}
	ids := splitIDs(s.input("tracks"))
	q.Params["trackIds"] = jsonText(append(ids, ids...))
	return do(ctx, q)
}

func cloudImport(ctx context.Context, s scope, do Do) (Answer, error) {
	q, err := s.request(s.route.Calls[0])
	if err != nil {
		return Answer{}, err
	}
	a, err := do(ctx, q)
	if err != nil {
		return a, err
	}
	var checked struct {
		Data []struct {
			SongID json.RawMessage `json:"songId"`
		} `json:"data"`
	}
	if json.Unmarshal(a.Body, &checked) != nil || len(checked.Data) == 0 || len(checked.Data[0].SongID) == 0 {
		return a, nil
	}
	s.params = overlaid(s.params, Params{"songId": checked.Data[0].SongID})
	if q, err = s.request(s.route.Calls[1]); err != nil {
		return Answer{}, err
	}
	return do(ctx, q)
}

func overlaid(under, over Params) Params {
	out := make(Params, len(under)+len(over))
	for k, v := range under {
		out[k] = v
	}
	for k, v := range over {
		out[k] = v
	}
	return out
}

// anyCall sends what it is told: uri, data and the envelope.
func anyCall(ctx context.Context, s scope, do Do) (Answer, error) {
	uri := s.input("uri")
	if !strings.HasPrefix(uri, "/api/") || strings.Contains(uri, "..") ||
		strings.Trim(uri, "/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") != "" {
		return Answer{}, fmt.Errorf("%w: uri must be a path that starts with /api/", ErrMissing)
	}
	crypto := envelope.Crypto(s.input("crypto"))
	if crypto == "" {
		crypto = envelope.Eapi
	}
	if !sealable(crypto) {
		return Answer{}, fmt.Errorf("%w: crypto must be weapi, eapi, linuxapi or api", ErrMissing)
	}
	return do(ctx, Request{
		Method: http.MethodPost, Crypto: crypto, Path: uri, URL: Address(crypto, uri), Params: s.object("data"),
	})
}

// object is an input that is a JSON object, or the text of one.
func (s scope) object(name string) map[string]any {
	v := s.params[name]
	if t, ok := v.(string); ok {
		v = literal(t)
	}
	if m, ok := v.(map[string]any); ok {
		return m
	}
	return map[string]any{}
}

func batch(ctx context.Context, s scope, do Do) (Answer, error) {
	q, err := s.request(Call{Crypto: envelope.Eapi, To: s.route.Calls[0].To})
	if err != nil {
		return Answer{}, err
	}
	for name, v := range s.params {
		if strings.HasPrefix(name, "/api/") {
			q.Params[name] = v
		}
	}
	return do(ctx, q)
}

func weblog(ctx context.Context, s scope, do Do) (Answer, error) {
	q, err := s.request(Call{Crypto: envelope.Weapi, To: s.route.Calls[0].To})
	if err != nil {
		return Answer{}, err
	}
	text, ok := s.params["data"].(string)
	if !ok {
		q.Params = s.object("data")
		return do(ctx, q)
	}
	for i, unit := range utf16.Encode([]rune(text)) { // as the documented server's language takes a text apart
		q.Params[strconv.Itoa(i)] = string(utf16.Decode([]uint16{unit}))
	}
	return do(ctx, q)
}

func anonymous(ctx context.Context, s scope, do Do) (Answer, error) {
	q, err := s.request(Call{Crypto: envelope.Weapi, To: s.route.Calls[0].To})
	if err != nil {
		return Answer{}, err
	}
	q.Device = s.env.NewDevice()
	q.Params["username"] = envelope.AnonymousUser(q.Device)
	return do(ctx, q)
}

func topList(ctx context.Context, s scope, do Do) (Answer, error) {
	if s.input("idx") != "" {
		return local(http.StatusInternalServerError, map[string]any{
			"code": 500, "msg": "不支持此方式调用,只支持id调用",
		}), nil
	}
	return oneCall(ctx, s, do)
}

func local(status int, body any) Answer {
	return Answer{Status: status, Body: []byte(jsonText(body))}
}

// QRAddress is what a QR login code says.
func QRAddress(key string) string {
	return "https://music.163.com/login?codekey=" + key
}

func qrCreate(_ context.Context, s scope, _ Do) (Answer, error) {
	key := s.input("key")
	if key == "" {
		return Answer{}, fmt.Errorf("%w: key", ErrMissing)
	}
	address, picture := QRAddress(url.QueryEscape(key)), ""
	if s.input("platform") == "web" {
		address += fmt.Sprintf("&chainId=v1_unknown-%d_web_login_%d", s.env.Now.UnixNano()%1e6, s.env.Now.UnixMilli())
	}
	if s.input("qrimg") != "" {
		var err error
		if picture, err = qrPicture(address); err != nil {
			return Answer{}, err
		}
	}
	return local(http.StatusOK, map[string]any{
		"code": 200, "data": map[string]any{"qrurl": address, "qrimg": picture},
	}), nil
}

// qrPicture is a text as a code in a data address.
func qrPicture(text string) (string, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("qr code: %w", err)
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG()), nil
}

func version(_ context.Context, s scope, _ Do) (Answer, error) {
	return local(http.StatusOK, map[string]any{"code": 200, "data": map[string]any{"version": s.env.Version}}), nil
}

// eapiDecrypt opens an eapi text: a request, or with isReq=false an answer.
func eapiDecrypt(_ context.Context, s scope, _ Do) (Answer, error) {
	text := strings.ReplaceAll(s.input("hexString"), " ", "")
	bad := local(http.StatusBadRequest, map[string]any{"code": 400, "message": "hex string is required"})
	if text == "" {
		return bad, nil
	}
	if s.input("isReq") == "false" {
		raw, err := hex.DecodeString(text)
		if err != nil {
			return bad, nil
		}
		plain, err := envelope.OpenAnswer(raw, 1<<20)
		if err != nil || !json.Valid(plain) {
			return bad, nil
		}
		return local(http.StatusOK, map[string]any{"code": 200, "data": json.RawMessage(plain)}), nil
	}
	path, plain, err := envelope.OpenEapi(url.Values{"params": {text}})
	if err != nil || !json.Valid(plain) {
		return bad, nil
	}
	return local(http.StatusOK, map[string]any{
		"code": 200, "data": map[string]any{"url": path, "data": json.RawMessage(plain)},
	}), nil
}
