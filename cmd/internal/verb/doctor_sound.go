package verb

import (
	"context"
	"math"
	"strings"
	"sync/atomic"
	"time"

	"ncmtui/player/output"
)

func (d *doctor) sound(ctx context.Context) Finding {
	if d.at.Devices == nil {
		return Finding{State: note, Text: d.sayf("没有检查", "not looked at")}
	}
	list, err := d.at.Devices(ctx)
	if err != nil {
		return Finding{State: trouble, Text: clean(err.Error()), Advice: d.sayf(
			"启动 PulseAudio 或 PipeWire，或装上 pacat、pw-cat、aplay 之一", "start PulseAudio or PipeWire, or install pacat, pw-cat or aplay",
		)}
	}
	var names []string
	for _, dev := range list {
		if dev.Spec == "auto" {
			continue
		}
		name := dev.Spec
		if dev.Name != "" {
			name += " (" + dev.Name + ")"
		}
		names = append(names, name)
	}
	return Finding{State: fine, Text: strings.Join(names, ", ")}
}

const (
	toneRate   = 48000 // Hz
	toneFrames = toneRate
	tonePitch  = 440.0
	toneLimit  = 5 * time.Second
)

// tone plays a sine of one second, soft at both ends, at a fifth of what is
// loud.
func (d *doctor) tone(ctx context.Context) Finding {
	f := Finding{Name: "tone", State: trouble}
	c, _, err := d.Settings()
	if err != nil {
		f.Text = err.Error()
		return f
	}
	spec, err := output.Parse(c.Output)
	var opener output.Opener
	if err == nil {
		opener, err = spec.Opener()
	}
	if err != nil {
		f.Text = err.Error()
		return f
	}
	var played atomic.Int64
	sink, err := opener.Open(output.Options{Rate: toneRate, App: "ncmtui"}, func(dst []float32) int {
		return sine(dst, &played)
	})
	if err != nil {
		f.Text = clean(err.Error())
		return f
	}
	defer func() { _ = sink.Close() }()
	ctx, cancel := context.WithTimeout(ctx, toneLimit)
	defer cancel()
	if err := heard(ctx, sink, &played); err != nil {
		f.Text = d.sayf("%s 没有播放：%v", "%s did not play it: %v", sink.Name(), err)
		return f
	}
	return Finding{Name: "tone", State: fine, Text: d.sayf("已送到 %s %s；没听到的话检查音量和静音", "went to %s %s; if you heard nothing, look at volume and mute", sink.Name(), sink.Device())}
}

// sine fills dst with what comes next of the tone, and tells the frames.
func sine(dst []float32, played *atomic.Int64) int {
	clear(dst)
	n := 0
	for at := played.Load(); n < len(dst)/2 && at < toneFrames; at++ {
		edge := min(float64(at), float64(toneFrames-at)) / (toneRate / 50)
		v := float32(0.2 * min(edge, 1) * math.Sin(2*math.Pi*tonePitch*float64(at)/toneRate))
		dst[2*n], dst[2*n+1] = v, v
		n++
	}
	played.Add(int64(n))
	return n
}

// heard waits until all of the tone is out of the device.
func heard(ctx context.Context, sink output.Sink, played *atomic.Int64) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-sink.Lost():
			return err
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
		if played.Load() >= toneFrames && sink.Delay() < 20*time.Millisecond {
			return nil
		}
	}
}
