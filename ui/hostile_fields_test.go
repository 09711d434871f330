package ui_test

import (
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/player/output"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
	"ncmtui/ui/uitest"
)

// spoiler puts payloads into every text of a value, whatever it is made of:
// which one depends on the field, and on the round.
type spoiler struct {
	round int
	clean bool // what is left of the payloads after cleaning
}

func (s spoiler) payload(path string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(path))
	p := payloads[(int(h.Sum32()%1000)+s.round)%len(payloads)]
	if !s.clean || len(p) > 1000 { // a long name is no less clean
		return p
	}
	if name := path[strings.LastIndex(path, ".")+1:]; name != "Text" && name != "Description" && name != "Values" {
		return text.Of(p).String()
	}
	lines := strings.Split(strings.ReplaceAll(p, "\r", "\n"), "\n") // of prose they stay
	for i := range lines {
		lines[i] = text.Of(lines[i]).String()
	}
	return strings.Join(lines, "\n")
}

// value is a copy of v with payloads for texts. Named strings are words of the
// program's own; what an unexported pointer leads to is a page's, not the
// service's.
func (s spoiler) value(v reflect.Value, path string) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			return reflect.ValueOf(s.payload(path))
		}
	case reflect.Struct:
		return s.fields(v, path)
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(s.value(v.Index(i), path))
		}
		return out
	case reflect.Pointer:
		if name := v.Type().Elem().Name(); v.IsNil() || name == "" || name[0] >= 'a' {
			return v
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(s.value(v.Elem(), path))
		return out
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Type()).Elem()
		out.Set(s.value(v.Elem(), path))
		return out
	default:
	}
	return v
}

func (s spoiler) fields(v reflect.Value, path string) reflect.Value {
	switch v.Type() {
	case reflect.TypeFor[time.Time](), reflect.TypeFor[pane.QR]():
		return v
	}
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	for i := range out.NumField() {
		f, name := out.Field(i), v.Type().Field(i).Name
		f = reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem() // unexported ones as well
		f.Set(s.value(f, path+"."+name))
	}
	return out
}

// spoiled is a copy of v with payloads.
func spoiled[T any](s spoiler, v T) T {
	out, _ := s.value(reflect.ValueOf(&v).Elem(), fmt.Sprintf("%T", v)).Interface().(T)
	return out
}

// filter spoils every answer on its way to the screen.
func (s spoiler) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	a, ok := msg.(pane.Answer)
	if !ok || a.Value == nil {
		return msg
	}
	a.Value = spoiled(s, a.Value)
	return a
}

// spoiledLists are for questions whose answers no filter sees.
type spoiledLists struct {
	*fakeService
	spoiler
}

func (l spoiledLists) UserPlaylists(ctx context.Context, user int64) ([]catalogue.Playlist, error) {
	lists, err := l.fakeService.UserPlaylists(ctx, user)
	return spoiled(l.spoiler, lists), err
}

// shot is what a terminal shows and was told.
type shot struct {
	rows   []string
	title  string
	copied string
}

