package ui

import tea "charm.land/bubbletea/v2"

// LoseLogin is what the screen gets when the account's login is over.
func LoseLogin() tea.Msg { return noticeMsg(Notice{LoginLost: true}) }
