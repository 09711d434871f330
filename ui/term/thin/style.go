package thin

import "strconv"

// colour is a kind in its highest byte (0: the terminal's own) and a value.
type colour uint32

const (
	basic   colour = 1 << 24 // 0–15
	indexed colour = 2 << 24 // 0–255
	direct  colour = 3 << 24 // 24 bits
	kinds   colour = 0xff << 24
)

// style is how a character is drawn.
type style struct {
	fg, bg, ul colour
	attrs      uint16 // bit n: SGR n, 1–9
	underline  uint8  // 0 none, 1–5 as in SGR 4:n
	overline   bool
}

// visibleOnBlank are the attributes that show where there is no ink.
const visibleOnBlank = 1<<7 | 1<<9 // reversed, struck out

// onBlank drops what does not show on a blank, so that blanks that look the
// same are the same.
func (s style) onBlank() style {
	if s.underline != 0 || s.overline || s.attrs&visibleOnBlank != 0 {
		return s
	}
	return style{bg: s.bg}
}

// apply changes the style by the parameters of an SGR sequence; ok is false
// for one it does not know.
func (s *style) apply(p []param) (ok bool) {
	if len(p) == 0 {
		*s = style{}
		return true
	}
	for i := 0; i < len(p); i++ {
		switch v := p[i].v; {
		case v <= 0:
			*s = style{}
		case v == 4:
			s.underline = 1
			if p[i].more && i+1 < len(p) {
				i++
				s.underline = uint8(min(max(p[i].v, 0), 5))
			}
		case v <= 9:
			s.attrs |= 1 << v
		case v == 21:
			s.underline = 2
		case v == 22:
			s.attrs &^= 1<<1 | 1<<2
		case v == 24:
			s.underline = 0
		case v == 25:
			s.attrs &^= 1<<5 | 1<<6
		case v == 23 || v >= 27 && v <= 29:
			s.attrs &^= 1 << (v - 20)
		case v == 53 || v == 55:
			s.overline = v == 53
		case v == 38 || v == 48 || v == 58:
			c, n := extended(p[i+1:])
			if n == 0 {
				return false
			}
			s.set(v, c)
			i += n
		case !s.simple(v):
			return false
		}
	}
	return true
}

// simple sets a colour that is one number.
func (s *style) simple(v int) bool {
	switch {
	case v >= 30 && v <= 37:
		s.fg = basic | colour(v-30)
	case v >= 40 && v <= 47:
		s.bg = basic | colour(v-40)
	case v >= 90 && v <= 97:
		s.fg = basic | colour(v-90+8)
	case v >= 100 && v <= 107:
		s.bg = basic | colour(v-100+8)
	case v == 39:
		s.fg = 0
	case v == 49:
		s.bg = 0
	case v == 59:
		s.ul = 0
	default:
		return false
	}
	return true
}

func (s *style) set(which int, c colour) {
	switch which {
	case 38:
		s.fg = c
	case 48:
		s.bg = c
	default:
		s.ul = c
	}
}

// extended reads 5;n or 2;r;g;b, with colons too; n is how many parameters it
// took, 0 when it is neither.
func extended(p []param) (c colour, n int) {
	if len(p) >= 2 && p[0].v == 5 {
		return indexed | colour(p[1].v&0xff), 2
	}
	if len(p) < 4 || p[0].v != 2 {
		return 0, 0
	}
	at := 1
	if p[0].more && len(p) > 4 && p[3].more { // 2::r:g:b has a colour space
		at = 2
	}
	return direct | colour(p[at].v&0xff)<<16 | colour(p[at+1].v&0xff)<<8 | colour(p[at+2].v&0xff), at + 3
}

// appendChange writes the SGR that leads from one style to another.
func appendChange(buf []byte, from, to style) []byte {
	if from == to {
		return buf
	}
	if to == (style{}) {
		return append(buf, "\x1b[m"...)
	}
	buf = append(buf, "\x1b["...)
	if from.attrs&^to.attrs != 0 || from.overline && !to.overline || from.underline != 0 && from.underline != to.underline {
		buf = append(buf, '0', ';')
		from = style{}
	}
	for n := 1; n <= 9; n++ {
		if (to.attrs&^from.attrs)&(1<<n) != 0 {
			buf = append(buf, byte('0'+n), ';')
		}
	}
	switch to.underline {
	case from.underline:
	case 1:
		buf = append(buf, "4;"...)
	default:
		buf = append(buf, '4', ':', '0'+to.underline, ';')
	}
	if to.overline != from.overline {
		buf = append(buf, "53;"...)
	}
	if to.fg != from.fg {
		buf = appendColour(buf, 30, to.fg)
	}
	if to.bg != from.bg {
		buf = appendColour(buf, 40, to.bg)
	}
	if to.ul != from.ul {
		buf = appendColour(buf, 50, to.ul)
	}
	buf[len(buf)-1] = 'm'
	return buf
}

// appendColour writes the parameters of a colour and a semicolon; base is 30
// for the foreground, 40 for the background, 50 for the underline.
func appendColour(buf []byte, base int, c colour) []byte {
	v := int(c &^ kinds)
	switch c & kinds {
	case basic:
		if v >= 8 {
			v += 60 - 8
		}
		buf = strconv.AppendInt(buf, int64(base+v), 10)
	case indexed:
		buf = strconv.AppendInt(buf, int64(base+8), 10)
		buf = append(buf, ";5;"...)
		buf = strconv.AppendInt(buf, int64(v), 10)
	case direct:
		buf = strconv.AppendInt(buf, int64(base+8), 10)
		buf = append(buf, ";2;"...)
		buf = strconv.AppendInt(buf, int64(v>>16), 10)
		buf = append(buf, ';')
		buf = strconv.AppendInt(buf, int64(v>>8&0xff), 10)
		buf = append(buf, ';')
		buf = strconv.AppendInt(buf, int64(v&0xff), 10)
	default:
		buf = strconv.AppendInt(buf, int64(base+9), 10)
	}
	return append(buf, ';')
}
