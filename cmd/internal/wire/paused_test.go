package wire

import (
	"testing"
	"time"

	"ncmtui/api/ncmfake"
)

// TestAListGoesOnAfterThePauseTheServiceWants refuses the second page of a long
// list's details once: what came before stays, the pause is said and kept, and
// then the rest comes by itself.
func TestAListGoesOnAfterThePauseTheServiceWants(t *testing.T) {
	t.Parallel()
	const details = "/api/v3/song/detail"
	scenario(t, member, func(r *rig) {
		r.Keys("2").Wait(2 * time.Second)
		before := len(r.svc.Requests(details))
		r.svc.Faults().Next(details, ncmfake.Fault{}) // the first page comes
		r.svc.Faults().Next(details, ncmfake.Fault{Code: 405, Message: "操作频繁"})
		r.ClickOn("一万首歌的图书馆").Keys("enter")
		r.Wait(2*time.Second).Expect("10000 首", "服务限制了请求")
		refused := len(r.svc.Requests(details))
		if refused != before+2 {
			t.Errorf("%d questions for details before the pause", refused-before)
		}
		list, _ := r.svc.Catalogue().Playlist(7_100_010_000)
		first, _ := r.svc.Catalogue().Song(list.Songs[0])
		last, _ := r.svc.Catalogue().Song(list.Songs[len(list.Songs)-1])
		r.Expect(first.Name)
		r.Keys("G")
		for range 10 { // ten seconds of the twenty
			r.Keys("k", "j").Wait(time.Second).ExpectNot(last.Name)
		}
		if n := len(r.svc.Requests(details)); n != refused {
			t.Errorf("%d questions in the pause", n-refused)
		}
		r.Wait(20 * time.Second).Expect(last.Name)
		if n := len(r.svc.Requests(details)); n > refused+10 {
			t.Errorf("%d questions after the pause", n-refused)
		}
		r.Wait(time.Minute).ExpectNot("服务限制了请求")
	})
}

// TestAQueueGetsItsTitlesAfterThePauseTheServiceWants plays a song of a list
// whose details are refused, and leaves the list.
func TestAQueueGetsItsTitlesAfterThePauseTheServiceWants(t *testing.T) {
	t.Parallel()
	const details = "/api/v3/song/detail"
	scenario(t, member, func(r *rig) {
		list, _ := r.svc.Catalogue().Playlist(7_100_010_000)
		last, _ := r.svc.Catalogue().Song(list.Songs[len(list.Songs)-1])
		r.Keys("2").Wait(2 * time.Second)
		r.svc.Faults().Next(details, ncmfake.Fault{Code: 405, Message: "操作频繁"})
		r.ClickOn("一万首歌的图书馆").Keys("enter").Wait(2 * time.Second)
		r.Keys("G", "enter").Wait(2*time.Second).Keys("b", "g", "q")
		refused := len(r.svc.Requests(details))
		r.Wait(10 * time.Second)
		if !apart { // another process, which was not refused, asks what it plays
			r.ExpectNot(last.Name)
		}
		if n := len(r.svc.Requests(details)); n != refused || !r.playing(last.ID) {
			t.Errorf("%d questions in the pause; playing: %v", n-refused, r.snap().Track)
		}
		r.Wait(20 * time.Second).Expect(last.Name)
	})
}
