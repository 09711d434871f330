package keymap

// Preset is the default preset, binding by binding.
var Preset = defaults

// All are the bindings of a keymap.
func (m *Map) All() []Binding { return m.bindings }
