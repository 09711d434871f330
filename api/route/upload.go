package route

import (
	"context"
	"crypto/md5" //nolint:gosec // the service wants files named so
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"ncmtui/api/envelope"
)

// File is an uploaded file among Params: imgFile, songFile. Its bytes are
// Data, or Size bytes read from what Open gives, which may be called any
// number of times: a song need not be in memory. Song, Album and Artist are
// what the file's own tags say, "" without.
type File struct {
	Name                string
	Data                []byte
	Open                func() (io.ReadCloser, error)
	Size                int64
	Song, Album, Artist string
}

func (f File) length() int64 {
	if f.Open != nil {
		return f.Size
	}
	return int64(len(f.Data))
}

// digest is the MD5 of the bytes, lower-case hex.
func (f File) digest() (string, error) {
	h := md5.New() //nolint:gosec // see the import
	if f.Open == nil {
		_, _ = h.Write(f.Data)
		return hex.EncodeToString(h.Sum(nil)), nil
	}
	r, err := f.Open()
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUpload, err)
	}
	defer r.Close()
	if _, err := io.Copy(h, r); err != nil {
		return "", fmt.Errorf("%w: %w", ErrUpload, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func (s scope) file(names ...string) (File, bool) {
	for _, name := range names {
		if f, ok := s.params[name].(File); ok {
			return f, true
		}
	}
	return File{}, false
}

// place is where the object store takes a file, as the alloc call says.
type place struct {
	ObjectKey  string          `json:"objectKey"`
	Token      string          `json:"token"`
	DocID      json.RawMessage `json:"docId"`
	ResourceID json.RawMessage `json:"resourceId"`
}

// alloc asks for a place in the object store.
func (s scope) alloc(ctx context.Context, do Do, crypto envelope.Crypto, params map[string]any) (place, error) {
	q, err := s.request(Call{Crypto: crypto, To: "/api/nos/token/alloc"})
	if err != nil {
		return place{}, err
	}
	q.Params = params
	a, err := do(ctx, q)
	if err != nil {
		return place{}, err
	}
	var body struct {
		Result place `json:"result"`
	}
	if json.Unmarshal(a.Body, &body) != nil || body.Result.ObjectKey == "" {
		return place{}, fmt.Errorf("%w: no place for the file", ErrUpload)
	}
	return body.Result, nil
}

// put sends a file to the object store.
func put(ctx context.Context, do Do, address string, header map[string]string, f File) error {
	q := Request{
		Method: http.MethodPost, Crypto: envelope.Plain, URL: address, Header: header,
		Body: f.Data, Open: f.Open, Size: f.Size,
	}
	a, err := do(ctx, q)
	if err == nil && a.Status >= http.StatusMultipleChoices {
		err = fmt.Errorf("%w: status %d", ErrUpload, a.Status)
	}
	return err
}

// image uploads a picture, then tells the account or a playlist its id.
func image(ctx context.Context, s scope, do Do) (Answer, error) {
	f, ok := s.file("imgFile")
	if !ok {
		return local(http.StatusBadRequest, map[string]any{"code": 400, "msg": "imgFile is required"}), nil
	}
	at, err := s.alloc(ctx, do, envelope.Weapi, map[string]any{
		"bucket": "yyimgs", "ext": "jpg", "filename": f.Name, "local": false, "nos_product": 0,
		"return_body": `{"code":200,"size":"$(ObjectSize)"}`, "type": "other",
	})
	if err != nil {
		return Answer{}, err
	}
	address := "https://nosup-hz1.127.net/yyimgs/" + at.ObjectKey + "?offset=0&complete=true&version=1.0"
	header := map[string]string{"x-nos-token": at.Token, "Content-Type": "image/jpeg"}
	if err := put(ctx, do, address, header, f); err != nil {
		return Answer{}, err
	}
	s.params = overlaid(s.params, Params{"imgId": strings.Trim(string(at.DocID), `"`)})
	a, err := oneCall(ctx, s, do)
	if err != nil || a.Code() != 200 {
		return a, err
	}
	data := map[string]any{}
	for name, v := range members(a.Body) {
		data[name] = v
	}
	data["url_pre"], data["imgId"] = "https://p1.music.126.net/"+at.ObjectKey, at.DocID
	a.Body = []byte(jsonText(map[string]any{"code": 200, "data": data}))
	return a, nil
}

// fileNames are the name without its ending and the ending of a song file, as
// the object store wants them.
func fileNames(full string) (name, ext string) {
	ext = "mp3"
	if i := strings.LastIndexByte(full, '.'); i >= 0 {
		ext = full[i+1:]
	}
	name = strings.Replace(full, "."+ext, "", 1)
	return strings.ReplaceAll(strings.Join(strings.Fields(name), ""), ".", "_"), ext
}

const cloudBucket = "jd-musicrep-privatecloud-audio-public"

// cloud puts a song into the account's cloud; the file itself travels only
// when the service does not have it yet.
func cloud(ctx context.Context, s scope, do Do) (Answer, error) {
	f, ok := s.file("songFile")
	if !ok {
		return local(http.StatusInternalServerError, map[string]any{"code": 500, "msg": "请上传音乐文件"}), nil
	}
	sum, err := f.digest()
	if err != nil {
		return Answer{}, err
	}
	name, ext := fileNames(f.Name)
	send := func(crypto envelope.Crypto, to string, params map[string]any) (Answer, error) {
		q, err := s.request(Call{Crypto: crypto, To: to})
		if err != nil {
			return Answer{}, err
		}
		q.Params = params
		return do(ctx, q)
	}
	checked, err := send(envelope.Eapi, "/api/cloud/upload/check", map[string]any{
		"bitrate": "999000", "ext": "", "length": f.length(), "md5": sum, "songId": "0", "version": 1,
	})
	if err != nil || checked.Code() != 200 {
		return checked, err
	}
	wanted := map[string]any{"bucket": "", "ext": ext, "filename": name, "local": false, "nos_product": 3, "type": "audio", "md5": sum}
	resource, err := s.alloc(ctx, do, envelope.Eapi, wanted)
	if err != nil {
		return Answer{}, err
	}
	found := members(checked.Body)
	if string(found["needUpload"]) == "true" {
		if err := s.store(ctx, do, overlaid(wanted, Params{"bucket": cloudBucket}), sum, f); err != nil {
			return Answer{}, err
		}
	}
	told, err := send(envelope.Eapi, "/api/upload/cloud/info/v2", map[string]any{
		"md5": sum, "songid": found["songId"], "filename": f.Name, "bitrate": "999000", "resourceId": resource.ResourceID,
		"song": or(f.Song, name), "album": or(f.Album, "未知专辑"), "artist": or(f.Artist, "未知艺术家"),
	})
	if err != nil || told.Code() != 200 {
		return told, err
	}
	a, err := send(envelope.Eapi, "/api/cloud/pub/v2", map[string]any{"songid": members(told.Body)["songId"]})
	if err != nil {
		return a, err
	}
	for k, v := range members(a.Body) {
		found[k] = v
	}
	a.Body = []byte(jsonText(found))
	return a, nil
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// store brings a song file to the host that the service names for its bucket.
func (s scope) store(ctx context.Context, do Do, wanted Params, sum string, f File) error {
	at, err := s.alloc(ctx, do, envelope.Weapi, wanted)
	if err != nil {
		return err
	}
	hosts, err := do(ctx, Request{
		Method: http.MethodGet, Crypto: envelope.Plain,
		URL: "https://wanproxy.127.net/lbs?version=1.0&bucketname=" + cloudBucket,
	})
	if err != nil {
		return err
	}
	var lbs struct {
		Upload []string `json:"upload"`
	}
	if json.Unmarshal(hosts.Body, &lbs) != nil || len(lbs.Upload) == 0 || !storeHost(lbs.Upload[0]) {
		return fmt.Errorf("%w: no host for the file", ErrUpload)
	}
	key := strings.Replace(at.ObjectKey, "/", "%2F", 1)
	address := lbs.Upload[0] + "/" + cloudBucket + "/" + key + "?offset=0&complete=true&version=1.0"
	header := map[string]string{"x-nos-token": at.Token, "Content-MD5": sum, "Content-Type": "audio/mpeg"}
	return put(ctx, do, address, header, f)
}

// storeHost says whether a named upload host is one of the object store's, or
// one on loopback (tests): files go nowhere else.
func storeHost(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	host := u.Hostname()
	return host == "127.0.0.1" || host == "localhost" || host == "::1" ||
		strings.HasSuffix(host, ".127.net") || strings.HasSuffix(host, ".163yun.com")
}
