package ncmfake

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"path"
	"strconv"
	"strings"
)

// avatarPic is the number of the account's face.
const avatarPic int64 = 109_951_160_000_000_009

// pictureURL is where a picture lies; the service spreads them over four
// hosts.
func pictureURL(pic int64) string {
	return fmt.Sprintf("http://p%d.music.126.net/%s==/%d.jpg", pic%4+1, scramble(pic), pic)
}

// scramble is the 22 letters that stand before a picture's number.
func scramble(pic int64) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	var b [22]byte
	x := uint64(pic)
	for i := range b {
		x = x*6364136223846793005 + 1442695040888963407
		b[i] = letters[x>>58]
	}
	return string(b[:])
}

// pictureID is the number in a picture's path.
func pictureID(p string) (int64, bool) {
	base := path.Base(p)
	ext := path.Ext(base)
	if ext != ".jpg" && ext != ".png" {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(base, ext), 10, 64)
	return n, err == nil
}

// picture draws a cover from its number: a sky of two colours, a sun, waves.
// size is the param of the address, as in 300y300; the default is 320 pixels,
// the largest 800.
func picture(pic int64, size string) []byte {
	n := 320
	if w, _, ok := strings.Cut(size, "y"); ok {
		if v, err := strconv.Atoi(w); err == nil && v > 0 {
			n = min(v, 800)
		}
	}
	x := uint64(pic) * 0x9e3779b97f4a7c15
	part := func(shift uint) float64 { return float64(x>>shift&0xff) / 255 }
	hue := part(8) * 360
	top, bottom, sun := hsv(hue, 0.55, 0.35+0.3*part(16)), hsv(hue+40+60*part(24), 0.5, 0.9), hsv(hue+180, 0.35, 1)
	cx, cy, r := 0.25+0.5*part(32), 0.25+0.3*part(40), 0.1+0.12*part(48)
	img := image.NewRGBA(image.Rect(0, 0, n, n))
	for y := range n {
		fy := float64(y) / float64(n)
		for i := range n {
			fx := float64(i) / float64(n)
			c := blend(top, bottom, fy)
			if math.Hypot(fx-cx, fy-cy) < r {
				c = sun
			}
			for k := range 3 {
				wave := 0.62 + 0.11*float64(k) + 0.04*math.Sin(fx*(6+8*part(uint(k)*8))+float64(k)*2+part(56)*6)
				if fy > wave {
					c = blend(hsv(hue+200, 0.6, 0.5), top, float64(k)/3)
				}
			}
			img.SetRGBA(i, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 82}); err != nil {
		return nil
	}
	return b.Bytes()
}

func blend(a, b color.RGBA, t float64) color.RGBA {
	mix := func(x, y uint8) uint8 { return uint8(float64(x)*(1-t) + float64(y)*t) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
}

func hsv(h, s, v float64) color.RGBA {
	f := func(n float64) uint8 {
		k := math.Mod(n+h/60, 6)
		return uint8(255 * (v - v*s*max(0, min(k, 4-k, 1))))
	}
	return color.RGBA{f(5), f(3), f(1), 255}
}
