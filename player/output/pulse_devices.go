package output

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"syscall"

	"github.com/jfreymuth/pulse/proto"
)

// pulseDevices asks the sound server for its sinks, the default one first. No
// server is no error.
func pulseDevices(ctx context.Context) ([]Device, error) {
	c, conn, err := dialPulse(ctx, func(any) {}, func(error) {})
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, errNoServer):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("connect to sound server: %w", err)
	}
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	defer func() { _ = conn.Close() }()
	props := proto.PropList{"application.name": proto.PropListString("ncmtui")}
	var (
		server proto.GetServerInfoReply
		sinks  proto.GetSinkInfoListReply
	)
	for _, r := range []struct {
		ask   proto.RequestArgs
		reply proto.Reply
	}{
		{&proto.SetClientName{Props: props}, &proto.SetClientNameReply{}},
		{&proto.GetServerInfo{}, &server},
		{&proto.GetSinkInfoList{}, &sinks},
	} {
		if err := c.Request(r.ask, r.reply); err != nil {
			return nil, fmt.Errorf("ask sound server: %w", err)
		}
	}
	list := make([]Device, 0, len(sinks))
	for _, s := range sinks {
		list = append(list, Device{
			Spec: "pulse:" + s.SinkName, Kind: "pulse", Name: cmp.Or(s.Device, s.SinkName),
			Default: s.SinkName == server.DefaultSinkName,
		})
	}
	slices.SortStableFunc(list, func(a, b Device) int {
		switch {
		case a.Default == b.Default:
			return 0
		case a.Default:
			return -1
		}
		return 1
	})
	return list, nil
}
