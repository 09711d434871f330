// Command ncmtui is a full-screen terminal player for NetEase Cloud Music.
// This package owns the command line: flags, verbs, exit codes, signals and
// the terminal given back whole. It never decides what plays or how it looks.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"ncmtui/cmd/internal/verb"
	"ncmtui/ui/lang"
	"ncmtui/ui/term"
)

func main() {
	if term.RunGuard() { // the child that gives the terminal back after a fatal error
		return
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// programName stands before everything that is said without a screen.
const programName = "ncmtui: "

// run is the whole program; it gives the exit code.
func run(args []string, in, out *os.File, errOut io.Writer) int {
	root, c := newRoot(in, out, errOut)
	root.SetArgs(verb.Args(args))
	err := root.Execute()
	if err != nil {
		_, _ = fmt.Fprintln(errOut, programName+mistaken(err.Error(), c.verbLang()))
	}
	return codeOf(err)
}

// localLang is the language of the environment, the service's without one. The
// locale that computers speak is English.
func localLang(getenv func(string) string) lang.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		v := getenv(name)
		if v == "" {
			continue
		}
		if base, _, _ := strings.Cut(v, "."); base == "C" || base == "POSIX" {
			return lang.EN
		}
		return lang.Parse(v)
	}
	return lang.ZH
}
