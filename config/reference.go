package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// In is the sentence in Chinese, or in English.
func (t Text) In(zh bool) string {
	if zh {
		return t.ZH
	}
	return t.EN
}

// Values says what the key takes, as the reference prints it.
func (k Key) Values() string {
	if k.Range != "" {
		return k.Range
	}
	return strings.Join(k.Choices, " | ")
}

// Table is the TOML table the key stands in, "" for the top of the file; name
// is the key's in it.
func (k Key) Table() (table, name string) {
	i := strings.LastIndexByte(k.Name, '.')
	if i < 0 {
		return "", k.Name
	}
	return k.Name[:i], k.Name[i+1:]
}

// Literal writes a value of the key as TOML does.
func (k Key) Literal(value string) string {
	if k.Type == "number" || k.Type == "bool" || k.Type == commandType {
		return value
	}
	return strconv.Quote(value)
}

// byTable gives the keys table by table, those without one first: TOML has no
// way back to the top.
func byTable() (names []string, keys map[string][]Key) {
	keys = map[string][]Key{}
	for _, k := range Keys {
		table, _ := k.Table()
		if !slices.Contains(names, table) {
			names = append(names, table)
		}
		keys[table] = append(keys[table], k)
	}
	slices.SortStableFunc(names, func(a, b string) int { return min(len(a), 1) - min(len(b), 1) })
	return names, keys
}

var sampleHead = Text{
	ZH: `# ncmtui 的设置。每一项都写着默认值，去掉行首的 # 再改。
# ncmtui config check 检查这个文件，ncmtui config docs 打印完整说明。
# 程序运行时会注意到改动，但从不写这个文件。
`,
	EN: `# Settings of ncmtui. Every key stands here with its default: take the # away
# in front of a line and change it. ncmtui config check looks for mistakes,
# ncmtui config docs prints the whole reference. The running program notices
# changes; it never writes this file.
`,
}

var sampleBind = Text{
	ZH: `# 每个动作都可以换键；一串键用空格分开，"none" 让一个键不做任何事。
# ncmtui config docs 列出全部动作。
`,
	EN: `# Every action can have other keys. A sequence is written with blanks between
# its keys, "none" frees one. ncmtui config docs lists the actions.
`,
}

// Sample is a settings file that changes nothing: every key with what it means
// and its default, each behind a #.
func Sample(zh bool) string {
	var b strings.Builder
	b.WriteString(sampleHead.In(zh))
	names, keys := byTable()
	for _, table := range names {
		if table != "" {
			fmt.Fprintf(&b, "\n[%s]\n", table)
		}
		for i, k := range keys[table] {
			if table == "" || i > 0 {
				b.WriteByte('\n')
			}
			_, name := k.Table()
			fmt.Fprintf(&b, "# %s\n# %s\n#%s = %s\n", k.Text.In(zh), k.Values(), name, k.Literal(k.Default))
		}
	}
	fmt.Fprintf(&b, "\n[keys.bind]\n%s#\"ctrl+n\" = \"next\"\n#\"g z\" = \"zoom\"\n", sampleBind.In(zh))
	return b.String()
}

var referenceHead = Text{
	ZH: `# 设置

设置写在 ` + "`config.toml`" + ` 里：` + "`$XDG_CONFIG_HOME/ncmtui`" + `（通常是 ` + "`~/.config/ncmtui`" + `），macOS 上是
` + "`~/Library/Application Support/ncmtui`" + `，Windows 上是 ` + "`%AppData%\\ncmtui`" + `；` + "`--config FILE`" + ` 换成别的文件。程序从不写它。

- ` + "`ncmtui config init`" + ` 写一份带注释的文件（已有文件时什么也不做），` + "`path`" + ` 说各个文件夹在哪里，` + "`check`" + ` 检查，` + "`show`" + ` 列出每一项
  现在的值和来源，` + "`docs`" + ` 打印这份说明。
- 后面的优先：默认值、文件、环境变量、命令行。环境变量的名字是 ` + "`NCMTUI_`" + ` 加大写的键名，点写成下划线。
- 写错的键或值会指出行和列，并给出最接近的写法；其余的照常生效。
- 程序运行时改了文件，几秒内就会重新读取；标着“下次启动”的键要等下次启动。
`,
	EN: `# Settings

They stand in ` + "`config.toml`" + ` in ` + "`$XDG_CONFIG_HOME/ncmtui`" + ` (usually ` + "`~/.config/ncmtui`" + `), on macOS in
` + "`~/Library/Application Support/ncmtui`" + `, on Windows in ` + "`%AppData%\\ncmtui`" + `; ` + "`--config FILE`" + ` names another. The program
never writes it.

- ` + "`ncmtui config init`" + ` writes a file with a comment for every key (never over one that exists), ` + "`path`" + ` tells the folders,
  ` + "`check`" + ` looks for mistakes, ` + "`show`" + ` tells what every key is now and where it came from, ` + "`docs`" + ` prints this.
- What comes later wins: default, file, environment, command line. The variable of a key is ` + "`NCMTUI_`" + ` and its name in
  capitals, dots as underscores.
- A wrong key or value is told with its line and column and the nearest right word; everything else holds.
- A change of the file is noticed within seconds while the program runs. Keys that say so wait for the next start.
`,
}

var referenceWords = struct{ typ, def, values, env, start, top Text }{
	typ: Text{"类型", "type"}, def: Text{"默认", "default"}, values: Text{"可以是", "takes"}, env: Text{"环境变量", "variable"},
	start: Text{"下次启动时生效", "holds from the next start"}, top: Text{"文件开头", "At the top of the file"},
}

// Reference is the document of all keys. live says whether a key can be
// changed while the program runs; nil leaves that out.
func Reference(zh bool, live func(key string) bool) string {
	var b strings.Builder
	b.WriteString(referenceHead.In(zh))
	names, keys := byTable()
	w := referenceWords
	for _, table := range names {
		head := w.top.In(zh)
		if table != "" {
			head = "[" + table + "]"
		}
		fmt.Fprintf(&b, "\n## %s\n", head)
		for _, k := range keys[table] {
			def := k.Default
			if def == "" {
				def = `""`
			}
			fmt.Fprintf(&b, "\n### %s\n%s\n\n- %s: %s; %s: `%s`\n- %s: `%s`\n- %s: `%s`\n", k.Name, k.Text.In(zh),
				w.typ.In(zh), k.Type, w.def.In(zh), def, w.values.In(zh), k.Values(), w.env.In(zh), EnvName(k.Name))
			if live != nil && !live(k.Name) {
				fmt.Fprintf(&b, "- %s\n", w.start.In(zh))
			}
		}
	}
	return b.String()
}
