package songtag_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"

	"ncmtui/api/songtag"
)

// box is an MP4 box.
func box(kind string, parts ...string) string {
	body := strings.Join(parts, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + kind + body
}

func item(kind, text string) string {
	return box(kind, box("data", "\x00\x00\x00\x01\x00\x00\x00\x00", text))
}

// page is an Ogg page.
func page(body string) string {
	var sizes []byte
	for n := len(body); ; n -= 255 {
		if n < 255 {
			sizes = append(sizes, byte(n))
			break
		}
		sizes = append(sizes, 255)
	}
	return "OggS" + strings.Repeat("\x00", 22) + string([]byte{byte(len(sizes))}) + string(sizes) + body
}

// vorbis are comments, after who wrote them.
func vorbis(all ...string) string {
	b := binary.LittleEndian.AppendUint32(nil, 1)
	b = append(b, 'x')
	b = binary.LittleEndian.AppendUint32(b, uint32(len(all)))
	for _, text := range all {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(text))), text...)
	}
	return string(b)
}

func block(kind byte, body string) string {
	return string([]byte{kind, byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}) + body
}

// frame is an ID3v2.3 frame.
func frame(id, body string) string {
	return id + string(binary.BigEndian.AppendUint32(nil, uint32(len(body)))) + "\x00\x00" + body
}

func id3(version, flags byte, body string) string {
	n := len(body)
	return "ID3" + string([]byte{version, 0, flags, byte(n >> 21 & 0x7f), byte(n >> 14 & 0x7f), byte(n >> 7 & 0x7f), byte(n & 0x7f)}) + body
}

func v1(title, artist, album string) string {
	pad := func(s string) string { return s + strings.Repeat("\x00", 30-len(s)) }
	return "TAG" + pad(title) + pad(artist) + pad(album) + strings.Repeat("\x00", 35)
}

var (
	picture = strings.Repeat("\xff\xd8", 300<<10) // larger than any buffer
	names   = songtag.Names{Title: "晴天", Album: "叶惠美", Artist: "周杰伦"}
	comment = vorbis("ENCODER=x", "Title=晴天", "ALBUM=叶惠美", "artist=周杰伦", "ARTIST=another")
	list    = box("ilst", item("\xa9too", "x"), item("\xa9nam", "晴天"), item("covr", picture), item("\xa9alb", "叶惠美"), item("\xa9ART", "周杰伦"))
	moov    = box("moov", box("mvhd", strings.Repeat("\x00", 100)), box("trak", "x"), box("udta", box("meta", "\x00\x00\x00\x00", box("hdlr", "x"), list)))
	files   = map[string]struct {
		data string
		want songtag.Names
	}{
		"id3v2.3, a picture first": {
			id3(3, 0, frame("APIC", picture)+frame("TIT2", "\x03晴天")+frame("TALB", "\x03叶惠美\x00more")+frame("TPE1", "\x01\xff\xfe\x68\x54\x70\x67\x26\x4f")) + "sound", names,
		},
		"id3v2.2":                {"ID3\x02\x00\x00\x00\x00\x00\x09TP1\x00\x00\x03\x00ab", songtag.Names{Artist: "ab"}},
		"id3v2.4":                {"ID3\x04\x00\x00\x00\x00\x00\x0fTALB\x00\x00\x00\x05\x00\x00\x01\xff\xfea\x00", songtag.Names{Album: "a"}},
		"id3v2.4, more header":   {"ID3\x04\x00\x40\x00\x00\x00\x12\x00\x00\x00\x06\x01\x00TALB\x00\x00\x00\x02\x00\x00\x03a", songtag.Names{Album: "a"}},
		"id3v2.3, zeros let in":  {id3(3, 0x80, frame("TALB", "\x01\xff\xfea\x00")[:11]+"\xff\x00\xfea\x00"), songtag.Names{Album: "a"}},
		"id3v2.3 in Latin-1":     {id3(3, 0, frame("TIT2", "\x00\xe9t\xe9")), songtag.Names{Title: "été"}},
		"id3v2 without names":    {id3(3, 0, frame("TXXX", "\x00x")) + "sound" + v1("t", "r", "l"), songtag.Names{Title: "t", Artist: "r", Album: "l"}},
		"id3v1":                  {"\xff\xfbsound" + v1("t", "r", "l"), songtag.Names{Title: "t", Artist: "r", Album: "l"}},
		"flac":                   {"fLaC" + block(0, strings.Repeat("\x00", 34)) + block(6, picture) + block(0x84, comment), names},
		"flac without names":     {"fLaC" + block(0x80, strings.Repeat("\x00", 34)), songtag.Names{}},
		"vorbis, over two pages": {page("\x01vorbis") + page(("\x03vorbis" + comment)[:40]) + page(("\x03vorbis" + comment)[40:]), names},
		"opus":                   {page("OpusHead") + page("OpusTags"+comment), names},
		"m4a":                    {box("ftyp", "M4A ") + moov + box("mdat", "sound"), names},
		"m4a, its names last":    {box("ftyp", "M4A ") + box("mdat", picture) + moov, names},
		"m4a, long boxes":        {box("ftyp", "M4A ") + "\x00\x00\x00\x01mdat\x00\x00\x00\x00\x00\x00\x00\x15sound" + moov, names},
		"a sound alone":          {"RIFF", songtag.Names{}},
		"nothing":                {"", songtag.Names{}},
	}
)

func TestFilesNameThemselves(t *testing.T) {
	t.Parallel()
	for name, f := range files {
		if got := songtag.Read(strings.NewReader(f.data)); got != f.want {
			t.Errorf("%s: %q", name, got)
		}
		if got := songtag.Read(io.MultiReader(strings.NewReader(f.data))); got != f.want && !strings.HasSuffix(f.data, v1("t", "r", "l")) {
			t.Errorf("%s, without seeking: %q", name, got)
		}
		for _, cut := range []int{5, 20, len(f.data) / 2, len(f.data) - 1} { // damaged: fewer names, no others
			got := songtag.Read(strings.NewReader(f.data[:min(max(cut, 0), len(f.data))]))
			for _, s := range []string{got.Title, got.Album, got.Artist} {
				if s != "" && !strings.Contains(f.want.Title+f.want.Album+f.want.Artist, s) && s != "r" {
					t.Errorf("%s, cut at %d: %q", name, cut, got)
				}
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range files {
		if len(file.data) < 64<<10 {
			f.Add([]byte(file.data))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, n := range []songtag.Names{songtag.Read(bytes.NewReader(data)), songtag.Read(io.MultiReader(bytes.NewReader(data)))} {
			for _, s := range []string{n.Title, n.Album, n.Artist} {
				if strings.TrimSpace(strings.ToValidUTF8(s, "")) != s {
					t.Errorf("%q", s)
				}
			}
		}
	})
}
