package wire

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/ncmfake/signature"
	"ncmtui/player/output"
)

// What a recording of short songs holds: each of them, in order, and not
// a sample between.
func TestARecordingHoldsTheSongsWithoutAGap(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "x.wav")
	var ids []int64
	var want []time.Duration // where each song begins
	length := time.Duration(0)
	scenario(t, ncmfake.Options{LoggedIn: true}, func(r *rig) {
		list, _ := r.svc.Catalogue().Playlist(seed.PlaylistShort)
		from := 7 * raceOn
		for _, id := range list.Songs[from:] {
			song, _ := r.svc.Catalogue().Song(id)
			ids, want = append(ids, id), append(want, length)
			length += song.Sound.Length()
		}
		r.Keys("2").Wait(time.Second)
		r.ClickOn("片刻：十首很短的曲子").Keys("enter").Wait(time.Second)
		for range from {
			r.Keys("j")
		}
		r.Keys("enter").Wait(length)
		r.Until("队列播放完了", 3*time.Second)
	}, func(o *Options) {
		out, err := output.Spec{Kind: "wav", Arg: file}.Opener()
		if err != nil {
			t.Fatal(err)
		}
		o.Output, o.StandIn, o.Decode, o.Config.Volume = out, nil, nil, 100
	})
	pcm, rate := readWAV(t, file)
	found := signature.All(pcm, rate, 0)
	if len(found) != len(ids) {
		t.Fatalf("the recording holds %d songs: %v", len(found), found)
	}
	// The output may have asked before there was a sample.
	first := found[0].At
	if first > 60*time.Millisecond {
		t.Errorf("the first song begins after %v", first)
	}
	for i, f := range found {
		// A signature is found to within a few milliseconds.
		if off := f.At - first - want[i]; f.ID != ids[i] || off.Abs() > 12*time.Millisecond {
			t.Errorf("at %v song %d, want %d at %v", f.At, f.ID, ids[i], want[i])
		}
	}
	// The last piece that is pulled may reach over the end.
	if got := time.Duration(len(pcm)) * time.Second / time.Duration(rate); got < length-time.Millisecond || got > length+first+10*time.Millisecond {
		t.Errorf("the recording lasts %v, the songs %v", got, length)
	}
}

// readWAV gives the mono mix of a recording, and its rate.
func readWAV(t *testing.T, file string) (pcm []float32, rate int) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(b[:4]) != "RIFF" || int(binary.LittleEndian.Uint32(b[4:])) != len(b)-8 || int(binary.LittleEndian.Uint32(b[40:])) != len(b)-44 {
		t.Fatalf("the header does not fit a file of %d bytes: % x", len(b), b[:44])
	}
	both := make([]float32, 0, len(b)/2)
	for i := 44; i+1 < len(b); i += 2 {
		both = append(both, float32(int16(binary.LittleEndian.Uint16(b[i:])))/32768)
	}
	return signature.Mono(both, 2), int(binary.LittleEndian.Uint32(b[24:]))
}
