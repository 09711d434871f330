package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/api/route"
)

// Played is a song that was heard, for the two reports which make the service
// count it (ENDPOINTS §9).
type Played struct {
	Song     int64
	DJ       bool          // a podcast programme
	Source   string        // list, album, artist, dailySongRecommend, userfm, djradio
	SourceID int64         // of the list, album, artist …
	Alg      string        // as the recommendation gave it
	End      PlayEnd       // of Play
	Heard    time.Duration // really listened, of Play; sent in whole seconds
}

// PlayEnd is how a play ended.
type PlayEnd string

// The ends.
const (
	PlayedOut   PlayEnd = "playend"
	MovedOn     PlayEnd = "ui"
	Interrupted PlayEnd = "interrupt" // another song was started
	Failed      PlayEnd = "exception"
)

// desktop is the identity whose reports count (measured in public projects).
var desktop = map[string]string{
	"os": "osx", "appver": "3.1.10.5100", "osver": "15.5", "channel": "netease",
}

const (
	desktopAgent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36"
	reportPath   = "/api/feedback/weblog"
	reportURL    = "https://clientlog.music.163.com/eapi/feedback/weblog"
)

// StartPlay reports that a song starts ("recently played"). nil means
// accepted, never counted.
//
// A server (Options.Server) has no address for it: nothing is sent then.
func (c *Client) StartPlay(ctx context.Context, p Played) error {
	if c.server != nil {
		return nil
	}
	return c.report(ctx, "startplay", p.common())
}

// Play reports a play that counts. nil means accepted, never counted.
// A server gets it by its /scrobble, which says less.
func (c *Client) Play(ctx context.Context, p Played) error {
	if c.server != nil {
		return c.do(ctx, "/scrobble", Params{"id": p.Song, "sourceid": p.SourceID, "time": int64(p.Heard / time.Second)})
	}
	body := p.common()
	body["download"], body["wifi"] = 0, 0
	body["end"] = string(p.End)
	body["source"] = p.Source
	body["sourceId"] = strconv.FormatInt(p.SourceID, 10)
	body["time"] = int64(p.Heard / time.Second) // a fraction makes the service drop it
	if p.Alg != "" {
		body["alg"] = p.Alg
	}
	return c.report(ctx, "play", body)
}

func (p Played) common() map[string]any {
	kind := "song"
	if p.DJ {
		kind = "dj"
	}
	return map[string]any{
		"id": strconv.FormatInt(p.Song, 10), "type": kind, "mainsite": "1", "mainsiteWeb": "1",
		"content": "id=" + strconv.FormatInt(p.SourceID, 10),
	}
}

func (c *Client) report(ctx context.Context, action string, body map[string]any) error {
	logs := marshal([]any{map[string]any{"action": action, "json": body}})
	q := route.Request{
		Method: http.MethodPost, Crypto: envelope.Eapi, Path: reportPath, URL: reportURL,
		Params: map[string]any{"logs": string(logs)},
	}
	_, refusal, err := c.try(ctx, reportRoute, c.direct(q), desktopCaller)
	if err == nil && refusal != nil {
		return refusal
	}
	return err
}

// reportRoute stands for the reports in the policy: a write.
var reportRoute = &route.Route{Path: "clientlog", Write: true}

// desktopCaller turns the account into its desktop client.
func desktopCaller(k Caller) Caller {
	for name, value := range desktop {
		k.Cookies[name] = value
	}
	k.UserAgent = desktopAgent
	return k
}
