package resilience

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// Two districts with 70 devices at the peak; half of that is passed at the third hour, two after the first device.
func TestDevicesHeld(t *testing.T) {
	r := &trace.Recording{}
	for _, c := range []struct {
		h      int
		entity model.EntityID
		held   int64
	}{{1, 5, 1}, {2, 5, 10}, {3, 6, 30}, {4, 6, 60}, {5, 6, 40}, {6, 5, 0}} {
		var x trace.Change
		x.At, x.Entity, x.Kind, x.Why = sim.Time(c.h)*3600e9, c.entity, model.KindFoothold, model.Why{Code: model.WhyHeld, Amount: c.held}
		r.Changes = append(r.Changes, x)
	}
	d := (&study{r: r}).devices()
	assert.Equal(t, devices{peak: 70, last: 40, half: some(2)}, d)
	assert.Equal(t, devices{}, (&study{r: &trace.Recording{}}).devices())
}
