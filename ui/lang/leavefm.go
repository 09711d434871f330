package lang

// LeavingTexts are what is said when the FM is left.
type LeavingTexts struct{ NoFM, Nothing, Left string }

// Leaving is what is said of it.
var Leaving = pair(LeavingTexts{
	NoFM: "私人 FM 没有在播放", Nothing: "之前没有队列", Left: "已回到之前的队列",
}, LeavingTexts{
	NoFM: "The personal FM is not playing", Nothing: "There was no queue before", Left: "Back to the queue before",
})
