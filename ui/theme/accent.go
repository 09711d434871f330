package theme

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
)

// Legible is the contrast that text needs against its background (WCAG 2, AA).
const Legible = 4.5

// onCursor is what an accent needs on the cursor's background: it is seldom
// more than a glyph there.
const onCursor = 3.0

// Contrast ratio of two colours, 1 to 21.
func contrastOf(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

// Accented is the theme with another accent, made lighter or darker as far as
// it stays itself. ground is the terminal's background, nil: the one the theme
// is made for. A theme without colours, and one on which the accent cannot be
// read, stay as they are.
func (t *Theme) Accented(accent, ground color.Color) *Theme {
	if !t.Coloured || accent == nil {
		return t
	}
	if ground == nil {
		ground = parse(t.made.ground)
	}
	towards := color.Color(color.White)
	if luminance(ground) > 0.18 {
		towards = color.Black
	}
	for _, part := range []float64{0, 0.12, 0.24, 0.36} {
		c := mix(accent, towards, part)
		if contrastOf(c, ground) >= Legible && contrastOf(c, parse(t.made.cursor)) >= onCursor {
			made := t.made
			made.accent = hex(c)
			return build(t.Name, made)
		}
	}
	return t
}

// Accent is the colour of the accent, nil where there are none.
func (t *Theme) Accent() color.Color {
	if !t.Coloured {
		return nil
	}
	return parse(t.made.accent)
}

func mix(a, b color.Color, part float64) color.Color {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	m := func(x, y uint32) uint8 { return uint8((float64(x)*(1-part) + float64(y)*part) / 257) }
	return color.RGBA{m(ar, br), m(ag, bg), m(ab, bb), 255}
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// parse reads #rrggbb and #rgb; anything else is black.
func parse(s string) color.Color {
	c, _ := colourOf(s)
	return c
}

func colourOf(s string) (color.Color, bool) {
	if len(s) == 4 && s[0] == '#' {
		s = string([]byte{'#', s[1], s[1], s[2], s[2], s[3], s[3]})
	}
	if len(s) != 7 || s[0] != '#' {
		return color.Black, false
	}
	v, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return color.Black, false
	}
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}, true
}
