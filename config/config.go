// Package config owns the settings: what each key means, where it comes from
// (file, environment, command line) and where the program's folders are. It
// never writes the user's file.
package config

// Config is all settings, checked. The zero value is not one; see Default.
type Config struct {
	Output     string // see Keys
	Quality    string // level word of the service
	Volume     int    // 0..100 at the first start; later the saved one
	Mode       string // order, list, one, shuffle
	Lang       string // auto, zh, en
	Theme      string // auto, dark, light, contrast, none, or a user's
	KeyPreset  string // default, musicfox, musicbox, rmpc
	Binds      []Bind // in the order of the file
	CacheSize  int64  // bytes of audio kept
	Normalize  string // off, track, album
	Crossfade  int    // seconds
	Tone       Tone   // of the equaliser
	MP3Decoder string // own, go-mp3
	Lyrics     string // auto, word, line
	Autoplay   bool   // the start plays on
	Keyring    bool   // logins go to the system's keyring
	SkipTrials bool   // clips are passed over
	HideGrey   bool   // unplayable songs do not get into the queue
	Proxy      string // "" = from the environment, "none" = no proxy, else an address
	ProxyAudio string // of songs and covers; "" as Proxy
	// ProxyExcept are hosts without either, as in NO_PROXY.
	ProxyExcept  string
	Timeout      int    // seconds of one request
	Metered      string // auto, yes, no
	MeteredNames string // networks that cost by volume: "phone, usb*"
	// QualityMetered is the level there; SameQuality: Quality.
	QualityMetered string
	Notify         bool // of the desktop, with every song
	MPRIS          bool
	OnClose        string // quit, detach
	Hooks          Hooks
	Report         Report
	RealIP         string // sent as X-Real-IP; "" none
	APIServer      string // asked instead of the service; "" the service itself
	// APITokenFile has the token that APIServer wants; "" none is sent.
	APITokenFile string
	ThemeAccent  string  // theme, cover
	Cover        string  // auto, kitty, blocks, off
	Given        []Given // where each key that is not a default came from
}

// Bind is one line of [keys.bind]: a key or a sequence ("g l") and the action
// it starts; action "none" frees the key. Source is the file.
type Bind struct {
	Keys, Action string
	Line, Column int
	Source       string
}

// Given says that a key was set, and by what: a file name, an environment
// variable, a flag.
type Given struct{ Key, By string }

// Default is what holds without any file.
func Default() Config {
	var c Config
	for _, k := range Keys {
		if why := k.set(&c, k.Default); why != nil {
			panic("config: default of " + k.Name) // the table is wrong; a test sets them all
		}
	}
	return c
}

// Set sets one key from text, as the environment and the command line do. by
// names the source in a Problem.
func (c *Config) Set(name, text, by string) *Problem {
	k, ok := keyNamed(name)
	if !ok {
		return &Problem{Source: by, Key: name, Kind: UnknownKey, Got: name, Suggestion: Nearest(name, keyNames())}
	}
	if why := k.set(c, text); why != nil {
		why.Source, why.Key = by, name
		return why
	}
	c.given(name, by)
	return nil
}

func (c *Config) given(key, by string) {
	for i := range c.Given {
		if c.Given[i].Key == key {
			c.Given[i].By = by
			return
		}
	}
	c.Given = append(c.Given, Given{key, by})
}
