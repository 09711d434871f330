package lang

// MessageTexts are those of the page of messages.
type MessageTexts struct{ None string }

// Message is what that page says.
var Message = pair(MessageTexts{None: "还没有消息"}, MessageTexts{None: "No messages yet"})
