package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// request asks for the bytes from at on and checks the answer; from is where
// its body really begins.
func (s *Source) request(ctx context.Context, at int64) (body io.ReadCloser, from int64, err error) {
	s.mu.Lock()
	address, etag := s.media.URL, s.etag
	s.mu.Unlock()
	u, err := url.Parse(address.Reveal())
	if err != nil {
		return nil, 0, fmt.Errorf("%w: address of track %d", ErrBadBody, s.media.Track) // the text stays out: it is signed
	}
	req := (&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}}).WithContext(ctx)
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-", at))
	req.Header.Set("Accept-Encoding", "identity")
	req.Header.Set("User-Agent", "Mozilla/5.0")
	if etag != "" && at > 0 {
		req.Header.Set("If-Range", etag)
	}
	res, err := s.store.ask(req, s.Media().MD5 != "")
	if err != nil {
		return nil, 0, requestError(err)
	}
	from, err = s.judge(res, at)
	if err != nil {
		drain(res)
		return nil, 0, err
	}
	return res.Body, from, nil
}

// judge checks the head of an answer to a request for the bytes from at on.
func (s *Source) judge(res *http.Response, at int64) (from int64, err error) {
	if err := judgeStatus(res, at); err != nil {
		return 0, err
	}
	total := res.ContentLength
	if res.StatusCode == http.StatusPartialContent {
		var ok bool
		if from, total, ok = contentRange(res.Header.Get("Content-Range")); !ok || from != at {
			return 0, fmt.Errorf("%w: content range %q for %d", ErrBadBody, res.Header.Get("Content-Range"), at)
		}
	}
	return from, s.accept(res, at, total)
}

// judgeStatus sorts the answers that hold no song.
func judgeStatus(res *http.Response, at int64) error {
	kind := res.Header.Get("Content-Type")
	switch code := res.StatusCode; {
	case code == http.StatusForbidden, code == http.StatusNotFound, code == http.StatusGone:
		return fmt.Errorf("%w: status %d", ErrRefused, code)
	case code == http.StatusRequestedRangeNotSatisfiable:
		return fmt.Errorf("%w: no bytes from %d on", ErrBadBody, at)
	case code == http.StatusNetworkAuthenticationRequired:
		return fmt.Errorf("%w: %w: status %d", ErrWebPage, ErrBadBody, code)
	case code == http.StatusTooManyRequests, code == http.StatusProxyAuthRequired, code >= 500:
		return &errNetwork{fmt.Errorf("%w: status %d", errBusy, code)}
	case code != http.StatusOK && code != http.StatusPartialContent:
		return fmt.Errorf("%w: status %d", ErrRefused, code)
	}
	switch coding := res.Header.Get("Content-Encoding"); {
	case strings.Contains(kind, "html"):
		return fmt.Errorf("%w: %w", ErrWebPage, ErrBadBody)
	case strings.HasPrefix(kind, "text/"), strings.Contains(kind, "json"):
		return fmt.Errorf("%w: content type %q", ErrBadBody, kind)
	case coding != "" && coding != "identity":
		return fmt.Errorf("%w: content encoding %q", ErrBadBody, coding)
	}
	return nil
}

// errMoved says that the file has another tag on this server: it is asked
// again, by none.
var errMoved = errors.New("another tag for the same file")

// accept takes over what the answer says of the file, unless it is another.
// Servers of one file may tag it differently, so that a tag counts only when
// nothing else tells files apart: the sum is checked in the end.
func (s *Source) accept(res *http.Response, at, total int64) error {
	etag := res.Header.Get("ETag")
	if strings.HasPrefix(etag, "W/") {
		etag = ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if total > 0 && s.size > 0 && total != s.size {
		return fmt.Errorf("%w: %d bytes instead of %d", ErrBadBody, total, s.size)
	}
	other := s.etag != "" && etag != "" && etag != s.etag
	if other && s.have.any() && s.media.MD5 == "" {
		return &Changed{Media: s.media}
	}
	if etag != "" {
		s.etag = etag
	}
	if s.size <= 0 && total > 0 {
		s.size = total
	}
	s.noRange = res.StatusCode == http.StatusOK
	if s.noRange {
		if other && at > 0 {
			s.etag = "" // servers may take turns: the next answer is taken by any tag
			return errMoved
		}
		s.fetchAt = 0
	}
	return nil
}

// contentRange reads "bytes 0-99/100"; total is 0 for "*".
func contentRange(v string) (from, total int64, ok bool) {
	rest, ok := strings.CutPrefix(v, "bytes ")
	span, size, ok2 := strings.Cut(rest, "/")
	first, _, ok3 := strings.Cut(span, "-")
	from, err := strconv.ParseInt(first, 10, 64)
	if !ok || !ok2 || !ok3 || err != nil || from < 0 {
		return 0, 0, false
	}
	if size == "*" {
		return from, 0, true
	}
	total, err = strconv.ParseInt(size, 10, 64)
	return from, total, err == nil && total > from
}

// requestError sorts an error of the transport: a refused host stays refused,
// a page is one.
func requestError(err error) error {
	if errors.Is(err, ErrHost) || errors.Is(err, ErrWebPage) {
		return err
	}
	return &errNetwork{fmt.Errorf("%w: %w", errDown, hideURL(err))}
}

// errorPage recognises HTML and JSON where a song should begin.
func errorPage(p []byte) error {
	p = bytes.TrimLeft(p, "\ufeff \t\r\n")
	switch {
	case len(p) > 0 && p[0] == '<':
		return fmt.Errorf("%w: %w", ErrWebPage, ErrBadBody)
	case len(p) > 0 && p[0] == '{':
		return ErrBadBody
	}
	return nil
}

// hideURL takes the signed address out of an error of net/http.
func hideURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
