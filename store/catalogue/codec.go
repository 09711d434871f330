package catalogue

import (
	"encoding/binary"
	"errors"
	"time"
)

// songCodec is the first byte of a stored song. A body with another one is
// from another version of the program and counts as missing.
const songCodec = 1

var errCodec = errors.New("catalogue: stored song of another version")

// encodeSong writes what belongs to the song itself; ID is the key, and Reason
// and Alg belong to the list it was recommended in. JSON takes five times as
// long to read, which 10,000 rows do not leave room for.
func encodeSong(s Song) []byte {
	b := make([]byte, 0, 256)
	b = append(b, songCodec)
	b = putString(b, s.Name)
	b = putString(b, s.Cover)
	b = putString(b, s.Album.Name)
	b = putString(b, s.Disc)
	b = putString(b, s.MaxLevel)
	b = binary.AppendVarint(b, s.Album.ID)
	b = binary.AppendVarint(b, int64(s.Duration/time.Millisecond))
	b = binary.AppendVarint(b, int64(s.Number))
	b = binary.AppendVarint(b, s.MV)
	b = binary.AppendVarint(b, int64(s.Right))
	b = binary.AppendVarint(b, int64(s.Fee))
	cloud := int64(0)
	if s.Cloud {
		cloud = 1
	}
	b = binary.AppendVarint(b, cloud)
	b = binary.AppendUvarint(b, uint64(len(s.Artists)))
	for _, a := range s.Artists {
		b = binary.AppendVarint(b, a.ID)
		b = putString(b, a.Name)
	}
	b = binary.AppendUvarint(b, uint64(len(s.Alias)))
	for _, a := range s.Alias {
		b = putString(b, a)
	}
	return b
}

func putString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// decodeSong reads what encodeSong wrote; body is not kept. Any body gives a
// song or an error.
func decodeSong(id int64, body []byte) (Song, error) {
	if len(body) == 0 || body[0] != songCodec {
		return Song{}, errCodec
	}
	r := bodyReader{bytes: body[1:], text: string(body[1:])}
	s := Song{ID: id}
	s.Name = r.string()
	s.Cover = r.string()
	s.Album.Name = r.string()
	s.Disc = r.string()
	s.MaxLevel = r.string()
	s.Album.ID = r.int()
	s.Duration = time.Duration(r.int()) * time.Millisecond
	s.Number = int(r.int())
	s.MV = r.int()
	s.Right = Right(r.int())
	s.Fee = int(r.int())
	s.Cloud = r.int() == 1
	if n := r.count(); n > 0 {
		s.Artists = make([]Ref, n)
		for i := range s.Artists {
			s.Artists[i].ID = r.int()
			s.Artists[i].Name = r.string()
		}
	}
	if n := r.count(); n > 0 {
		s.Alias = make([]string, n)
		for i := range s.Alias {
			s.Alias[i] = r.string()
		}
	}
	if r.bad || s.Right > Grey {
		return Song{}, errCodec
	}
	return s, nil
}

// bodyReader walks a body; its strings share one copy of it. After the first
// mistake everything is zero.
type bodyReader struct {
	bytes []byte
	text  string
	at    int
	bad   bool
}

func (r *bodyReader) uint() uint64 {
	if r.bad {
		return 0
	}
	v, n := binary.Uvarint(r.bytes[r.at:])
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.at += n
	return v
}

func (r *bodyReader) int() int64 {
	if r.bad {
		return 0
	}
	v, n := binary.Varint(r.bytes[r.at:])
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.at += n
	return v
}

// count is a length that what is left can hold.
func (r *bodyReader) count() int {
	n := r.uint()
	if n > uint64(len(r.bytes)-r.at) {
		r.bad = true
		return 0
	}
	return int(n)
}

func (r *bodyReader) string() string {
	n := r.count()
	s := r.text[r.at : r.at+n]
	r.at += n
	return s
}
