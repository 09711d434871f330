package mpris

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAMissingBusIsSaidOnceInADay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var said bytes.Buffer
		tries := 0
		s := Start(Options{
			Player: newStage(playing(0, 0)), Log: slog.New(slog.NewTextHandler(&said, nil)),
			Address: func() string { tries++; return "" },
		})
		time.Sleep(24 * time.Hour)
		s.Close()
		if n := strings.Count(said.String(), "no session bus"); n != 1 || tries < 1000 {
			t.Errorf("said %d times in %d tries", n, tries)
		}
	})
}
