package keymap

// Preset is the default preset, binding by binding.
var Preset = defaults
