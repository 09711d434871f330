package player

import (
	"context"
	"errors"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player/stream"
)

// load opens a song on a goroutine of its own; the result comes back as a
// loadedDeck.
func (p *Player) load(ctx context.Context, e EffOpen) {
	p.name(ctx, e.Track)
	ctx, cancel := context.WithCancel(ctx)
	p.loads[e.Gen] = cancel
	p.loaders.Add(1)
	safe.Go("open song", func() {
		defer p.loaders.Done()
		defer cancel()
		d, found, err := p.openSong(ctx, e)
		p.post(loadedDeck{gen: e.Gen, deck: d, found: found, err: err})
	})
}

// nameLimit bounds asking what a song is called.
const nameLimit = 20 * time.Second

// name asks what a song is called that has no title, beside its opening: the
// sound does not wait for it.
func (p *Player) name(ctx context.Context, track Track) {
	if track.Title != "" || p.opts.Name == nil {
		return
	}
	p.loaders.Add(1)
	safe.Go("name song", func() {
		defer p.loaders.Done()
		ctx, cancel := context.WithTimeout(ctx, nameLimit)
		defer cancel()
		named, err := p.opts.Name(ctx, track.ID)
		if err != nil {
			p.opts.Log.Info("song not named", "song", track.ID, "err", err)
			return
		}
		p.post(Named{named})
	})
}

func (p *Player) openSong(ctx context.Context, e EffOpen) (*deck, Findings, error) {
	media, file, err := p.address(ctx, e)
	if err != nil {
		return nil, Findings{}, err
	}
	d, err := p.openMedia(ctx, e, media, file, p.opts.Resolver.Resolve)
	if err == nil {
		return d, d.findings(), nil
	}
	ask, refused := p.otherForm(media, err)
	if err = p.sortError(file, err); ask == nil {
		return nil, Findings{}, err
	}
	if d, err = p.openOther(ctx, e, ask, err); err != nil {
		return nil, Findings{}, err
	}
	found := d.findings()
	found.Refused = refused
	return d, found, nil
}

// address finds the song: in the cache at the wished level, from the service,
// or, without network, in the cache at any level.
func (p *Player) address(ctx context.Context, e EffOpen) (Media, stream.Media, error) {
	if e.Media != nil {
		return known(*e.Media), *e.Media, nil
	}
	if file, ok := p.store.Kept(e.Track.ID, p.opts.Level()); ok {
		return known(file), file, nil
	}
	media, err := p.opts.Resolver.Resolve(ctx, e.Track.ID)
	if err == nil {
		return media, p.file(media), nil
	}
	var none *Unavailable
	if !errors.As(err, &none) && ctx.Err() == nil {
		if file, ok := p.store.Kept(e.Track.ID, ""); ok {
			return known(file), file, nil
		}
	}
	return Media{}, stream.Media{}, err
}

// known is what a file tells of the song without asking the service.
func known(f stream.Media) Media {
	return Media{
		Track: f.Track, Format: f.Format, Level: f.Level, Bitrate: f.Bitrate, Duration: f.Facts.Duration,
		Gain: f.Facts.Gain, Peak: f.Facts.Peak, HasGain: f.Facts.HasGain,
	}
}

// file is media as the stream sees it.
func (p *Player) file(m Media) stream.Media {
	return stream.Media{
		Track: m.Track, URL: m.URL, Expires: m.Expires, Asked: p.opts.Now(), Size: m.Size, MD5: m.MD5,
		Format: m.Format, Level: m.Level, Bitrate: m.Bitrate, Clip: m.Clip != nil,
		Facts: stream.Facts{Gain: m.Gain, Peak: m.Peak, HasGain: m.HasGain, Duration: m.Duration},
	}
}

func (p *Player) openMedia(ctx context.Context, e EffOpen, media Media, file stream.Media, ask resolve) (*deck, error) {
	renew := func(ctx context.Context) (stream.Media, error) {
		m, err := ask(ctx, e.Track.ID)
		return p.file(m), err
	}
	src, err := p.store.Source(file, renew, func(st stream.Status) { p.post(Loaded{Gen: e.Gen, Stream: st}) })
	if err != nil {
		return nil, err
	}
	if e.Whole {
		src.Promote()
	}
	d := &deck{gen: e.Gen, album: e.Track.AlbumID, media: media, file: file, src: src, in: &input{Reader: src.NewReader()}, decode: p.opts.Decode}
	undo := context.AfterFunc(ctx, func() { _ = d.in.Close() })
	err = d.prepare(e.At)
	if !undo() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		d.close()
		return nil, err
	}
	p.post(Loaded{Gen: e.Gen, Stream: src.Status()})
	return d, nil
}

// sortError tells the song's faults from those of the way to it. What a
// decoder did not like is not worth keeping.
func (p *Player) sortError(file stream.Media, err error) error {
	var (
		none    *Unavailable
		changed *stream.Changed
	)
	if errors.As(err, &none) || errors.As(err, &changed) || errors.Is(err, stream.ErrCorrupt) ||
		errors.Is(err, stream.ErrClosed) || errors.Is(err, context.Canceled) {
		return err
	}
	if !errors.Is(err, stream.ErrRefused) {
		p.store.Drop(file)
	}
	return &brokenError{err}
}

// findings is what is known of an open song.
func (d *deck) findings() Findings {
	f := Findings{Rate: d.info.Rate, Duration: d.at(d.dec.Len())}
	if f.Duration <= 0 {
		f.Duration = d.media.Duration
	}
	f.Delivered = Delivered{
		Format: d.info.Format, Level: d.media.Level, Rate: d.info.Rate, Bits: d.info.Bits,
		Bitrate: d.info.Bitrate, Channels: d.info.Channels, Clip: d.media.Clip,
	}
	if f.Delivered.Bitrate == 0 {
		f.Delivered.Bitrate = d.media.Bitrate
	}
	return f
}
