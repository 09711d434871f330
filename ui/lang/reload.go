package lang

// ReloadTexts are said when the settings' file has changed.
type ReloadTexts struct {
	Now, Later string // %s: the names of the settings
	Keys       string // the bindings, as such a name
	Comma      string
}

// Reloads is what is said then.
var Reloads = pair(ReloadTexts{
	Now: "已按文件更新：%s", Later: "下次启动生效：%s", Keys: "按键", Comma: "、",
}, ReloadTexts{
	Now: "Changed by the file: %s", Later: "From the next start: %s", Keys: "keys", Comma: ", ",
})
