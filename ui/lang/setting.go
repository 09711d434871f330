package lang

// SettingTexts are those of the settings page.
type SettingTexts struct{ Name, Value, Meaning, Intro, NextStart, Change string }

// Setting is what the settings page says.
var Setting = pair(SettingTexts{
	Name: "设置", Value: "现在", Meaning: "含义", NextStart: "下次启动生效", Change: "修改",
	Intro: "这里的改动只管这一次运行，配置文件不会被改写",
}, SettingTexts{
	Name: "Setting", Value: "Now", Meaning: "Meaning", NextStart: "after a restart", Change: "change",
	Intro: "Changes here last for this run; the file is never written",
})
