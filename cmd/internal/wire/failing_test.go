package wire

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
)

// onPurpose makes the test below fail in the middle of what it names.
const onPurpose = "NCMTUI_TEST_FAILS"

// TestAScenarioThatFailsEndsAsOthersDo runs this program again, with scenarios
// that are given up while much goes on, the screen in the player's process and
// in another: it must tell of the failure and of nothing else.
func TestAScenarioThatFailsEndsAsOthersDo(t *testing.T) {
	t.Parallel()
	if os.Getenv(onPurpose) != "" {
		failOnPurpose(t, os.Getenv(onPurpose))
		return
	}
	for _, what := range []string{"music", "restart", "nobody answers"} {
		for _, where := range []string{"", "1"} {
			t.Run(what+where, func(t *testing.T) {
				t.Parallel()
				cmd := exec.Command(os.Args[0], "-test.run", "^TestAScenarioThatFailsEndsAsOthersDo$")
				cmd.Env = append(os.Environ(), onPurpose+"="+what, "NCMTUI_TEST_APART="+where)
				out, err := cmd.CombinedOutput()
				said := string(out)
				if err == nil || !strings.Contains(said, "given up: "+what) || strings.Contains(said, "goroutine ") || strings.Contains(said, "deadlock") {
					t.Errorf("%v: %s", err, said)
				}
			})
		}
	}
}

func failOnPurpose(t *testing.T, what string) {
	scenario(t, member, func(r *rig) {
		r.Keys("enter").Wait(3 * time.Second)
		switch what {
		case "restart":
			r.stop()
			r.start().Keys("space")
		case "nobody answers":
			r.svc.Faults().Always("*", ncmfake.Fault{Delay: 24 * time.Hour})
			r.Keys("]", "2", "4", "5").Type("海风")
		}
		t.Fatalf("given up: %s", what)
	})
}
