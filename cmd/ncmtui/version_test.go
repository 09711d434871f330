package main

import (
	"runtime/debug"
	"testing"
)

func TestTheVersionIsTheCommitWhereThereIsNoOther(t *testing.T) {
	t.Parallel()
	build := func(version string, settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{Main: debug.Module{Version: version}, Settings: settings}
	}
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef0123"}
	at := debug.BuildSetting{Key: "vcs.time", Value: "2026-01-02T03:04:05Z"}
	for want, info := range map[string]*debug.BuildInfo{
		"v1.2.3":                              build("v1.2.3", revision),
		"0123456789ab (2026-01-02T03:04:05Z)": build(devel, revision, at),
		"0123456789ab+dirty":                  build("", revision, debug.BuildSetting{Key: "vcs.modified", Value: "true"}),
		unreleased:                            build(""),
	} {
		if got := versionOf(info); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
