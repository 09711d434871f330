package pane

// PlaceKey is the name under which the screen remembers where it was.
const PlaceKey = "place"

// OfAccount says whether what is remembered by that name is an account's own;
// the rest is the screen's, whoever is logged in.
func OfAccount(name string) bool {
	switch name {
	case PlaceKey, placesKey, searchesKey:
		return true
	}
	return false
}
