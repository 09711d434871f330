package wire

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shelf is a picture host: it counts what it is asked, and sends elsewhere
// what is asked of it with that word in the path.
type shelf struct {
	asked []string
	body  []byte
}

func (s *shelf) RoundTrip(r *http.Request) (*http.Response, error) {
	s.asked = append(s.asked, r.URL.String())
	res := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: r, Body: io.NopCloser(bytes.NewReader(s.body))}
	if strings.Contains(r.URL.Path, "away") {
		res.StatusCode = http.StatusFound
		res.Header.Set("Location", "https://example.com/x.jpg")
	}
	return res, nil
}

func aPicture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCoversComeFromThePictureHostsAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		address, asked string
		fails          bool
	}{
		{"http://p2.music.126.net/x==/1.jpg", "https://p2.music.126.net/x==/1.jpg?param=480y480", false},
		{"https://p1.music.126.net/x==/1.jpg?param=9000y9000", "https://p1.music.126.net/x==/1.jpg?param=480y480", false},
		{"https://p1.music.126.net/away.jpg", "https://p1.music.126.net/away.jpg?param=480y480", true},
		{"https://example.com/1.jpg", "", true},
		{"https://music.126.net.example.com/1.jpg", "", true},
		{"https://p1.music.126.net:8443/1.jpg", "", true},
		{"https://me@p1.music.126.net/1.jpg", "", true},
		{"http://127.0.0.1/1.jpg", "", true},
		{"file:///etc/passwd", "", true},
		{"://", "", true},
	} {
		s := &shelf{body: aPicture(t)}
		p, err := newCovers(s, "").Cover(t.Context(), c.address)
		if (err != nil) != c.fails || (p == nil) != c.fails || strings.Join(s.asked, " ") != c.asked {
			t.Errorf("%s: %v, asked %v", c.address, err, s.asked)
		}
	}
}

func TestACoverIsFetchedOnceAndADamagedOneAgain(t *testing.T) {
	t.Parallel()
	s := &shelf{body: aPicture(t)}
	c := newCovers(s, t.TempDir())
	const address = "https://p1.music.126.net/x==/1.jpg"
	for range 3 {
		if _, err := c.Cover(t.Context(), address); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.asked) != 1 {
		t.Errorf("asked %d times", len(s.asked))
	}
	files, err := filepath.Glob(filepath.Join(c.dir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v", files, err)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Mode()&fs.ModePerm&0o077 != 0 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := os.WriteFile(files[0], []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Cover(t.Context(), address); err != nil || len(s.asked) != 2 {
		t.Errorf("%v, asked %d times", err, len(s.asked))
	}
	if n := c.clear(); n == 0 {
		t.Error("nothing was cleared")
	}
	if _, err := c.Cover(t.Context(), address); err != nil || len(s.asked) != 3 {
		t.Errorf("%v, asked %d times", err, len(s.asked))
	}
}

func TestWhatIsNoCoverIsNotKept(t *testing.T) {
	t.Parallel()
	s := &shelf{body: []byte("<html>")}
	c := newCovers(s, t.TempDir())
	for range 2 {
		if _, err := c.Cover(t.Context(), "https://p1.music.126.net/1.jpg"); err == nil {
			t.Error("a page is a cover")
		}
	}
	if files, _ := os.ReadDir(c.dir); len(files) != 0 {
		t.Errorf("%d files", len(files))
	}
}
