package safe

import (
	"strings"
	"testing"
)

func TestOtherProgramsGetNoSecrets(t *testing.T) {
	for _, name := range []string{
		"NCMTUI_COOKIE", "NCMTUI_SERVE_TOKEN", "NCMTUI_PHONE", "NCMTUI_PASSWORD", "NCMTUI_NETWORK_PROXY", "NCMTUI_NETWORK_PROXY_AUDIO",
		"NCMTUI_LASTFM_KEY", "NCMTUI_LASTFM_SECRET", "NCMTUI_LISTENBRAINZ_TOKEN", "NCMTUI_LASTFM_API_KEY", "NCMTUI_GUARD_STATE",
	} {
		t.Setenv(name, canary)
	}
	t.Setenv("NCMTUI_VOLUME", "30")
	got := strings.Join(Environ(), "\n")
	if strings.Contains(got, canary) || !strings.Contains(got, "NCMTUI_VOLUME=30") || !strings.Contains(got, "PATH=") {
		t.Error(got)
	}
}
