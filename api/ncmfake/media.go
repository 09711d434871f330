package ncmfake

import (
	"crypto/md5" //nolint:gosec // signs test addresses
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/ncmfake/signature"
	"ncmtui/api/ncmfake/sound"
)

// addressLife is how long a signed address works, in the answers as expi.
const addressLife = 1200 * time.Second

// variant is one of the files of a song.
type variant uint8

// The variants; their numbers are part of addresses.
const (
	standard variant = iota + 1
	higher
	exhigh
	lossless
)

// fileKey names a file: a song, a variant, and whether it is the clip.
type fileKey struct {
	id      int64
	variant variant
	clip    bool
}

// clipFrom and clipTo are the seconds of a clip.
func clipOf(x seed.Song) (from, to int) {
	if x.Kind == seed.Bought {
		return 40, 70
	}
	return 0, 30
}

// file makes the file a key names.
func (s *Service) file(k fileKey) *sound.File {
	x, ok := s.song(k.id)
	if !ok {
		return nil
	}
	song := x.Sound
	if k.clip {
		from, to := clipOf(x)
		song = song.Clip(time.Duration(from)*time.Second, time.Duration(to)*time.Second)
	}
	switch k.variant {
	case standard:
		return song.MP3(sound.Standard)
	case higher:
		return song.MP3(sound.Higher)
	case exhigh:
		return song.MP3(sound.ExHigh)
	case lossless:
		return song.FLAC()
	}
	return nil
}

// sum is a file's md5, computed once.
func (s *Service) sum(k fileKey, f *sound.File) string {
	s.mu.Lock()
	sum, ok := s.sums[k]
	s.mu.Unlock()
	if ok {
		return sum
	}
	sum = f.MD5()
	s.mu.Lock()
	s.sums[k] = sum
	s.mu.Unlock()
	return sum
}

// address signs a file's address. The first part is the local time at which
// it ends, as the service writes it.
func (s *Service) address(k fileKey, kind, sum string) string {
	clip := 0
	if k.clip {
		clip = 1
	}
	n := k.id - signature.Base
	rest := fmt.Sprintf("ymusic/%04x/%04x/%02x%02x/%s.%s", n&0xffff, n>>16&0xffff, k.variant, clip, sum, kind)
	until := s.opts.Now().Add(addressLife).In(serviceZone).Format("20060102150405")
	return fmt.Sprintf("http://%s/%s/%s/%s", s.opts.AudioHost, until, sign(until, rest), rest)
}

var serviceZone = time.FixedZone("CST", 8*3600)

func sign(until, rest string) string {
	sum := md5.Sum([]byte("ncmfake " + until + " " + rest)) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])
}

// parseAddress takes an address apart.
func parseAddress(address string) (k fileKey, until, signed, rest string, ok bool) {
	parts := strings.SplitN(strings.TrimPrefix(address, "/"), "/", 3)
	if len(parts) != 3 || !strings.HasPrefix(parts[2], "ymusic/") {
		return k, "", "", "", false
	}
	f := strings.Split(parts[2], "/")
	if len(f) != 5 || len(f[3]) != 4 {
		return k, "", "", "", false
	}
	low, err1 := strconv.ParseInt(f[1], 16, 32)
	high, err2 := strconv.ParseInt(f[2], 16, 32)
	v, err3 := strconv.ParseUint(f[3][:2], 16, 8)
	k = fileKey{id: signature.Base + low + high<<16, variant: variant(v), clip: f[3][2:] == "01"}
	return k, parts[0], parts[1], parts[2], err1 == nil && err2 == nil && err3 == nil
}

// mediaName is the name by which faults and the log know a media path.
func mediaName(address string) string {
	if k, _, _, _, ok := parseAddress(address); ok {
		return fmt.Sprintf("/audio/%d%s", k.id, path.Ext(address))
	}
	if pic, ok := pictureID(address); ok {
		return fmt.Sprintf("/cover/%d.jpg", pic)
	}
	return address
}

// media serves audio and pictures.
func (s *Service) media(r *http.Request, name string) *answer {
	switch host := hostOf(r); {
	case strings.Contains(host, ".127.net"), strings.Contains(host, ".163yun.com"):
		return s.store(r, host)
	case r.URL.Path == "/playlist":
		return s.relatedPage()
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return newAnswer(http.StatusMethodNotAllowed, "text/plain", nil)
	}
	switch {
	case strings.HasPrefix(name, "/audio/"):
		return s.audio(r)
	case strings.HasPrefix(name, "/cover/"):
		pic, _ := pictureID(r.URL.Path)
		b := picture(pic, r.URL.Query().Get("param"))
		a := newAnswer(http.StatusOK, "image/jpeg", b)
		a.header.Set("Cache-Control", "max-age=31536000")
		return a
	}
	return newAnswer(http.StatusNotFound, "text/html", []byte("<html><body><h1>404 Not Found</h1></body></html>"))
}

func (s *Service) audio(r *http.Request) *answer {
	k, until, signed, rest, _ := parseAddress(r.URL.Path)
	end, err := time.ParseInLocation("20060102150405", until, serviceZone)
	if err != nil || signed != sign(until, rest) || !s.opts.Now().Before(end.Add(time.Second)) {
		return newAnswer(http.StatusForbidden, "text/html", []byte("<html><body><h1>403 Forbidden</h1></body></html>"))
	}
	f := s.file(k)
	if f == nil {
		return newAnswer(http.StatusNotFound, "text/html", nil)
	}
	rec := &capture{header: http.Header{}}
	h := rec.header
	h.Set("Content-Type", map[string]string{"mp3": "audio/mpeg", "flac": "audio/flac"}[f.Type])
	sum := s.sum(k, f)
	h.Set("ETag", `"`+sum+`"`)
	h.Set("Cache-Control", "max-age=2592000")
	http.ServeContent(rec, r, "", audioModified, f.Reader())
	return rec.answer()
}

var audioModified = time.Date(2025, 7, 17, 6, 28, 27, 0, time.UTC)

// capture takes what http.ServeContent would send. A single range is not read
// but kept as a reader, so that nothing is made before it is asked for.
type capture struct {
	header http.Header
	status int
	body   io.Reader
	buf    strings.Builder
}

func (c *capture) Header() http.Header { return c.header }

func (c *capture) WriteHeader(status int) { c.status = status }

func (c *capture) Write(p []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	return c.buf.Write(p)
}

// ReadFrom keeps a part of a file for later and reads anything else, such as
// the pipe of several ranges, now.
func (c *capture) ReadFrom(r io.Reader) (int64, error) {
	if l, ok := r.(*io.LimitedReader); ok {
		if _, file := l.R.(*io.SectionReader); file {
			c.body = r
			return l.N, nil
		}
	}
	return io.Copy(&c.buf, r)
}

func (c *capture) answer() *answer {
	a := &answer{status: c.status, header: c.header, body: c.body, length: -1}
	if c.body == nil {
		a.body = strings.NewReader(c.buf.String())
		a.length = int64(c.buf.Len())
	}
	if n, err := strconv.ParseInt(c.header.Get("Content-Length"), 10, 64); err == nil {
		a.length = n
	}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a
}
