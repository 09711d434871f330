package wire

import (
	"fmt"
	"net/http"
	"net/url"

	"ncmtui/player/stream"
)

// proxyOf reads the setting network.proxy: nil takes the environment's.
func proxyOf(setting string) (stream.Proxy, error) {
	switch setting {
	case "":
		return nil, nil
	case "none":
		return func(*http.Request) (*url.URL, error) { return nil, nil }, nil
	}
	u, err := url.Parse(setting)
	if err != nil {
		return nil, fmt.Errorf("network.proxy: %w", err.(*url.Error).Err) //nolint:errorlint,forcetypeassert // Parse has no other; the address may hold a password
	}
	return http.ProxyURL(u), nil
}
