package output

// nullOpener opens sinks that pull like a device and drop what they get.
type nullOpener struct{ fast bool }

func (n nullOpener) Open(o Options, pull Pull) (Sink, error) {
	p := &paced{name: "null", rate: o.rate(), pull: pull, fast: n.fast}
	p.write = func([]float32) error { return nil }
	return p.run(), nil
}
