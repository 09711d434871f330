package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// command is one of the command line; files of their own declare them in their
// init.
type command struct {
	name     string
	args     string // as shown behind it, "" takes none
	help     lang.Both
	needs    keymap.Need
	complete func(*App) []string // nil: nothing is offered
	run      func(a *App, arg string) tea.Cmd
}

var commands []command

// commanded adds a command to the table.
func commanded(c command) {
	commands = append(commands, c)
}

// commandTable is all commands by name: those declared, and every action under
// its own name.
func commandTable() []command {
	out := slices.Clone(commands)
	slices.SortFunc(out, func(x, y command) int { return cmp.Compare(x.name, y.name) })
	return out
}

func commandNamed(name string) (command, bool) {
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == name })
	if i < 0 {
		return command{}, false
	}
	return commands[i], true
}

// command runs a line of the command line: a command, the beginning of one
// alone, the name of an action, or the number of a row.
func (a *App) command(line string) tea.Cmd {
	t := lang.Commands.In(a.env.Lang)
	name, arg, _ := strings.Cut(line, " ")
	arg = strings.TrimSpace(arg)
	if n, err := strconv.Atoi(name); err == nil {
		return a.jump(n)
	}
	c, ok := commandNamed(name)
	if !ok {
		if e, is := a.env.Keys.Entry(keymap.Action(name)); is {
			return a.do(e.Action)
		}
		var begin []command
		for _, have := range commands {
			if strings.HasPrefix(have.name, name) {
				begin = append(begin, have)
			}
		}
		if len(begin) != 1 {
			a.say(fmt.Sprintf(t.Unknown, name), true)
			return nil
		}
		c = begin[0]
	}
	if why := a.whyNot(keymap.Entry{Needs: c.needs}); why != "" {
		a.say(why, true)
		return nil
	}
	return c.run(a, arg)
}

// usage says how a command is used.
func (a *App) usage(name string) tea.Cmd {
	c, _ := commandNamed(name)
	a.say(fmt.Sprintf(lang.Commands.In(a.env.Lang).Usage, strings.TrimSpace(":"+c.name+" "+c.args)), true)
	return nil
}

// jump puts the cursor on the n-th row, counted from 1.
func (a *App) jump(n int) tea.Cmd {
	if j, ok := a.focused().(pane.Jumper); ok {
		return j.MoveTo(n - 1)
	}
	return nil
}
