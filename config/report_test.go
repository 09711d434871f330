package config

import "testing"

func TestAnAccountCanBeLeftOut(t *testing.T) {
	t.Parallel()
	c := Default()
	if c.Report.Excepts(0) || c.Report.Excepts(12) || !c.Report.NetEase || c.Report.Private {
		t.Errorf("by default: %+v", c.Report)
	}
	if p := c.Set("report.except", " 12, 3456789012", "t"); p != nil {
		t.Fatal(p)
	}
	if !c.Report.Excepts(12) || !c.Report.Excepts(3456789012) || c.Report.Excepts(1) {
		t.Errorf("%q excepts others", c.Report.Except)
	}
}
