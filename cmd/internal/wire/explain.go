package wire

import (
	"context"
	"errors"
	"io/fs"
	"syscall"
	"time"

	"ncmtui/api"
	"ncmtui/player"
	"ncmtui/player/decode"
	"ncmtui/player/output"
	"ncmtui/player/remote"
	"ncmtui/player/report"
	"ncmtui/player/stream"
	"ncmtui/ui/lang"
)

func millis(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }

// troubles orders the classes of errors that rooms return; the first match
// counts, so the particular ones stand before the general ones.
var troubles = []struct {
	err   error
	class lang.Trouble
}{
	{api.ErrLoginNeeded, lang.LoginNeeded},
	{api.ErrTooOften, lang.Limited},
	{api.ErrRisk, lang.Judged},
	{api.ErrVerify, lang.Verify},
	{api.ErrLoginRefused, lang.LoginRefused},
	{api.ErrCredentials, lang.WrongLogin},
	{api.ErrBadAnswer, lang.BadAnswer},
	{context.DeadlineExceeded, lang.Slow},
	{api.ErrCaptivePortal, lang.Portal},
	{stream.ErrWebPage, lang.Portal},
	{stream.ErrBadBody, lang.BadFile},
	{stream.ErrRefused, lang.Refused},
	{stream.ErrHost, lang.Refused},
	{api.ErrProxy, lang.ProxyFails},
	{api.ErrNetwork, lang.Offline},
	{api.ErrParameters, lang.Missing},
	{api.ErrRefused, lang.Missing},
	{decode.ErrDamaged, lang.BadFile},
	{decode.ErrNotAudio, lang.BadFile},
	{decode.ErrUnsupported, lang.BadFile},
	{stream.ErrBadBody, lang.BadFile},
	{stream.ErrCorrupt, lang.BadFile},
	{stream.ErrRefused, lang.Refused},
	{output.ErrNoDevice, lang.NoDevice},
	{syscall.ENOSPC, lang.DiskFull},
	{fs.ErrPermission, lang.DiskFull},
}

// Explain turns an error of any room into the class the screen has a sentence
// for.
func Explain(err error) lang.Trouble {
	var gone *player.Unavailable
	if errors.As(err, &gone) {
		switch gone.Why {
		case player.MembersOnly:
			return lang.MembersOnly
		case player.PurchaseOnly:
			return lang.PurchaseOnly
		case player.LoginNeeded:
			return lang.LoginNeeded
		case player.Refused:
			return lang.Refused
		default:
			return lang.NoCopyright
		}
	}
	for _, t := range troubles {
		if errors.Is(err, t.err) {
			return t.class
		}
	}
	var far *remote.Fault
	if errors.As(err, &far) {
		return troubleOf(far.Code)
	}
	return lang.Unknown
}

// verifyAt is where the service wants a person to prove to be one.
func verifyAt(err error) string {
	var e *api.Error
	if errors.As(err, &e) {
		return e.Verify
	}
	return ""
}

// retryAt is when an address that was asked too often may be asked again.
func retryAt(err error) time.Time {
	var e *api.Error
	if errors.As(err, &e) && errors.Is(err, api.ErrTooOften) {
		return e.Until
	}
	return time.Time{}
}

// classify tells the reporter what a failed report means for its row, and a
// short word for the row's log.
func classify(err error) (report.Class, string) {
	switch {
	case errors.Is(err, api.ErrLoginNeeded):
		return report.LoginGone, "login"
	case errors.Is(err, api.ErrTooOften):
		return report.TooOften, "often"
	case errors.Is(err, api.ErrRisk), errors.Is(err, api.ErrVerify):
		return report.Suspicious, "risk"
	case errors.Is(err, api.ErrParameters), errors.Is(err, api.ErrRefused):
		return report.Bad, "refused"
	case api.Unsent(err):
		return report.Unsent, "unsent"
	default:
		return report.Unsure, "unsure"
	}
}
