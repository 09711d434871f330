package wire

import (
	"os"
	"testing"

	"ncmtui/ui/uitest"
)

func TestMain(m *testing.M) {
	if os.Getenv(serviceOnly) != "" {
		serveOnly()
		return
	}
	os.Exit(uitest.Main(m))
}
