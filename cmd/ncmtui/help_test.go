package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ncmtui/ui/lang"
)

// Every text of the help is there in Chinese, and none is left over; what cobra
// says of shells alone stays as it is.
func TestEveryVerbIsExplainedInChinese(t *testing.T) {
	t.Parallel()
	root, _ := newRoot(os.Stdin, os.Stdout, os.Stderr)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	used := map[string]bool{}
	want := func(where, s string) {
		used[s] = true
		if s != "" && chinese()[s] == "" && !strings.Contains(s, "shell session") {
			t.Errorf("%s: no Chinese for %q", where, s)
		}
	}
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		want(c.CommandPath(), c.Short)
		want(c.CommandPath(), c.Long)
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" && f.Name != "version" {
				want(c.CommandPath()+" --"+f.Name, f.Usage)
			}
		})
		for _, k := range c.Commands() {
			walk(k)
		}
	}
	walk(root)
	for s := range chinese() {
		if !used[s] {
			t.Errorf("nothing says %q any more", s)
		}
	}
}

func TestHelpIsInOneLanguage(t *testing.T) {
	t.Parallel()
	han := regexp.MustCompile(`\p{Han}`)
	for _, args := range [][]string{{"--help"}, {"help", "seek"}, {"song", "--help"}, {"auth", "login", "--help"}, {"serve", "--help"}} {
		for _, l := range []string{"zh", "en"} {
			root, _ := newRoot(os.Stdin, os.Stdout, os.Stderr)
			var out bytes.Buffer
			root.SetOut(&out)
			root.SetArgs(append(args, "--lang", l))
			if err := root.Execute(); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				words := strings.TrimSpace(strings.ReplaceAll(line, "网易云音乐", ""))
				switch {
				case l == "en" && han.MatchString(words):
					t.Errorf("%v in English says %q", args, line)
				case l == "zh" && regexp.MustCompile(`Usage|Flags|Commands|language of|help for|FILE instead`).MatchString(line):
					t.Errorf("%v in Chinese says %q", args, line)
				}
			}
			if l == "zh" && !han.MatchString(out.String()) {
				t.Errorf("%v in Chinese is %q", args, out.String())
			}
		}
	}
}

func TestMistakesAreToldInTheUsersLanguage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"playlst"}, {"demo", "x"}, {"--nope"}, {"-z"}, {"song", "1", "--limit"}, {"search", "x", "--limit", "many"}, {"serve", "--cache", "soon"}} {
		root, _ := newRoot(os.Stdin, os.Stdout, os.Stderr)
		root.SetArgs(args)
		err := root.Execute()
		if codeOf(err) != exitUsage {
			t.Errorf("%v: %v", args, err)
			continue
		}
		if got := mistaken(err.Error(), lang.ZH); !regexp.MustCompile(`\p{Han}`).MatchString(got) {
			t.Errorf("%v: %q", args, got)
		}
		if got := mistaken(err.Error(), lang.EN); got != err.Error() {
			t.Errorf("%v in English: %q", args, got)
		}
	}
}
