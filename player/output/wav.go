package output

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"sync"
)

// wavOpener writes one file over all its sinks: the first Open makes it and
// sets its rate, the others go on at its end.
type wavOpener struct {
	path  string
	fast  bool
	float bool

	mu   sync.Mutex
	rate int   // 0 before the first Open
	data int64 // bytes of sound in the file
}

const (
	wavHeader = 44
	wavPCM    = 1
	wavFloat  = 3
)

func (w *wavOpener) Open(o Options, pull Pull) (Sink, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	flags := os.O_RDWR | os.O_CREATE
	if w.rate == 0 {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(w.path, flags, 0o600)
	if err != nil {
		return nil, unwritable(w.path, err)
	}
	if w.rate == 0 {
		w.rate = o.rate()
	}
	file := &wavFile{f: f, rate: w.rate, float: w.float, data: w.data, encode: appendS16}
	if w.float {
		file.encode = appendF32
	}
	if err := file.begin(); err != nil {
		_ = f.Close()
		return nil, unwritable(w.path, err)
	}
	p := &paced{name: "wav", device: w.path, rate: w.rate, pull: pull, fast: w.fast}
	p.write = file.write
	p.finish = func() error {
		err := file.close()
		w.mu.Lock()
		w.data = file.data
		w.mu.Unlock()
		return err
	}
	return p.run(), nil
}

// wavFile is a stereo file whose header is true at least once a second.
type wavFile struct {
	f      *os.File
	rate   int
	float  bool
	encode encoder
	data   int64 // bytes of sound
	told   int64 // of which the header says
	buf    []byte
}

func (w *wavFile) frameSize() int64 {
	if w.float {
		return 8
	}
	return 4
}

func (w *wavFile) begin() error {
	if err := w.header(); err != nil {
		return err
	}
	_, err := w.f.Seek(wavHeader+w.data, io.SeekStart)
	return err
}

func (w *wavFile) write(samples []float32) error {
	if len(samples) == 0 {
		return nil
	}
	w.buf = w.encode(w.buf[:0], samples)
	n, err := w.f.Write(w.buf)
	w.data += int64(n)
	if err != nil {
		return unwritable(w.f.Name(), err)
	}
	if w.data-w.told >= int64(w.rate)*w.frameSize() {
		return w.header()
	}
	return nil
}

// header writes the 44 bytes in front of the sound. Lengths beyond 4 GiB stay
// at the most the format can say.
func (w *wavFile) header() error {
	tag, size := uint16(wavPCM), w.frameSize()
	if w.float {
		tag = wavFloat
	}
	le := binary.LittleEndian
	length := func(n int64) uint32 { return uint32(min(n, math.MaxUint32)) }
	b := le.AppendUint32([]byte("RIFF"), length(w.data+wavHeader-8))
	b = le.AppendUint32(append(b, "WAVEfmt "...), 16)
	b = le.AppendUint16(b, tag)
	b = le.AppendUint16(b, 2)
	b = le.AppendUint32(b, uint32(w.rate))
	b = le.AppendUint32(b, uint32(int64(w.rate)*size))
	b = le.AppendUint16(b, uint16(size))
	b = le.AppendUint16(b, uint16(size*4))
	b = le.AppendUint32(append(b, "data"...), length(w.data))
	if _, err := w.f.WriteAt(b, 0); err != nil {
		return unwritable(w.f.Name(), err)
	}
	w.told = w.data
	return nil
}

func (w *wavFile) close() error {
	err := w.header()
	if cerr := w.f.Close(); err == nil && cerr != nil {
		err = fmt.Errorf("close wav output: %w", cerr)
	}
	return err
}
