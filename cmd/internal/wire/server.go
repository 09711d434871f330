package wire

import (
	"fmt"
	"strings"

	"ncmtui/api"
	"ncmtui/config"
	"ncmtui/internal/safe"
)

// maxToken bounds the file of a token, in bytes.
const maxToken = 4 << 10

// toServer makes the client ask the server of the settings instead of the
// service. Its token stands in a file: the settings are shown around.
func toServer(o *api.Options, c config.Config) error {
	o.Server = c.APIServer
	if c.APIServer == "" || c.APITokenFile == "" {
		return nil
	}
	raw, err := safe.ReadAtMost(c.APITokenFile, maxToken)
	if err != nil {
		return fmt.Errorf("api.token_file: %w", err)
	}
	o.ServerToken = safe.Secret(strings.TrimSpace(string(raw)))
	return nil
}