// shots walks through all places with spoiled answers and takes a picture of
// each.
func shots(t *testing.T, s spoiler) (out map[string]shot) {
	out = map[string]shot{}
	synctest.Test(t, func(t *testing.T) {
		notices := make(chan ui.Notice, 2)
		f := newFakes(append(whole(), func(svc *ui.Services) {
			service, _ := svc.Lists.(*fakeService)
			svc.Lists = spoiledLists{service, s}
			svc.Notices = notices
			svc.Devices = func(context.Context) ([]output.Device, error) {
				return spoiled(s, []output.Device{{Spec: "a", Name: "b", Kind: "pulse"}}), nil
			}
		})...)
		defer f.Close()
		u := uitest.Start(t, f.App, 100, 30, uitest.With(tea.WithFilter(s.filter)), uitest.Recorded())
		take := func(name string) {
			copied := text.Of(u.Copied()) // its end is that of a name of any length
			out[name] = shot{u.Screen(), u.Title(), copied.Cut(60).String()}
		}
		u.Wait(time.Second).Keys("j", "enter", "space").Wait(time.Second)
		f.player.mu.Lock()
		f.player.snap.Output = player.Output{Name: s.payload("output"), Spec: s.payload("spec"), Silent: false}
		f.player.snap.Equalizer = s.payload("equaliser")
		f.player.publish()
		f.player.mu.Unlock()
		for i, p := range places() {
			if p.guest {
				continue
			}
			u.Keys(strings.Fields(p.keys)...).Wait(settle)
			take(fmt.Sprint(i, " ", p.name))
			u.Keys("y", "<", ";", "m").Wait(settle)
			take(fmt.Sprint(i, " ", p.name, ", its menu"))
			for range 6 {
				u.Keys("esc")
			}
			u.Keys("1").Wait(settle)
		}
		notices <- ui.Notice{Text: lang.Both{ZH: s.payload("notice"), EN: s.payload("notice")}, Bad: true}
		u.Wait(settle)
		take("a notice")
		notices <- ui.Notice{Text: lang.Both{ZH: s.payload("stays"), EN: s.payload("stays")}, Stays: true}
		u.Wait(10 * time.Second)
		take("a notice that stays")
		u.Keys("esc", "g", "m").Wait(settle)
		take("messages")
		u.Resize(40, 6)
		take("mini")
		if !s.clean {
			if bad := foreign(u.Written()); bad != "" {
				t.Errorf("round %d: %q reached the terminal", s.round, bad)
			}
		}
		f.Close()
		u.Quit()
	})
	return out
}

// foreign is a part of a payload that went through to the terminal.
func foreign(written string) string {
	for _, bad := range []string{"\x1b]0;owned", "\x1b]52;c;b3duZWQ=", "\x1b]8;;http", "\x1bP1$r", "\x1b_Gf=100", "\x1b[6n", "\u009b", "\u202e", "\x00", "\x08c", "\xff\xfe"} {
		if i := strings.Index(written, bad); i >= 0 {
			return written[max(i-20, 0):min(i+20, len(written))]
		}
	}
	return ""
}

// rounds is how many of the payloads each field gets.
var rounds = flag.Int("payloads", 2, "hostile payloads for each text of each answer")

func TestEveryTextOfEveryAnswerIsCleanOnTheScreen(t *testing.T) {
	t.Parallel()
	n := min(*rounds, len(payloads))
	for i := range n {
		t.Run(fmt.Sprint("round ", i), func(t *testing.T) {
			t.Parallel()
			round := i * len(payloads) / n
			hostile, clean := shots(t, spoiler{round: round}), shots(t, spoiler{round: round, clean: true})
			for name, want := range clean {
				got := hostile[name]
				if !slices.Equal(got.rows, want.rows) || got.title != want.title || got.copied != want.copied {
					t.Errorf("round %d, %s: hostile\n%s\n%q %q, clean\n%s\n%q %q", round, name,
						strings.Join(got.rows, "\n"), got.title, got.copied, strings.Join(want.rows, "\n"), want.title, want.copied)
				}
			}
		})
	}
}

func TestSpoilerReachesEveryText(t *testing.T) {
	t.Parallel()
	type inner struct{ a, B string }
	v := struct {
		Kind  pane.Kind
		Any   any
		List  []inner
		Quote *pane.Quote
		n     int
	}{"song", []string{"x", "y"}, []inner{{"a", "b"}}, &pane.Quote{Name: "n", Text: "t"}, 3}
	got := spoiled(spoiler{}, v)
	for _, s := range []string{got.Any.([]string)[1], got.List[0].a, got.List[0].B, got.Quote.Name, got.Quote.Text} {
		if !slices.Contains(payloads, s) {
			t.Errorf("%q is no payload", s)
		}
	}
	if got.Kind != "song" || got.n != 3 || v.List[0].a != "a" || v.Quote.Name != "n" {
		t.Errorf("changed: %+v, before %+v", got, v)
	}
}
