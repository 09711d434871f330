package wire

import (
	"context"
	"time"

	"ncmtui/config"
	"ncmtui/player"
	"ncmtui/player/remote"
	"ncmtui/store"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// How long a player without a screen waits before it asks the service again
// whose the login is.
const (
	whoAgain = 5 * time.Second
	whoMost  = 5 * time.Minute
	whoLimit = 15 * time.Second
)

// alone does what a screen does otherwise: it finds out whose the login is, and
// what that account likes, at the start and whenever another process has
// changed the login.
func (m *Machine) alone(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	wait := whoAgain
	for {
		select {
		case <-ctx.Done():
			return
		case <-m.other:
			wait = whoAgain
		case <-timer.C:
		}
		if m.learn(ctx) == nil {
			timer.Stop()
			wait = whoAgain
			continue
		}
		timer.Reset(wait)
		wait = min(2*wait, whoMost)
	}
}

func (m *Machine) learn(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, whoLimit)
	defer cancel()
	user, err := m.account.Who(ctx)
	if err == nil && user.LoggedIn {
		_, err = m.lists.Liked(ctx, user.ID)
	}
	return err
}

// retune does what the settings' file says now, as far as it is the player's.
func (m *Machine) retune(c config.Config, changed []string) {
	commands := map[string]player.Command{
		"output": player.SetOutput{Spec: c.Output}, "volume": player.SetVolume{Percent: c.Volume},
		"mode":            player.SetMode{Mode: modeNamed(c.Mode)},
		"audio.crossfade": player.SetCrossfade{Seconds: c.Crossfade},
		"audio.equalizer": player.SetEqualizer{Preset: c.Tone.Preset, Gains: c.Tone.Gains},
		"audio.normalize": player.SetNormalize{Mode: c.Normalize},
	}
	for _, key := range changed {
		if cmd := commands[key]; cmd != nil {
			m.Player.Do(cmd)
		} else if err := m.settings.Set(key, c.Value(key)); err != nil {
			m.log.Info("settings", "key", key, "err", err)
		}
	}
}

// loginIn takes over what another process does to the login: a verb, or the
// screen of a player without one.
func (m *Machine) loginIn(file string) look {
	seen := stampOf(file)
	return func(context.Context) time.Duration {
		if now := stampOf(file); now != seen {
			seen = now
			m.hearLogin()
		}
		return watchEvery
	}
}

// hearLogin looks at the login in the file.
func (m *Machine) hearLogin() {
	if m.takeLogin() {
		m.loginChanged()
	}
}

// takeLogin uses the login of the file when it is another one than the
// client's.
func (m *Machine) takeLogin() bool {
	k, mine := m.account.keep, m.API.Session()
	kept := k.file.Load()
	account, ok := kept.Account(0)
	if !ok {
		account, _ = kept.Account(kept.Active)
	}
	if account.Cookies[loginCookie] == mine.Cookies[loginCookie] {
		return false
	}
	session, login := k.load()
	if login.UID == 0 {
		k.fresh()
	}
	m.API.SetSession(session)
	m.account.taken(login, session.LoggedIn())
	m.log.Info("another process has changed the login", "logged in", session.LoggedIn())
	return true
}

// taken makes the login of the file that of every room at once: without a
// network nobody can be asked whose it is.
func (a *account) taken(login store.Account, in bool) {
	switch {
	case login.UID != 0:
		a.entered(pane.User{ID: login.UID, Name: login.Name, LoggedIn: true})
	case !in:
		a.known.Store(nil)
		a.lost.Store(false)
		a.adopt(0, asKnown)
	default:
		a.known.Store(nil) // a new one, whose owner the service must say
	}
}

// loginChanged lets whoever asks whose the login is ask again.
func (m *Machine) loginChanged() {
	if m.App != nil {
		m.board.post(ui.Notice{Account: true})
		return
	}
	select {
	case m.other <- struct{}{}:
	default:
	}
}

// speak says on the screens of a player without one what is posted for it.
func (m *Machine) speak(ctx context.Context) {
	select {
	case <-m.heard:
	case <-ctx.Done():
		return
	}
	for {
		select {
		case n := <-m.board:
			if n.LoginLost || n.Reload != nil || n.Like != nil || n.Account || n.Recount {
				continue // a screen finds these by itself
			}
			m.control.Tell(remote.Notice{ZH: n.Text.ZH, EN: n.Text.EN, Bad: n.Bad, Stays: n.Stays})
		case <-ctx.Done():
			return
		}
	}
}

// hears posts on a screen what the player's host says.
func (m *Machine) hears(n remote.Notice) {
	m.board.post(ui.Notice{Bad: n.Bad, Stays: n.Stays, Text: lang.Both{ZH: n.ZH, EN: n.EN}})
}
