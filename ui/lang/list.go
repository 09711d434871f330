package lang

// ListTexts are those of what every list can do.
type ListTexts struct {
	Up, Down   string // sorted by: %s is the column
	Own, Never string
	Marked     string // %d rows
	NoMarks    string // these rows cannot be marked
}

// List is what lists say.
var List = pair(ListTexts{
	Up: "按%s升序", Down: "按%s降序", Own: "恢复原来的顺序", Never: "这个列表不能排序",
	Marked: "已选 %d 行", NoMarks: "这里的行不能多选",
}, ListTexts{
	Up: "Sorted by %s", Down: "Sorted by %s, descending", Own: "Back in the original order", Never: "This list cannot be sorted",
	Marked: "%d marked", NoMarks: "Rows cannot be marked here",
})
