//go:build !noaac

package wire

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/player/decode"
	"ncmtui/player/output"
)

const addressCall = "/api/song/enhance/player/url/v1"

// boxedSong makes the service give one m4a for the next question for an
// address, and serves it.
type boxedSong struct {
	file     []byte
	under    http.RoundTripper
	requests int
}

func (b *boxedSong) RoundTrip(r *http.Request) (*http.Response, error) {
	if filepath.Ext(r.URL.Path) != ".m4a" {
		return b.under.RoundTrip(r)
	}
	b.requests++
	w := httptest.NewRecorder()
	http.ServeContent(w, r, "x.m4a", time.Time{}, bytes.NewReader(b.file))
	res := w.Result()
	res.Request = r
	return res, nil
}

func (b *boxedSong) offer(svc *ncmfake.Service, id int64) {
	svc.Faults().Next(addressCall, ncmfake.Fault{Kind: "application/json", Body: fmt.Sprintf(
		`{"code":200,"data":[{"id":%d,"url":"http://m701.music.126.net/boxed.m4a","type":"m4a","level":"exhigh","code":200,`+
			`"size":%d,"md5":"%x","br":80000,"expi":1200}]}`, id, len(b.file), md5.Sum(b.file))})
}

// playBoxed plays the second song of a list, which comes as an m4a, into a
// wav file.
func playBoxed(t *testing.T, file []byte, during func(r *rig, id int64)) (wav string) {
	t.Helper()
	b := &boxedSong{file: file}
	wav = filepath.Join(t.TempDir(), "x.wav")
	scenario(t, ncmfake.Options{LoggedIn: true}, func(r *rig) {
		list, _ := r.svc.Catalogue().Playlist(seed.PlaylistShort)
		id := list.Songs[1]
		r.Keys("2").Wait(time.Second)
		r.ClickOn("片刻：十首很短的曲子").Keys("enter").Wait(time.Second)
		b.offer(r.svc, id)
		r.Keys("j", "enter").Wait(time.Second)
		during(r, id)
	}, func(o *Options) {
		b.under, o.Audio = o.Audio, b
		out, err := output.Spec{Kind: "wav", Arg: wav}.Opener()
		if err != nil {
			t.Fatal(err)
		}
		o.Output, o.StandIn, o.Decode, o.Config.Volume = out, nil, nil, 100
	})
	if b.requests == 0 {
		t.Error("nobody asked for the m4a")
	}
	return wav
}

func boxedFile(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile("../../../player/decode/testdata/lc.m4a")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestAnM4APlaysLikeAnyOther: the recording holds what the decoder gives, to
// the sample.
func TestAnM4APlaysLikeAnyOther(t *testing.T) {
	t.Parallel()
	file := boxedFile(t)
	wav := playBoxed(t, file, func(r *rig, id int64) {
		s := r.snap()
		if s.Track == nil || s.Track.ID != id || s.Delivered.Format != "m4a" || s.Delivered.Rate != 44100 || s.Duration.Milliseconds() != 1930 {
			t.Errorf("playing %+v, %v, delivered %+v", s.Track, s.Duration, s.Delivered)
		}
		r.Wait(2 * time.Second).Keys("space")
	})
	raw, err := os.ReadFile(wav)
	if err != nil {
		t.Fatal(err)
	}
	d, err := decode.Open(inMemory{bytes.NewReader(file)}, decode.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	song := make([][2]float64, d.Len())
	for n := 0; n < len(song); {
		k, _ := d.Stream(song[n:])
		n += k
	}
	want := make([]byte, 0, 4*len(song))
	for _, s := range song {
		for _, v := range s {
			want = binary.LittleEndian.AppendUint16(want, uint16(int16(math.Round(v*32768))))
		}
	}
	at := bytes.Index(raw, want[:4000])
	if at < 0 || (at-44)%4 != 0 || !bytes.HasPrefix(raw[at:], want) {
		t.Fatalf("the song is not in the recording of %d bytes (begins at %d)", len(raw), at)
	}
}

type inMemory struct{ *bytes.Reader }

// TestWhatIsNotPlainAACIsAskedForOtherwise: once, and it is said.
func TestWhatIsNotPlainAACIsAskedForOtherwise(t *testing.T) {
	t.Parallel()
	file := bytes.Replace(boxedFile(t), []byte("\x12\x10\x56\xe5\x00"), []byte("\x12\x10\x56\xe5\x80"), 1)
	wav := playBoxed(t, file, func(r *rig, id int64) {
		r.Expect("是 he-aac 格式", "改放 flac")
		s := r.snap()
		if s.Track == nil || s.Track.ID != id || s.Delivered.Format != "flac" || s.Delivered.Level != "lossless" {
			t.Errorf("playing %+v, delivered %+v", s.Track, s.Delivered)
		}
		var levels []string
		for _, q := range r.svc.Requests(addressCall) {
			if strings.Contains(q.Param("ids"), fmt.Sprint(id)) { // not that of a song made ready
				levels = append(levels, q.Param("level"))
			}
		}
		if len(levels) < 2 || levels[0] != "exhigh" || levels[1] != "lossless" {
			t.Errorf("asked for %v", levels)
		}
		r.Wait(3 * time.Second)
	})
	if pcm, rate := readWAV(t, wav); len(pcm) < 3*rate {
		t.Errorf("the recording holds %d samples", len(pcm))
	}
}
