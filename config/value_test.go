package config

import "testing"

func TestEveryKeyTellsTheValueThatSetTakes(t *testing.T) {
	t.Parallel()
	for _, k := range Keys {
		c := Default()
		if k.get == nil && getters[k.Name] == nil {
			t.Errorf("%s has no getter", k.Name)
			continue
		}
		value := c.Value(k.Name)
		if value != k.Default {
			t.Errorf("%s is %q by default, told as %q", k.Name, k.Default, value)
		}
		for _, v := range k.Choices {
			if p := c.Set(k.Name, v, "test"); p != nil || c.Value(k.Name) != v {
				t.Errorf("%s set to %q is told as %q, %v", k.Name, v, c.Value(k.Name), p)
			}
		}
	}
}

func TestValueOfGainsAndSizes(t *testing.T) {
	t.Parallel()
	c := Default()
	for key, v := range map[string]string{
		"audio.equalizer": "3,2,0,0,0,-1.5,0,0,2,3", "cache.size": "500MB", "volume": "30", "network.proxy": "socks5://127.0.0.1:1080",
	} {
		if p := c.Set(key, v, "test"); p != nil || c.Value(key) != v {
			t.Errorf("%s: %q, %v", key, c.Value(key), p)
		}
	}
	if c.Value("no.such") != "" {
		t.Error("a key that is none has a value")
	}
}

func TestAProxysPasswordIsNotShown(t *testing.T) {
	t.Parallel()
	c := Default()
	for set, want := range map[string]string{
		"": "", "none": "none", "http://proxy:8080": "http://proxy:8080", "socks5://me:hunter2@proxy:1": "socks5://…@proxy:1",
	} {
		for _, key := range []string{"network.proxy", "network.proxy_audio"} {
			if p := c.Set(key, set, "t"); p != nil || c.Shown(key) != want || c.Value(key) != set {
				t.Errorf("%s = %q: %v, %q", key, set, p, c.Shown(key))
			}
		}
	}
}
