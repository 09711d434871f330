package cover

import (
	"image"
	"image/color"
)

// A colour is vivid when it is neither grey nor next to black or white.
const (
	greyest  = 0.28 // saturation
	darkest  = 0.22 // value
	hues     = 24   // parts of the circle
	enough   = 24   // of the 40×40 looked at, in one part of the circle
	lookedAt = 40
)

// vivid is the mean of the hue that has most of the vivid pixels, nil when
// there is none to speak of.
func vivid(img *image.RGBA) color.Color {
	small := shrink(img, lookedAt, lookedAt)
	type bin struct {
		r, g, b, weight float64
		n               int
	}
	var bins [hues]bin
	for y := range lookedAt {
		for x := range lookedAt {
			c := small.RGBAAt(x, y)
			h, s, v := hsv(c)
			if s < greyest || v < darkest {
				continue
			}
			at := &bins[min(int(h*hues), hues-1)]
			w := s * v
			at.r, at.g, at.b = at.r+w*float64(c.R), at.g+w*float64(c.G), at.b+w*float64(c.B)
			at.weight += w
			at.n++
		}
	}
	best := &bins[0]
	for i := range bins {
		if bins[i].weight > best.weight {
			best = &bins[i]
		}
	}
	if best.n < enough {
		return nil
	}
	part := func(v float64) uint8 { return uint8(v/best.weight + 0.5) }
	return color.RGBA{part(best.r), part(best.g), part(best.b), 255}
}

// hsv gives hue, saturation and value, 0 to 1.
func hsv(c color.RGBA) (h, s, v float64) {
	r, g, b := float64(c.R)/255, float64(c.G)/255, float64(c.B)/255
	top, low := max(r, g, b), min(r, g, b)
	d := top - low
	if top == 0 || d == 0 {
		return 0, 0, top
	}
	switch top {
	case r:
		h = (g - b) / d
		if h < 0 {
			h += 6
		}
	case g:
		h = (b-r)/d + 2
	default:
		h = (r-g)/d + 4
	}
	return h / 6, d / top, top
}
