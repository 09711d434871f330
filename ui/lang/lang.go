// Package lang owns every text the screen says of itself, in Chinese and in
// English. It never formats what comes from the service.
package lang

// Lang is a language of the screen.
type Lang uint8

// The languages.
const (
	ZH Lang = iota
	EN
)

// Parse reads a locale or a configured name ("zh", "en_GB.UTF-8"); anything
// that is not English is Chinese, the language of the service.
func Parse(s string) Lang {
	if len(s) >= 2 && (s[0] == 'e' || s[0] == 'E') && (s[1] == 'n' || s[1] == 'N') {
		return EN
	}
	return ZH
}

// Both is one text in all languages.
type Both struct{ ZH, EN string }

// In gives the text in a language.
func (b Both) In(l Lang) string {
	if l == EN {
		return b.EN
	}
	return b.ZH
}

// Of gives the texts of a language.
func Of(l Lang) *Texts {
	if l == EN {
		return &en
	}
	return &zh
}

// Sentence is what is said of a failure: what happened, and what to do now.
type Sentence struct{ What, Do string }

// String joins the two halves.
func (s Sentence) String() string {
	if s.Do == "" {
		return s.What
	}
	return s.What + " · " + s.Do
}

// Trouble is the class of a failure, as far as the user can tell them apart.
type Trouble uint8

// The classes.
const (
	Unknown     Trouble = iota
	Offline             // no answer from the network
	Portal              // the network wants a sign-in of its own
	Slow                // no answer in time
	LoginNeeded         // not logged in, or no longer
	Limited             // too many requests
	Refused             // the service judged the caller (-460 and relatives)
	Missing             // it does not exist, or is private
	NoCopyright         // nobody gets it here
	MembersOnly
	PurchaseOnly
	BadAnswer // the service said something that makes no sense
	BadFile   // the audio cannot be decoded
	NoDevice  // no sound output
	DiskFull
	Judged       // the service takes this network for a cheat's: everything pauses
	Verify       // it wants to be shown that a person is here
	LoginRefused // it lets nobody log in this way now
	WrongLogin   // wrong account, password or code
	ProxyFails   // the proxy of the settings does not let anything through
)
