package wire

import (
	"ncmtui/store"
	"ncmtui/store/catalogue"
)

// Kept is what the pages kept of the service, of the login's account: nothing
// is asked for. Done closes it. Without a folder to keep things in it has
// nothing.
func (s *Service) Kept() (lists *catalogue.Catalogue, uid int64, done func() error) {
	if s.places.Data == "" {
		lists = catalogue.New(catalogue.Options{Now: s.now})
		return lists, s.uid, func() error { lists.Close(); return nil }
	}
	db := store.Open(store.Options{Dir: s.places.Data, Now: s.now})
	lists = catalogue.New(catalogue.Options{Disk: db, Now: s.now})
	lists.SetAccount(s.uid)
	return lists, s.uid, func() error { lists.Close(); return db.Close() }
}

// Fetcher asks the service on a catalogue's behalf.
func (s *Service) Fetcher() interface {
	catalogue.SongFetcher
	catalogue.ListFetcher
} {
	return fetcher{api: s.API, who: func() int64 { return s.uid }}
}
