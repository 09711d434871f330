package config

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Hooks are programs of the user's that are run when something happens, each
// with its arguments; nil runs nothing.
type Hooks struct {
	SongChange, Play, Pause, Like []string
	Timeout                       int // seconds that one may run
}

const (
	commandType  = "command"
	commandRange = `[] | ["PROGRAM", "ARGUMENT", …]`
	// maxCommand bounds the words of a command.
	maxCommand = 64
)

// hookKeys are those of [hooks].
func hookKeys() []Key {
	return []Key{
		command("hooks.on_song_change", Text{
			"换歌时运行的程序；歌曲信息在环境变量 NCMTUI_SONG_… 里，不经过 shell",
			"program that is run when another song begins; what plays is in its environment, NCMTUI_SONG_…; no shell in between",
		}, func(c *Config) *[]string { return &c.Hooks.SongChange }),
		command("hooks.on_play", Text{"开始或继续播放时运行的程序", "program that is run when playing begins or goes on"},
			func(c *Config) *[]string { return &c.Hooks.Play }),
		command("hooks.on_pause", Text{"暂停或停止时运行的程序", "program that is run when playing pauses or stops"},
			func(c *Config) *[]string { return &c.Hooks.Pause }),
		command("hooks.on_like", Text{"喜欢或取消喜欢一首歌后运行的程序", "program that is run when a song was liked, or is no longer"},
			func(c *Config) *[]string { return &c.Hooks.Like }),
		{
			Name: "hooks.timeout", Type: "number", Default: "10", Range: "1..300",
			Text: Text{"这些程序最多运行几秒，到时连同子进程一起结束", "seconds that such a program may run; then it is ended with all that it started"},
			get:  func(c *Config) string { return strconv.Itoa(c.Hooks.Timeout) },
			set:  setHookTimeout,
		},
	}
}

// command is a key that takes a program with its arguments. As text it is a
// JSON list, or the bare name of a program.
func command(name string, text Text, field func(*Config) *[]string) Key {
	return Key{
		Name: name, Type: commandType, Default: "[]", Range: commandRange, Text: text,
		get: func(c *Config) string { return commandText(*field(c)) },
		set: func(c *Config, v string) *Problem {
			argv, ok := parseCommand(v)
			if !ok {
				return bad(v, commandRange)
			}
			*field(c) = argv
			return nil
		},
	}
}

// parseCommand reads a JSON list of words, or one word.
func parseCommand(v string) ([]string, bool) {
	v = strings.TrimSpace(v)
	if !strings.HasPrefix(v, "[") {
		if v == "" {
			return nil, true
		}
		return []string{v}, !strings.ContainsAny(v, " \t\n\x00") // "a b" would be taken for a line of a shell
	}
	var argv []string
	if json.Unmarshal([]byte(v), &argv) != nil || len(argv) > maxCommand {
		return nil, false
	}
	if len(argv) == 0 {
		return nil, true
	}
	for _, word := range argv {
		if strings.ContainsRune(word, 0) {
			return nil, false
		}
	}
	return argv, strings.TrimSpace(argv[0]) != ""
}

// commandText is what parseCommand reads, and TOML too.
func commandText(argv []string) string {
	if argv == nil {
		argv = []string{}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(argv); err != nil {
		return "[]" // unreachable: these are texts
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// wordsOf gives a list of texts in a file as the text of a command.
func wordsOf(n *unstable.Node) (text string, ok bool) {
	argv := []string{}
	for it := n.Children(); it.Next(); {
		if it.Node().Kind != unstable.String || len(argv) == maxCommand {
			return "array", false
		}
		argv = append(argv, string(it.Node().Data))
	}
	return commandText(argv), true
}

func setHookTimeout(c *Config, v string) *Problem {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > 300 {
		return bad(v, "1..300")
	}
	c.Hooks.Timeout = n
	return nil
}
