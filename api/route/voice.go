package route

import (
	"context"
	"crypto/md5" //nolint:gosec // spreads a key, guards nothing
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// voicePart is how much of a file one request to the object store carries, in
// bytes.
const voicePart = 10 << 20

const voiceStore = "https://ymusic.nos-hz.163yun.com/"

// voice puts a program into a podcast: the file in parts into the object
// store, then what it is, first to be checked, then for good.
func voice(ctx context.Context, s scope, do Do) (Answer, error) {
	f, ok := s.file("songFile")
	if !ok {
		return local(http.StatusInternalServerError, map[string]any{"code": 500, "msg": "请上传音频文件"}), nil
	}
	name, ext := fileNames(f.Name)
	name = or(s.input("songName"), name)
	q, err := s.request(s.route.Calls[0])
	if err != nil {
		return Answer{}, err
	}
	q.Params = map[string]any{
		"bucket": "ymusic", "ext": ext, "filename": name, "local": false, "nos_product": 0, "type": "other",
	}
	allocated, err := do(ctx, q)
	if err != nil {
		return Answer{}, err
	}
	var at struct {
		Result place `json:"result"`
	}
	if json.Unmarshal(allocated.Body, &at) != nil || at.Result.ObjectKey == "" {
		return allocated, nil
	}
	if err := storeVoice(ctx, do, at.Result, f); err != nil {
		return Answer{}, err
	}
	songs := []string{}
	if text := s.input("composedSongs"); text != "" {
		songs = strings.Split(text, ",")
	}
	var a Answer
	for i, c := range s.route.Calls[1:] {
		s.params = overlaid(s.params, Params{
			"songName": name, "composedSongs": songs, "dfsId": strings.Trim(string(at.Result.DocID), `"`), "dupkey": s.dupkey(at.Result.Token, i),
		})
		if q, err = s.request(c); err != nil {
			return Answer{}, err
		}
		q.Header = map[string]string{"x-nos-token": at.Result.Token}
		if a, err = do(ctx, q); err != nil || a.Code() != http.StatusOK {
			return a, err
		}
	}
	a.Body = []byte(jsonText(map[string]any{"code": 200, "data": members(a.Body)["data"]}))
	return a, nil
}

// dupkey is what the service knows a repeated upload by: a random UUID in its
// own clients, here one that is new for every upload.
func (s scope) dupkey(token string, n int) string {
	b := md5.Sum([]byte(fmt.Sprint(s.env.Now.UnixNano(), n, token))) //nolint:gosec // see the import
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// storeVoice brings a file into the object store in parts.
func storeVoice(ctx context.Context, do Do, at place, f File) error {
	address := voiceStore + (&url.URL{Path: at.ObjectKey}).EscapedPath()
	ask := func(method, query, kind string, meta bool, body part) (Answer, error) {
		header := map[string]string{"x-nos-token": at.Token, "Content-Type": kind}
		if meta {
			header["x-nos-meta-content-type"] = "audio/mpeg"
		}
		a, err := do(ctx, Request{
			Method: method, Crypto: "plain", URL: address + "?" + query, Header: header,
			Body: body.data, Open: body.open, Size: body.size,
		})
		if err == nil && a.Status >= http.StatusMultipleChoices {
			err = fmt.Errorf("%w: status %d", ErrUpload, a.Status)
		}
		return a, err
	}
	begun, err := ask(http.MethodPost, "uploads=", "application/x-www-form-urlencoded", true, part{})
	if err != nil {
		return err
	}
	var upload struct {
		ID string `xml:"UploadId"`
	}
	if xml.Unmarshal(begun.Body, &upload) != nil || upload.ID == "" {
		return fmt.Errorf("%w: not begun", ErrUpload)
	}
	id := url.QueryEscape(upload.ID)
	var list strings.Builder
	list.WriteString("<CompleteMultipartUpload>")
	for i, p := range f.parts(voicePart) {
		a, err := ask(http.MethodPut, fmt.Sprintf("partNumber=%d&uploadId=%s", i+1, id), "audio/mpeg", false, p)
		if err != nil {
			return err
		}
		fmt.Fprintf(&list, "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>", i+1, markup.Replace(a.Header.Get("ETag")))
	}
	list.WriteString("</CompleteMultipartUpload>")
	_, err = ask(http.MethodPost, "uploadId="+id, "text/plain;charset=UTF-8", true, part{data: []byte(list.String())})
	return err
}

// markup keeps a header's text inside its element; its quotes stay.
var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// part is a piece of a file: data, or size bytes from open.
type part struct {
	data []byte
	open func() (io.ReadCloser, error)
	size int64
}

// parts cuts a file into pieces of at most a size; an empty file is one piece.
func (f File) parts(most int64) []part {
	var out []part
	for at := int64(0); at == 0 || at < f.length(); at += most {
		n := min(most, f.length()-at)
		if f.Open == nil {
			out = append(out, part{data: f.Data[at : at+n]})
			continue
		}
		out = append(out, part{size: n, open: func() (io.ReadCloser, error) { return f.from(at, n) }})
	}
	return out
}

// from opens a file at a place, for n bytes.
func (f File) from(at, n int64) (io.ReadCloser, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUpload, err)
	}
	if s, ok := r.(io.Seeker); ok {
		_, err = s.Seek(at, io.SeekStart)
	} else {
		_, err = io.CopyN(io.Discard, r, at)
	}
	if err != nil {
		_ = r.Close()
		return nil, fmt.Errorf("%w: %w", ErrUpload, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(r, n), r}, nil
}
