package decode

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// boxed says how to put units into a new file.
type boxed struct {
	moovLast bool
	wide     bool // 64 bit sizes and offsets
	compact  bool // stz2
	smpb     string
	elst     []uint32 // duration, media time
}

func box(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))
	return append(append(b, kind...), body...)
}

func words(v ...uint32) (b []byte) {
	for _, w := range v {
		b = binary.BigEndian.AppendUint32(b, w)
	}
	return b
}

// boxBody gives what stands in the first box of a kind.
func boxBody(t testing.TB, b []byte, kind string) []byte {
	t.Helper()
	i := bytes.Index(b, []byte(kind))
	if i < 4 {
		t.Fatalf("no %s", kind)
	}
	return b[i+4 : i-4+int(binary.BigEndian.Uint32(b[i-4:]))]
}

// repeat plays the units of a song of the encoder again and again, until the
// file has so many bytes; it gives also how often.
func (x boxed) repeat(t testing.TB, song []byte, size int) (file []byte, times int) {
	t.Helper()
	units := boxBody(t, song, "mdat")
	stsz := boxBody(t, song, "stsz")[12:]
	times = size/len(units) + 1
	return x.file(t, boxBody(t, song, "stsd"), bytes.Repeat(units, times), bytes.Repeat(stsz, times), len(stsz)/4), times
}

// file makes one with a chunk for every so many units.
func (x boxed) file(t testing.TB, stsd, units, stsz []byte, per int) []byte {
	t.Helper()
	count := len(stsz) / 4
	lengths := make([]int, count)
	for i := range lengths {
		lengths[i] = int(binary.BigEndian.Uint32(stsz[4*i:]))
	}
	ftyp := box("ftyp", []byte("M4A \x00\x00\x02\x00M4A isom"))
	head := words(uint32(8+len(units)), 0)[:4]
	head = append(head, "mdat"...)
	if x.wide {
		head = append(append(words(1), "mdat"...), words(0, uint32(16+len(units)))...)
	}
	moov := func(at int) []byte {
		var offs []byte
		for i := 0; i < count; i++ {
			if i%per == 0 {
				if x.wide {
					offs = append(offs, words(0)...)
				}
				offs = append(offs, words(uint32(at))...)
			}
			at += lengths[i]
		}
		chunks := (count + per - 1) / per
		stco := box("stco", words(0, uint32(chunks)), offs)
		if x.wide {
			stco = box("co64", words(0, uint32(chunks)), offs)
		}
		sizes := box("stsz", words(0, 0, uint32(count)), stsz)
		if x.compact {
			var small []byte
			for _, n := range lengths {
				small = binary.BigEndian.AppendUint16(small, uint16(n))
			}
			sizes = box("stz2", words(0, 16, uint32(count)), small)
		}
		edit := x.elst
		if edit == nil {
			edit = []uint32{uint32((count*1024 - 1024) * 1000 / 44100), 1024}
		}
		mdia := box(
			"mdia", box("mdhd", words(0, 0, 0, 44100, uint32(count*1024), 0)), box("hdlr", words(0, 0), []byte("soun"), words(0, 0, 0), []byte{0}),
			box("minf", box(
				"stbl", box("stsd", stsd), box("stts", words(0, 1, uint32(count), 1024)),
				box("stsc", words(0, 1, 1, uint32(per), 1)), sizes, stco,
			)),
		)
		parts := [][]byte{
			box("mvhd", words(0, 0, 0, 1000, 0), make([]byte, 80)),
			box("trak", box("edts", box("elst", words(0, 1, edit[0], edit[1], 1<<16))), mdia),
		}
		if x.smpb != "" {
			item := box("----", box("mean", words(0), []byte("com.apple.iTunes")), box("name", words(0), []byte("iTunSMPB")), box("data", words(1, 0), []byte(x.smpb)))
			parts = append(parts, box("udta", box("meta", words(0), box("hdlr", words(0, 0), []byte("mdirappl"), words(0, 0), []byte{0}), box("ilst", item))))
		}
		return box("moov", parts...)
	}
	if x.moovLast {
		return bytes.Join([][]byte{ftyp, head, units, moov(len(ftyp) + len(head))}, nil)
	}
	size := len(moov(0))
	return bytes.Join([][]byte{ftyp, moov(len(ftyp) + size + len(head)), head, units}, nil)
}
