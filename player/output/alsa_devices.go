package output

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// alsaPCMs is the kernel's list of sound cards' devices.
const alsaPCMs = "/proc/asound/pcm"

// alsaDevices lists the default PCM and those of the cards, in builds that can
// play on them.
func alsaDevices(context.Context) ([]Device, error) {
	if _, err := newALSA(""); err != nil {
		return nil, nil
	}
	f, err := os.Open(alsaPCMs)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // no card, or no driver
	}
	if err != nil {
		return nil, fmt.Errorf("list sound cards: %w", err)
	}
	defer func() { _ = f.Close() }()
	return parsePCMs(f)
}

// parsePCMs reads lines as "00-03: HDMI 0 : HDMI 0 : playback 1". A device
// that is plugged through plughw takes any rate.
func parsePCMs(r io.Reader) ([]Device, error) {
	var list []Device
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		place, rest, ok := strings.Cut(lines.Text(), ":")
		if !ok || !strings.Contains(rest, "playback") {
			continue
		}
		card, device, ok := strings.Cut(place, "-")
		c, errC := strconv.ParseUint(card, 10, 16)
		d, errD := strconv.ParseUint(device, 10, 16)
		if !ok || errC != nil || errD != nil {
			continue
		}
		name, _, _ := strings.Cut(rest, ":")
		list = append(list, Device{
			Spec: fmt.Sprintf("alsa:plughw:%d,%d", c, d), Kind: "alsa", Name: strings.TrimSpace(name),
		})
	}
	if len(list) > 0 {
		list = append([]Device{{Spec: "alsa", Kind: "alsa", Name: "default", Default: true}}, list...)
	}
	if err := lines.Err(); err != nil {
		return list, fmt.Errorf("list sound cards: %w", err)
	}
	return list, nil
}
