package cover_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"ncmtui/ui/cover"
	"ncmtui/ui/text"
)

func filled(w, h int, at func(x, y int) color.Color) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, at(x, y))
		}
	}
	return img
}

func TestBlocksFillTheirCellsExactly(t *testing.T) {
	t.Parallel()
	p := cover.New(filled(300, 200, func(x, _ int) color.Color { return color.RGBA{uint8(x), 40, 90, 255} }))
	for _, size := range [][2]int{{4, 2}, {6, 3}, {7, 3}, {44, 22}, {200, 100}, {1, 1}} {
		lines := p.Blocks(size[0], size[1])
		if len(lines) != size[1] {
			t.Fatalf("%v: %d lines", size, len(lines))
		}
		for _, l := range lines {
			if text.Width(l) != size[0] {
				t.Errorf("%v: a line of %d cells", size, text.Width(l))
			}
		}
	}
	if p.Blocks(0, 3) != nil || p.Blocks(3, 0) != nil {
		t.Error("blocks without cells")
	}
}

func TestPlaceholdersAreCells(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{4, 2}, {44, 22}, {500, 300}} {
		w, h := min(size[0], cover.MaxCells), min(size[1], cover.MaxCells)
		lines := cover.Placeholders(7, size[0], size[1])
		if len(lines) != h {
			t.Fatalf("%v: %d lines", size, len(lines))
		}
		for _, l := range lines {
			if text.Width(l) != w {
				t.Errorf("%v: a line of %d cells", size, text.Width(l))
			}
		}
	}
}

func TestAccentIsTheVividColour(t *testing.T) {
	t.Parallel()
	blue := color.RGBA{30, 90, 220, 255}
	for _, c := range []struct {
		name string
		at   func(x, y int) color.Color
		want bool
	}{
		{"a blue part on grey", func(x, _ int) color.Color {
			if x < 60 {
				return blue
			}
			return color.Gray{128}
		}, true},
		{"greys alone", func(x, _ int) color.Color { return color.Gray{uint8(x)} }, false},
		{"a few pixels of blue", func(x, y int) color.Color {
			if x < 8 && y < 8 {
				return blue
			}
			return color.White
		}, false},
	} {
		got := cover.New(filled(200, 200, c.at)).Accent()
		if (got != nil) != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		if c.want {
			r, _, b, _ := got.RGBA()
			if b>>8 < 200 || r>>8 > 50 {
				t.Errorf("%s: %v is not that blue", c.name, got)
			}
		}
	}
}

// bomb is a png that says it has that many pixels, and little else.
func bomb(w, h uint32) []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	head = append(head, 8, 2, 0, 0, 0)
	_ = binary.Write(&b, binary.BigEndian, uint32(13))
	b.Write(head)
	_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(head))
	return b.Bytes()
}

func TestDecodeTakesCoversAlone(t *testing.T) {
	t.Parallel()
	var jpg, pic bytes.Buffer
	img := filled(64, 48, func(x, y int) color.Color { return color.RGBA{uint8(x), uint8(y), 0, 255} })
	if err := errors.Join(jpeg.Encode(&jpg, img, nil), png.Encode(&pic, img)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		data  []byte
		fails bool
		large bool
	}{
		{"jpeg", jpg.Bytes(), false, false},
		{"png", pic.Bytes(), false, false},
		{"half a jpeg", jpg.Bytes()[:jpg.Len()/3], true, false},
		{"nothing", nil, true, false},
		{"a page", []byte("<html>"), true, false},
		{"too many pixels", bomb(60000, 60000), true, true},
		{"one side too long", bomb(3000, 1), true, true},
		{"too many bytes", make([]byte, cover.MaxBytes+1), true, true},
	} {
		p, err := cover.Decode(c.data)
		if (err != nil) != c.fails || errors.Is(err, cover.ErrTooLarge) != c.large || (p == nil) != c.fails {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	var pic bytes.Buffer
	_ = png.Encode(&pic, filled(8, 8, func(x, y int) color.Color { return color.RGBA{uint8(x), uint8(y), 9, 255} }))
	f.Add(pic.Bytes())
	f.Add(bomb(4, 4))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := cover.Decode(data)
		if err != nil {
			return
		}
		for _, l := range p.Blocks(5, 3) {
			if text.Width(l) != 5 {
				t.Errorf("a line of %d cells", text.Width(l))
			}
		}
		p.PNG(5, 3)
	})
}

func BenchmarkBlocks(b *testing.B) {
	p := cover.New(filled(480, 480, func(x, y int) color.Color { return color.RGBA{uint8(x), uint8(y), 9, 255} }))
	b.ReportAllocs()
	for b.Loop() {
		p.Blocks(44, 22)
	}
}
