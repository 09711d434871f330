package output

import (
	"errors"
	"runtime"
	"testing"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want Spec
	}{
		{"", Spec{Kind: "auto"}},
		{"auto", Spec{Kind: "auto"}},
		{"pulse", Spec{Kind: "pulse"}},
		{"pulse:alsa_output.pci-0000,fast", Spec{Kind: "pulse", Arg: "alsa_output.pci-0000,fast"}},
		{"alsa:hw:1,0", Spec{Kind: "alsa", Arg: "hw:1,0"}},
		{"exec", Spec{Kind: "exec"}},
		{"exec:aplay -D a:b,c -", Spec{Kind: "exec", Arg: "aplay -D a:b,c -"}},
		{"oto", Spec{Kind: "oto"}},
		{"wav:/tmp/a.wav", Spec{Kind: "wav", Arg: "/tmp/a.wav"}},
		{"wav:a,b.wav,fast", Spec{Kind: "wav", Arg: "a,b.wav", Fast: true}},
		{"wav:C:\\x.wav,float,fast", Spec{Kind: "wav", Arg: "C:\\x.wav", Fast: true, Float: true}},
		{"wav:fast,x", Spec{Kind: "wav", Arg: "fast,x"}},
		{"null", Spec{Kind: "null"}},
		{"null,fast", Spec{Kind: "null", Fast: true}},
	}
	for _, tt := range tests {
		got, err := Parse(tt.text)
		if err != nil || got != tt.want {
			t.Errorf("Parse(%q) = %+v, %v; want %+v", tt.text, got, err, tt.want)
		}
		if again, err := Parse(got.String()); err != nil || again != got {
			t.Errorf("Parse(%q) = %+v, %v; want %+v", got.String(), again, err, got)
		}
	}
	for _, text := range []string{
		"jack", "wav", "wav:", "wav:,fast", "null:x", "null,slow", "null,float", "auto,fast", "oto:1", "pulse:", "exec: ", ":", "fast",
	} {
		if got, err := Parse(text); !errors.Is(err, ErrSpec) {
			t.Errorf("Parse(%q) = %+v, %v; want ErrSpec", text, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"", "wav:a,fast", "null,fast", "exec:a b", "pulse:", ",,:"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			return
		}
		if again, err := Parse(s.String()); err != nil || again != s {
			t.Errorf("%q: %+v becomes %+v, %v", text, s, again, err)
		}
	})
}

func TestOpenerOfKindsNotBuilt(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("oto is there")
	}
	if _, err := (Spec{Kind: "oto"}).Opener(); !errors.Is(err, ErrNotBuilt) {
		t.Errorf("oto: %v", err)
	}
	if _, err := (Spec{Kind: "jack"}).Opener(); !errors.Is(err, ErrSpec) {
		t.Errorf("jack: %v", err)
	}
}
