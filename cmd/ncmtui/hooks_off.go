//go:build !testhooks

package main

import tea "charm.land/bubbletea/v2"

// trapped is the model itself; see hooks_on.go.
func trapped(m tea.Model) tea.Model { return m }
