package stream

import (
	"errors"
	"testing"
	"testing/synctest"
)

func TestInterruptAndCloseEndABlockedRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(100000)
		server := &cdn{data: data, script: func(int, *answer) error { return errors.New("down") }}
		store := openStore(t, Options{Transport: server})
		src, _ := store.Source(mediaOf(data), never, nil)
		r := src.NewReader()
		errs := make(chan error)
		read := func() { _, err := r.Read(make([]byte, 10)); errs <- err }
		go read()
		synctest.Wait()
		r.Interrupt()
		if err := <-errs; !errors.Is(err, ErrInterrupted) {
			t.Error(err)
		}
		r.Continue()
		go read()
		synctest.Wait()
		_ = r.Close()
		if err := <-errs; !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
		r = src.NewReader()
		go read()
		synctest.Wait()
		_ = store.Close()
		if err := <-errs; !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
		src.Release()
	})
}
