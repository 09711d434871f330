package main

import (
	"regexp"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ncmtui/ui/lang"
)

// helpTitles are the words of cobra's help.
var helpTitles = strings.NewReplacer(
	"Usage:", "用法：", "Available Commands:", "命令：", "Additional Commands:", "其他命令：", "Global Flags:", "通用选项：", "Flags:", "选项：",
	"Examples:", "例子：", "Aliases:", "别名：",
	`Use "`, "", ` [command] --help" for more information about a command.`, " 命令 --help 说明一个命令。", "[command]", "[命令]", "[flags]", "[选项]",
)

// speaks makes the help of all verbs be in the language of the user, which is
// known when the flags are read.
func speaks(root *cobra.Command, l func() lang.Lang) {
	help, usage := root.HelpFunc(), root.UsageFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if l() == lang.ZH {
			inChinese(cmd)
		}
		help(cmd, args)
	})
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		if l() != lang.ZH {
			return usage(cmd)
		}
		inChinese(cmd)
		return titled(cmd, usage)
	})
}

// titled writes a verb's usage with cobra's own words in Chinese. They are put
// into the text that it makes: a template of ours would link text/template,
// which calls methods by their names, and no method of any type could be left
// out of the program then: a fifth of it.
func titled(cmd *cobra.Command, usage func(*cobra.Command) error) error {
	out := cmd.OutOrStderr()
	var text strings.Builder
	cmd.SetOut(&text)
	err := usage(cmd)
	cmd.SetOut(out)
	if err != nil {
		return err
	}
	_, err = helpTitles.WriteString(out, text.String())
	return err
}

// inChinese puts a verb's help, and what it names of others, into Chinese.
func inChinese(cmd *cobra.Command) {
	say := func(s *string) {
		if zh, ok := chinese()[*s]; ok {
			*s = zh
		}
	}
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	for _, c := range append(cmd.Commands(), cmd) {
		say(&c.Short)
		say(&c.Long)
	}
	each := func(f *pflag.Flag) {
		switch say(&f.Usage); f.Name {
		case "help":
			f.Usage = "这个帮助"
		case "version":
			f.Usage = "版本"
		}
	}
	cmd.LocalFlags().VisitAll(each)
	cmd.InheritedFlags().VisitAll(each)
}

// mistakes are what is said of wrong usage, in English and in Chinese. Few
// runs are mistaken.
var mistakes = sync.OnceValue(func() []mistake {
	return []mistake{
		{regexp.MustCompile(`^unknown command "(.*)" for "(.*?)"(?s:.*); ncmtui --help lists the verbs$`), "没有 $1 这个命令；ncmtui --help 列出全部命令"},
		{regexp.MustCompile(`^there is no command "(.*)"; did you mean (.*)\? ncmtui --help lists the verbs$`), "没有 $1 这个命令，是否想用 $2？ncmtui --help 列出全部命令"},
		{regexp.MustCompile(`^(\S+) takes no arguments: (.*); ncmtui --help lists the verbs$`), "$1 不带参数：$2；ncmtui --help 列出全部命令"},
		{regexp.MustCompile(`^unknown flag: (\S+); ncmtui --help lists the flags$`), "没有 $1 这个选项；ncmtui --help 列出全部选项"},
		{regexp.MustCompile(`^unknown shorthand flag: '(.)' in (\S+); ncmtui --help lists the flags$`), "没有 -$1 这个选项；ncmtui --help 列出全部选项"},
		{regexp.MustCompile(`^flag needs an argument: (.*); ncmtui --help lists the flags$`), "$1 后面要有值；ncmtui --help 列出全部选项"},
		{regexp.MustCompile(`^--(\S+) cannot be "(.*)": it wants a whole number; (.*) --help lists the flags$`), "--$1 不能是 “$2”：要一个整数；$3 --help 列出选项"},
		{regexp.MustCompile(`^--(\S+) cannot be "(.*)": it wants a number; (.*) --help lists the flags$`), "--$1 不能是 “$2”：要一个数；$3 --help 列出选项"},
		{regexp.MustCompile(`^--(\S+) cannot be "(.*)": it wants true or false; (.*) --help lists the flags$`), "--$1 不能是 “$2”：要 true 或 false；$3 --help 列出选项"},
		{regexp.MustCompile(`^--(\S+) cannot be "(.*)": it wants a time such as 90s or 2m; (.*) --help lists the flags$`), "--$1 不能是 “$2”：要一段时间，如 90s 或 2m；$3 --help 列出选项"},
	}
})

type mistake struct {
	english *regexp.Regexp
	zh      string
}

// mistaken is what is said of an error, in a language.
func mistaken(said string, l lang.Lang) string {
	if l == lang.EN {
		return said
	}
	for _, m := range mistakes() {
		if m.english.MatchString(said) {
			return m.english.ReplaceAllString(said, m.zh)
		}
	}
	return said
}
