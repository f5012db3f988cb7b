package validation

import (
	"fmt"
	"math"
	"strings"

	"cascata/model"
	"cascata/model/telecom"
	"cascata/model/trace"
	"cascata/sim"
)

// after is the mean level of the assets whose name begins with prefix, so many hours after the first Change.
func after(prefix string, hours float64) func(*trace.Recording) (float64, error) {
	return func(rec *trace.Recording) (float64, error) {
		at := rec.Change(1).At + sim.Time(hours*float64(hour))
		level := map[model.EntityID]float64{}
		for i := range rec.Changes {
			if c := &rec.Changes[i]; c.At <= at && c.Kind == model.KindService {
				level[c.Entity] = c.To.Share()
			}
		}
		sum, n := 0.0, 0.0
		for e := range rec.Entities[:rec.Assets] {
			if !strings.HasPrefix(rec.Entities[e].Name, prefix) {
				continue
			}
			n++
			if now, changed := level[model.EntityID(e)]; changed {
				sum += now
			} else {
				sum++
			}
		}
		if n == 0 {
			return 0, fmt.Errorf("the city has no asset whose name begins with %s", prefix)
		}
		return sum / n, nil
	}
}

// warned is the share of people whom a warning by SMS reaches that is sent between two instants of a run [h].
func warned(from, until float64) func(*trace.Recording) (float64, error) {
	return func(rec *trace.Recording) (float64, error) {
		return telecom.Warned(rec, sim.Time(from*float64(hour)), sim.Time(until*float64(hour))), nil
	}
}

// without is the time from the first loss of the assets whose name begins with prefix until all of them are back as before [h]; NaN if
// nothing was lost, the end of the run if they do not come back.
func without(prefix string) func(*trace.Recording) (float64, error) {
	return func(rec *trace.Recording) (float64, error) {
		first, last, out := sim.Never, sim.Time(0), map[model.EntityID]bool{}
		for i := range rec.Changes {
			c := &rec.Changes[i]
			if c.Kind != model.KindService || !strings.HasPrefix(rec.Entities[c.Entity].Name, prefix) {
				continue
			}
			first, last = min(first, c.At), c.At
			if c.To < model.Full {
				out[c.Entity] = true
			} else {
				delete(out, c.Entity)
			}
		}
		if first == sim.Never {
			return math.NaN(), nil
		}
		if len(out) > 0 {
			last = rec.Header.End
		}
		return last.Sub(first).Hours(), nil
	}
}
