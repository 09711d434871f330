package config

import (
	"strconv"
	"strings"
)

// Value gives what holds for a key, as text that Set takes; "" for a key that
// is none.
func (c *Config) Value(name string) string {
	k, ok := keyNamed(name)
	switch {
	case !ok:
		return ""
	case k.get != nil:
		return k.get(c)
	}
	get, ok := getters[name]
	if !ok {
		return ""
	}
	return get(c)
}

// getters are for the keys that are neither a choice nor a yes or no.
var getters = map[string]func(*Config) string{
	"output":          func(c *Config) string { return c.Output },
	"volume":          func(c *Config) string { return strconv.Itoa(c.Volume) },
	"cache.size":      func(c *Config) string { return sizeText(c.CacheSize) },
	"realip":          func(c *Config) string { return c.RealIP },
	"api.server":      func(c *Config) string { return c.APIServer },
	"api.token_file":  func(c *Config) string { return c.APITokenFile },
	"audio.crossfade": func(c *Config) string { return strconv.Itoa(c.Crossfade) },
	"audio.equalizer": func(c *Config) string { return c.Tone.text() },
}

func (t Tone) text() string {
	if t.Preset != "custom" {
		return t.Preset
	}
	gains := make([]string, len(t.Gains))
	for i, g := range t.Gains {
		gains[i] = strconv.FormatFloat(g, 'g', -1, 64)
	}
	return strings.Join(gains, ",")
}

// sizeText writes bytes with the largest unit that keeps them whole.
func sizeText(n int64) string {
	for _, u := range []struct {
		name string
		size int64
	}{{"GiB", 1 << 30}, {"GB", 1e9}, {"MiB", 1 << 20}, {"MB", 1e6}, {"KiB", 1 << 10}, {"KB", 1e3}} {
		if n >= u.size && n%u.size == 0 {
			return strconv.FormatInt(n/u.size, 10) + u.name
		}
	}
	return strconv.FormatInt(n, 10)
}
