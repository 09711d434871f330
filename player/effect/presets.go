package effect

// PresetFlat is the preset without any gain.
const PresetFlat = "flat"

// presets in the order in which they are offered. The gains stay within
// ±6 dB: what is raised costs loudness elsewhere, see Equalizer.
var presets = []struct {
	name  string
	gains Gains
}{
	{PresetFlat, Gains{}},
	{"bass", Gains{5, 5, 4, 2, 0.5, 0, 0, 0, 0, 0}},
	{"vocal", Gains{-3, -2.5, -1.5, 0, 1.5, 3, 3, 2, 0.5, -1}},
	{"treble", Gains{0, 0, 0, 0, 0, 0.5, 2, 3.5, 4.5, 5}},
	{"pop", Gains{-1, 0, 1.5, 2.5, 2.5, 1, 0, 0, 1, 1.5}},
	{"rock", Gains{4, 3, 2, 0, -1, -0.5, 1, 2.5, 3.5, 4}},
	{"classical", Gains{2.5, 2, 1, 0, 0, 0, -0.5, 0.5, 2, 2.5}},
	{"jazz", Gains{3, 2, 1, 1.5, -1, -1, 0, 1, 2, 2.5}},
	{"electronic", Gains{4.5, 4, 1.5, 0, -1.5, 1, 0.5, 1.5, 3.5, 4}},
	{"acoustic", Gains{3, 3, 2, 1, 1.5, 1, 2, 2.5, 2, 1.5}},
	{"night", Gains{-6, -5, -3, -1, 0.5, 1.5, 1.5, 0.5, -1, -3}},
}

// PresetNames are the names of the presets, flat first.
func PresetNames() []string {
	names := make([]string, len(presets))
	for i, p := range presets {
		names[i] = p.name
	}
	return names
}

// Preset gives the gains of a name.
func Preset(name string) (Gains, bool) {
	for _, p := range presets {
		if p.name == name {
			return p.gains, true
		}
	}
	return Gains{}, false
}
