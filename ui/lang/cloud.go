package lang

// CloudTexts are those of the cloud disk.
type CloudTexts struct {
	Title, Guest, None, HowTo string // HowTo: what to do about an empty one
	Used                      string // %s of %s
	Size, Rate                string // columns
	Matched, Unmatched        string
	Delete, DeleteMany        string // questions: %s, %d
	Deleted, DeletedMany      string
	Uploading                 string // %s
	Uploaded, Stopped         string // %s
	Busy, Idle                string // :upload while one is on its way; :upload cancel while none is
	NoFile                    string // %s
	Cancel                    string // how
}

// Cloud is what is said of the cloud disk.
var Cloud = pair(CloudTexts{
	Title: "云盘", Guest: "登录后可以看到你的云盘", None: "云盘里还没有歌", HowTo: ":upload 文件 上传一首",
	Used: "已用 %s / %s", Size: "大小", Rate: "码率",
	Matched: "已匹配", Unmatched: "未匹配",
	Delete: "从云盘删除《%s》？文件会永久删除。", DeleteMany: "从云盘删除 %d 首歌？文件会永久删除。",
	Deleted: "已从云盘删除《%s》", DeletedMany: "已从云盘删除 %d 首歌",
	Uploading: "正在上传 %s", Uploaded: "已上传：%s", Stopped: "已取消上传：%s",
	Busy: "正在上传，完成后再传下一个，或 :upload cancel", Idle: "没有正在上传的文件", NoFile: "读不了文件 %s",
	Cancel: ":upload cancel 取消",
}, CloudTexts{
	Title: "Cloud", Guest: "Log in to see your cloud disk", None: "Nothing on the cloud disk yet", HowTo: ":upload FILE puts a song there",
	Used: "%s of %s used", Size: "Size", Rate: "Rate",
	Matched: "matched", Unmatched: "not matched",
	Delete: "Delete “%s” from the cloud disk? The file is gone for good.", DeleteMany: "Delete %d songs from the cloud disk? The files are gone for good.",
	Deleted: "Deleted from the cloud disk: %s", DeletedMany: "Deleted from the cloud disk: %d songs",
	Uploading: "Uploading %s", Uploaded: "Uploaded: %s", Stopped: "Upload cancelled: %s",
	Busy: "An upload is on its way: wait for it, or :upload cancel", Idle: "Nothing is being uploaded", NoFile: "Cannot read the file %s",
	Cancel: ":upload cancel",
})
