package player

import (
	"context"
	"errors"

	"ncmtui/player/decode"
)

// Reformer is a Resolver that can be asked for a track in another form than
// one that no decoder here takes. Its errors are those of Resolve.
type Reformer interface {
	ResolveOther(ctx context.Context, track int64, refused Media) (Media, error)
}

// Reformed says that a track which has just begun was given in a form that is
// not decoded here (Refused: alac, he-aac …), and is played as Got instead.
type Reformed struct {
	Track   Track
	Refused string
	Got     Delivered
}

func (Reformed) event() {}

// resolve asks for the address of a track.
type resolve func(ctx context.Context, track int64) (Media, error)

// otherForm gives the question for another form of what failed to open with
// err, and what to call the form; nil when there is nothing to ask.
func (p *Player) otherForm(media Media, err error) (ask resolve, refused string) {
	reformer, ok := p.opts.Resolver.(Reformer)
	if !ok || !errors.Is(err, decode.ErrUnsupported) {
		return nil, ""
	}
	refused = media.Format
	if kind := (*decode.Unsupported)(nil); errors.As(err, &kind) {
		refused = kind.Codec
	}
	return func(ctx context.Context, track int64) (Media, error) {
		return reformer.ResolveOther(ctx, track, media)
	}, refused
}

// openOther opens a song in the other form, once. A service that has none
// leaves the old error.
func (p *Player) openOther(ctx context.Context, e EffOpen, ask resolve, old error) (*deck, error) {
	media, err := ask(ctx, e.Track.ID)
	if none := (*Unavailable)(nil); errors.As(err, &none) {
		return nil, old
	}
	if err != nil {
		return nil, err
	}
	file := p.file(media)
	d, err := p.openMedia(ctx, e, media, file, ask)
	if err != nil {
		return nil, p.sortError(file, err)
	}
	return d, nil
}
