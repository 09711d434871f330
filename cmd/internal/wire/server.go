package wire

import (
	"fmt"
	"os"
	"strings"

	"ncmtui/api"
	"ncmtui/config"
	"ncmtui/internal/safe"
)

// toServer makes the client ask the server of the settings instead of the
// service. Its token stands in a file: the settings are shown around.
func toServer(o *api.Options, c config.Config) error {
	o.Server = c.APIServer
	if c.APIServer == "" || c.APITokenFile == "" {
		return nil
	}
	raw, err := os.ReadFile(c.APITokenFile)
	if err != nil {
		return fmt.Errorf("api.token_file: %w", err)
	}
	o.ServerToken = safe.Secret(strings.TrimSpace(string(raw)))
	return nil
}
