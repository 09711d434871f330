package config

import "slices"

// Changed names the keys that two settings differ in, in the order of Keys;
// binds tells whether [keys.bind] differs too.
func Changed(before, now Config) (keys []string, binds bool) {
	for _, k := range Keys {
		if before.Value(k.Name) != now.Value(k.Name) {
			keys = append(keys, k.Name)
		}
	}
	same := slices.EqualFunc(before.Binds, now.Binds, func(a, b Bind) bool { return a.Keys == b.Keys && a.Action == b.Action })
	return keys, !same
}

// By says what set a key: a file, a variable, a flag; "" is the default.
func (c *Config) By(key string) string {
	for _, g := range c.Given {
		if g.Key == key {
			return g.By
		}
	}
	return ""
}
