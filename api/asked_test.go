package api

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"testing"
)

// ask is a typed call, what the service must be asked for it, and what of the
// answer must come out (JSON of the result; "" is not looked at).
type ask struct {
	name   string
	call   func(ctx context.Context, c *Client) (any, error)
	path   string // inner
	params string // JSON; these among others
	answer string // "": {"code":200}
	want   string
}

func asks(t *testing.T, all []ask) {
	t.Helper()
	for _, a := range all {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			body := a.answer
			if body == "" {
				body = `{"code":200}`
			}
			c, f := newTest(t, Options{Session: loggedIn(), Rate: -1}, always(http.StatusOK, body))
			v, err := a.call(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			sent := f.calls("")
			if len(sent) != 1 || sent[0].Path != a.path {
				t.Fatalf("asked %+v, want %s", sent, a.path)
			}
			want, _ := tree(t, []byte("{"+a.params+"}")).(map[string]any)
			for name, value := range want {
				if g, w := fmt.Sprint(sent[0].Params[name]), fmt.Sprint(value); g != w {
					t.Errorf("%s: sent %s, want %s", name, g, w)
				}
			}
			if a.want == "" {
				return
			}
			got, err := json.Marshal(v)
			if err != nil || string(got) != a.want {
				t.Errorf("got %s, %v\nwant %s", got, err, a.want)
			}
		})
	}
}

// acted is a call of which only the outcome matters.
func acted(f func(c *Client, ctx context.Context) error) func(context.Context, *Client) (any, error) {
	return func(ctx context.Context, c *Client) (any, error) { return nil, f(c, ctx) }
}

// ids are what a walk gives.
func ids[T any](seq iter.Seq2[T, error], id func(T) int64) ([]int64, error) {
	var out []int64
	for item, err := range seq {
		if err != nil {
			return out, err
		}
		out = append(out, id(item))
	}
	return out, nil
}

func count[T any](seq iter.Seq2[T, error]) (int, error) {
	n := 0
	for _, err := range seq {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
