package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	gomp3 "github.com/hajimehoshi/go-mp3"

	"ncmtui/player/decode/mp3"
)

// goMP3 decodes single mp3 frames with go-mp3. It hands the library whole
// frames and never one whose bit reservoir is incomplete: those would come
// out as noise at full scale. They are fed muted, so that their main data is
// there for the frames behind.
type goMP3 struct {
	dec    *gomp3.Decoder
	feed   feeder
	have   int      // main data bytes go-mp3 holds, contiguous up to now
	tail   []byte   // the stream's last main data bytes, as far as a frame can need them
	recent [][]byte // the last frames, to prime a fresh decoder
	edited []byte   // the frame as fed, when it is not the file's own
	pcm    [1152 * 4]byte
	out    [1152 * 2]float32
}

// feeder gives go-mp3 the bytes of one frame.
type feeder struct{ b []byte }

func (f *feeder) Read(p []byte) (int, error) {
	if len(f.b) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.b)
	f.b = f.b[n:]
	return n, nil
}

// primeFrames are kept for a fresh decoder: enough for every reservoir.
const primeFrames = 10

var errFrame = errors.New("frame not decodable")

// goMP3Takes tells whether the library decodes such frames.
func goMP3Takes(h mp3.Header) bool { return h.Version != 25 && !h.Free }

// Decode gives the frame's samples. With an error they are silence and the
// next call begins with a fresh decoder.
func (s *goMP3) Decode(h mp3.Header, frame []byte) ([]float32, error) {
	pcm, err := s.decode(h, frame)
	out := s.out[:len(pcm)/2]
	for i := range out {
		out[i] = float32(int16(binary.LittleEndian.Uint16(pcm[2*i:]))) / 32768
	}
	return out, err
}

func (s *goMP3) decode(h mp3.Header, frame []byte) ([]byte, error) {
	begin := mainDataBegin(h, frame)
	feed, have := frame, begin+h.MainData()
	if begin > s.have || misread(h) {
		var whole bool
		if feed, whole = s.selfContained(h, frame, begin); whole {
			have = 0
		} else {
			feed = s.mute(h, frame)
			have = min(s.have, h.MaxReservoir()) + h.MainData()
		}
	}
	pcm, err := s.run(h, feed)
	if err != nil {
		s.restart()
		have = min(s.have, h.MaxReservoir()) + h.MainData()
		if _, again := s.run(h, s.mute(h, frame)); again != nil {
			s.dec, have = nil, 0
		}
		clear(pcm)
	}
	if misread(h) {
		have = 0
	}
	s.have = have
	s.remember(h, frame)
	return pcm, err
}

// misread tells whether go-mp3 takes the frame for one byte shorter than it
// is: in MPEG-2 it halves the length after adding the padding.
func misread(h mp3.Header) bool {
	return h.Version == 2 && h.Padded && 144*h.Bitrate/h.Rate%2 == 0
}

// selfContained puts the frame and what it needs of the reservoir into one
// frame of a higher bitrate, which go-mp3 decodes whatever came before. False
// when no bitrate is high enough or the reservoir is not complete.
func (s *goMP3) selfContained(h mp3.Header, frame []byte, begin int) ([]byte, bool) {
	data := h.SideStart() + h.SideInfo()
	need := begin + len(frame) - data
	if begin > len(s.tail) {
		return nil, false
	}
	b := append(s.edited[:0], frame[:data]...)
	for index := byte(1); index < 15; index++ {
		b[2] = index<<4 | frame[2]&0x0d // the padding bit cleared
		g, ok := mp3.ParseHeader(b)
		if !ok || g.MainData() < need {
			continue
		}
		side := b[h.SideStart():]
		side[0] = 0
		if h.Version == 1 {
			side[1] &= 0x7f
		}
		b = append(b, s.tail[len(s.tail)-begin:]...)
		b = append(b, frame[data:]...)
		s.edited = append(b, make([]byte, g.MainData()-need)...)
		return s.edited, true
	}
	return nil, false
}

// gap forgets the reservoir: frames are missing.
func (s *goMP3) gap() {
	s.have, s.recent, s.tail = 0, s.recent[:0], s.tail[:0]
}

// Lost is silence.
func (s *goMP3) Lost(h mp3.Header) []float32 {
	s.gap()
	clear(s.out[:])
	return s.out[:2*h.Samples]
}

// Reset is for a jump to another place.
func (s *goMP3) Reset() {
	s.dec = nil
	s.gap()
}

// run feeds one frame and reads exactly what it decodes to: go-mp3 forgets
// its state when it ever meets the end of its input.
func (s *goMP3) run(h mp3.Header, frame []byte) (pcm []byte, err error) {
	pcm = s.pcm[:h.Samples*4]
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v", errFrame, v)
		}
	}()
	s.feed.b = frame
	if s.dec == nil {
		if s.dec, err = gomp3.NewDecoder(&s.feed); err != nil {
			s.dec = nil
			return pcm, fmt.Errorf("%w: %w", errFrame, err)
		}
	}
	if _, err = io.ReadFull(s.dec, pcm); err != nil {
		return pcm, fmt.Errorf("%w: %w", errFrame, err)
	}
	return pcm, nil
}

// restart makes a fresh decoder and fills its reservoir from recent frames.
func (s *goMP3) restart() {
	s.dec, s.have = nil, 0
	for _, frame := range s.recent {
		h, ok := mp3.ParseHeader(frame)
		if !ok {
			continue
		}
		keep := min(s.have, h.MaxReservoir())
		if _, err := s.run(h, s.mute(h, frame)); err != nil {
			s.dec, s.have = nil, 0
			continue
		}
		s.have = keep + h.MainData()
	}
}

// remember keeps what later frames may need of this one.
func (s *goMP3) remember(h mp3.Header, frame []byte) {
	s.tail = append(s.tail, frame[h.SideStart()+h.SideInfo():]...)
	if over := len(s.tail) - h.MaxReservoir(); over > 0 {
		s.tail = s.tail[:copy(s.tail, s.tail[over:])]
	}
	var b []byte
	if len(s.recent) == primeFrames {
		b = s.recent[0][:0]
		copy(s.recent, s.recent[1:])
		s.recent = s.recent[:primeFrames-1]
	}
	s.recent = append(s.recent, append(b, frame...))
}

// mute copies a frame with side information that says "nothing here", but
// keeps as much of the reservoir alive as can be named.
func (s *goMP3) mute(h mp3.Header, frame []byte) []byte {
	s.edited = append(s.edited[:0], frame...)
	side := s.edited[h.SideStart() : h.SideStart()+h.SideInfo()]
	clear(side)
	begin := min(s.have, h.MaxReservoir())
	if h.Version == 1 {
		side[0], side[1] = byte(begin>>1), byte(begin<<7)
	} else {
		side[0] = byte(begin)
	}
	return s.edited
}

// mainDataBegin is how many bytes of earlier frames the frame needs: 9 bits
// in MPEG-1, 8 in MPEG-2 (ISO 11172-3 §2.4.1.7, 13818-3 §2.4.1.7).
func mainDataBegin(h mp3.Header, frame []byte) int {
	side := frame[h.SideStart():]
	if h.Version == 1 {
		return int(side[0])<<1 | int(side[1])>>7
	}
	return int(side[0])
}
