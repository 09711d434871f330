// Package cover owns pictures made of cells: reading them, their size, their
// colour, half blocks and the placeholders of kitty's graphics. It fetches
// nothing and knows no page.
package cover

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // the service's covers
	"image/png"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi/kitty"
)

const (
	// MaxBytes bounds a picture's file.
	MaxBytes = 2 << 20
	// maxSide bounds a picture's sides in pixels: what is asked for has 480.
	maxSide = 2048
	// kept is the side of what is kept of a picture.
	kept = 480
)

// ErrTooLarge says that a picture has more bytes or pixels than a cover.
var ErrTooLarge = errors.New("too large for a cover")

// Picture is a cover, cut to a square. It is immutable.
type Picture struct {
	img    *image.RGBA
	small  *image.RGBA // for blocks, which are drawn with the frame
	accent color.Color
}

// Decode reads a jpeg or png of at most MaxBytes and 2048 pixels a side.
func Decode(data []byte) (*Picture, error) {
	if len(data) > MaxBytes {
		return nil, ErrTooLarge
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("cover: %w", err)
	}
	if c.Width > maxSide || c.Height > maxSide || c.Width < 1 || c.Height < 1 {
		return nil, fmt.Errorf("%s of %d×%d: %w", format, c.Width, c.Height, ErrTooLarge)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("cover: %w", err)
	}
	return New(img), nil
}

// New makes a Picture of the middle of an image.
func New(img image.Image) *Picture {
	b := img.Bounds()
	side := min(b.Dx(), b.Dy())
	square := image.NewRGBA(image.Rect(0, 0, side, side))
	corner := image.Pt(b.Min.X+(b.Dx()-side)/2, b.Min.Y+(b.Dy()-side)/2)
	draw.Draw(square, square.Rect, img, corner, draw.Src)
	p := &Picture{img: square}
	if side > kept {
		p.img = shrink(square, kept, kept)
	}
	n := min(side, kept/4)
	p.small = shrink(p.img, n, n)
	p.accent = vivid(p.small)
	return p
}

// Accent is the vivid colour there is most of, nil for a picture without one.
func (p *Picture) Accent() color.Color { return p.accent }

// shrink averages what falls into each of w×h pixels.
func shrink(img *image.RGBA, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	size := img.Rect.Size()
	if size.X < 1 || size.Y < 1 {
		return out
	}
	for y := range h {
		y0, y1 := edges(size.Y, y, h)
		for x := range w {
			x0, x1 := edges(size.X, x, w)
			var r, g, b, n int
			for yy := y0; yy < y1; yy++ {
				row := img.Pix[yy*img.Stride+4*x0 : yy*img.Stride+4*x1]
				for i := 0; i < len(row); i += 4 {
					r, g, b, n = r+int(row[i]), g+int(row[i+1]), b+int(row[i+2]), n+1
				}
			}
			out.SetRGBA(x, y, color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), 255})
		}
	}
	return out
}

// edges are the pixels of length that belong to part i of n; at least one.
func edges(length, i, n int) (first, end int) {
	first = min(i*length/n, length-1)
	return first, max((i+1)*length/n, first+1)
}

// Blocks draws the picture in h lines of w cells, two pixels each.
func (p *Picture) Blocks(w, h int) []string {
	if w < 1 || h < 1 {
		return nil
	}
	small := shrink(p.small, w, 2*h)
	lines := make([]string, h)
	for y := range h {
		var b strings.Builder
		var over, under color.RGBA
		for x := range w {
			top, bottom := small.RGBAAt(x, 2*y), small.RGBAAt(x, 2*y+1)
			if x == 0 || top != over || bottom != under {
				b.WriteString("\x1b[38;2;")
				rgb(&b, top)
				b.WriteString(";48;2;")
				rgb(&b, bottom)
				b.WriteByte('m')
				over, under = top, bottom
			}
			b.WriteString("▀")
		}
		b.WriteString("\x1b[m")
		lines[y] = b.String()
	}
	return lines
}

func rgb(b *strings.Builder, c color.RGBA) {
	b.WriteString(strconv.Itoa(int(c.R)))
	b.WriteByte(';')
	b.WriteString(strconv.Itoa(int(c.G)))
	b.WriteByte(';')
	b.WriteString(strconv.Itoa(int(c.B)))
}

// PNG is the picture for a place of w×h cells, with pixels enough for a sharp
// screen.
func (p *Picture) PNG(w, h int) []byte {
	n := min(max(12*w, 24*h, 1), p.img.Rect.Dx())
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := e.Encode(&b, shrink(p.img, n, n)); err != nil {
		return nil
	}
	return b.Bytes()
}

// RGB is the picture with at most side pixels a side, three bytes for each.
func (p *Picture) RGB(side int) (n int, pixels []byte) {
	n = min(max(side, 1), p.img.Rect.Dx())
	img := shrink(p.img, n, n)
	for i := 0; i+3 < len(img.Pix); i += 4 {
		pixels = append(pixels, img.Pix[i], img.Pix[i+1], img.Pix[i+2])
	}
	return n, pixels
}

// MaxCells bounds the sides of Placeholders: there is a mark for each row and
// column.
const MaxCells = 120

// Placeholders are the cells over which kitty lays the image with that id
// (1 to 2^24−1), in h lines of w cells. Source: the kitty graphics protocol,
// Unicode placeholders.
func Placeholders(id uint32, w, h int) []string {
	w, h = min(w, MaxCells), min(h, MaxCells)
	if w < 1 || h < 1 {
		return nil
	}
	on := fmt.Sprintf("\x1b[38;2;%d;%d;%dm", id>>16&255, id>>8&255, id&255)
	lines := make([]string, h)
	for y := range h {
		var b strings.Builder
		b.WriteString(on)
		for x := range w {
			b.WriteRune(kitty.Placeholder)
			b.WriteRune(kitty.Diacritic(y))
			b.WriteRune(kitty.Diacritic(x))
		}
		b.WriteString("\x1b[m")
		lines[y] = b.String()
	}
	return lines
}
