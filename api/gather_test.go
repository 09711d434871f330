package api

import (
	"errors"
	"os"
	"strings"
)

var osDir = os.DirFS(".")

func isError(err, want error) bool { return want == nil || errors.Is(err, want) }

// scalars counts the texts and numbers of a tree.
func scalars(v any, into map[string]int) {
	switch v := v.(type) {
	case map[string]any:
		for _, sub := range v {
			scalars(sub, into)
		}
	case []any:
		for _, sub := range v {
			scalars(sub, into)
		}
	default:
		into[strings.TrimSpace(str(v))]++
	}
}

// gather collects what a path leads to; "" is the tree itself.
func gather(v any, where string, into *[]any) {
	if where == "" {
		if v != nil {
			*into = append(*into, v)
		}
		return
	}
	name, rest, _ := strings.Cut(where, ".")
	if name != "*" {
		gather(at(v, name), rest, into)
		return
	}
	switch v := v.(type) {
	case []any:
		for _, sub := range v {
			gather(sub, rest, into)
		}
	case map[string]any:
		for _, sub := range v {
			gather(sub, rest, into)
		}
	}
}
