package wire

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ncmtui/api"
	"ncmtui/player"
	"ncmtui/player/stream"
)

// resolver asks the service for addresses at the wanted quality.
type resolver struct {
	api        *api.Client
	level      string
	skipTrials bool
	now        func() time.Time
}

func (r resolver) Resolve(ctx context.Context, track int64) (player.Media, error) {
	u, err := r.ask(ctx, track, r.level)
	if err != nil {
		return player.Media{}, err
	}
	return r.given(u)
}

// otherLevels tell the level to ask for when the file of one is of a kind
// that no decoder here takes: one that is a flac or an mp3. The service's
// address has no other way to name a form.
var otherLevels = map[string]string{"lossless": "exhigh", "exhigh": "lossless", "higher": "exhigh", "standard": "exhigh"}

// ResolveOther asks for a track in another form, once: never silence while
// there is one.
func (r resolver) ResolveOther(ctx context.Context, track int64, refused player.Media) (player.Media, error) {
	level := refused.Level
	if level == "" {
		level = r.level
	}
	other := otherLevels[level]
	if other == "" {
		other = "lossless" // of hires and the spatial ones
	}
	u, err := r.ask(ctx, track, other)
	if err != nil {
		return player.Media{}, err
	}
	return r.given(u)
}

// given is what the answer's address is to the player.
func (r resolver) given(u api.SongURL) (player.Media, error) {
	if u.Clip != nil && r.skipTrials {
		return player.Media{}, &player.Unavailable{Why: player.MembersOnly, Text: u.Message}
	}
	return media(u, r.now()), nil
}

func (r resolver) ask(ctx context.Context, track int64, level string) (api.SongURL, error) {
	u, err := r.api.SongURL(ctx, track, level)
	switch {
	case errors.Is(err, api.ErrLoginNeeded):
		return u, &player.Unavailable{Why: player.LoginNeeded}
	case errors.Is(err, api.ErrRisk), errors.Is(err, api.ErrVerify):
		return u, &player.Unavailable{Why: player.Refused}
	case errors.Is(err, api.ErrCaptivePortal):
		return u, fmt.Errorf("%w: %w", stream.ErrWebPage, err)
	case err != nil:
		return u, err
	}
	if why := u.Why(); why != api.Given {
		return u, &player.Unavailable{Why: refusals[why], Text: u.Message}
	}
	return u, nil
}

var refusals = map[api.Refusal]player.Why{
	api.NoCopyright:  player.NoCopyright,
	api.MembersOnly:  player.MembersOnly,
	api.PurchaseOnly: player.PurchaseOnly,
}

func media(u api.SongURL, now time.Time) player.Media {
	m := player.Media{
		Track: u.ID, URL: u.URL, Size: u.Size, MD5: u.MD5, Format: u.Type, Level: u.Level, Bitrate: u.Bitrate,
		Rate: u.Rate, Duration: u.Duration, Gain: u.Gain, Peak: u.Peak, HasGain: u.HasGain,
	}
	if u.Expires > 0 {
		m.Expires = now.Add(u.Expires)
	}
	if u.Clip != nil {
		m.Clip = &player.Clip{Start: u.Clip.Start, End: u.Clip.End}
	}
	return m
}
