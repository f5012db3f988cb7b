package validation

import (
	"cascata/model"
	"cascata/model/trace"
)

// watch follows the levels of the assets of a kind through a recorded run.
type watch struct {
	rec    *trace.Recording
	assets []model.EntityID
	level  map[model.EntityID]model.Level
}

func newWatch(rec *trace.Recording, kind string) *watch {
	w := &watch{rec: rec, level: map[model.EntityID]model.Level{}}
	for e := range rec.Entities[:rec.Assets] {
		if rec.Kinds[rec.Entities[e].Kind].Name == kind {
			w.assets = append(w.assets, model.EntityID(e))
			w.level[model.EntityID(e)] = model.Full
		}
	}
	return w
}

// hear takes a Change in; it reports whether that is a service Change of one of the assets.
func (w *watch) hear(c *trace.Change) bool {
	if c.Kind != model.KindService {
		return false
	}
	_, mine := w.level[c.Entity]
	if mine {
		w.level[c.Entity] = c.To
	}
	return mine
}

// people is the mean level, each asset weighted by the residents of its district.
func (w *watch) people() float64 {
	sum, all := 0.0, 0.0
	for _, e := range w.assets {
		n := float64(w.rec.Districts[w.rec.Entities[e].District].Residents)
		sum, all = sum+n*w.level[e].Share(), all+n
	}
	return sum / all
}

// share is the share of the assets whose level is such.
func (w *watch) share(such func(model.Level) bool) float64 {
	n := 0.0
	for _, e := range w.assets {
		if such(w.level[e]) {
			n++
		}
	}
	return n / float64(len(w.assets))
}

// of is the level of the asset of a district; Full if there is none.
func (w *watch) of(d model.DistrictID) model.Level {
	for _, e := range w.assets {
		if w.rec.Entities[e].District == d {
			return w.level[e]
		}
	}
	return model.Full
}
