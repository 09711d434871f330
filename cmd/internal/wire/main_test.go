package wire

import (
	"os"
	"testing"

	"ncmtui/ui/uitest"
)

func TestMain(m *testing.M) { os.Exit(uitest.Main(m)) }
