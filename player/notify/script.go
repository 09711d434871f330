package notify

// arguments are those of osascript: a script that is always the same, and the
// texts behind it, which it is given as data.
func arguments(n Note) []string {
	return []string{
		"-e", "on run argv",
		"-e", "display notification (item 2 of argv) with title (item 1 of argv)",
		"-e", "end run",
		"--", n.Title, n.Body,
	}
}
