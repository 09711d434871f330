package wire

import (
	"context"
	"path/filepath"

	"ncmtui/config"
)

// Songs is the folder of the songs kept on disk; "" when none are to be.
func Songs(p config.Places, c config.Config) string {
	if p.Cache == "" || c.CacheSize == 0 {
		return ""
	}
	return filepath.Join(p.Cache, "audio")
}

// clearCache deletes the songs and covers kept on disk, apart from what plays,
// and tells the bytes.
func (m *Machine) clearCache(ctx context.Context) (int64, error) {
	n, err := m.Player.ClearCache(ctx)
	return n + m.covers.clear(), err
}
