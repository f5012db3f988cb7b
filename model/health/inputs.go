package health

import (
	"slices"
	"time"

	"cascata/model"
)

// The inputs of a hospital that decide how it works.
const (
	power = iota
	water
	records
	quality   // treated water that is fit for dialysis
	gas       // deliveries of liquid oxygen
	pathology // the laboratory that does its tests and holds its blood
	travel    // how staff come
	inputs
)

func inputNames() [inputs]string {
	return [inputs]string{"power", "water", "records", "quality", "oxygen", "pathology", "staff"}
}

// input is a need of a hospital: its suppliers, and how long its store lasts.
type input struct {
	suppliers []model.Supplier
	weighted  bool
	quorum    int // how many must deliver
	threshold model.Level
	buffer    time.Duration // of a store in the hospital, with nothing coming in; 0 = none
	refill    time.Duration
}

// need reads the inputs of a hospital from the city's needs.
func (s *Spec) need(h *house) {
	from, to := s.city.NeedsOf(h.asset)
	for n := from; n < to; n++ {
		need := &s.city.Needs[n]
		i := slices.Index(nameList(), need.Name)
		if i < 0 {
			continue
		}
		in := input{suppliers: need.Suppliers, weighted: need.Rule == model.Weighted, quorum: need.Rule.Quorum(need.K, len(need.Suppliers)),
			threshold: need.Threshold, buffer: need.Buffer, refill: need.Refill}
		if in.refill == 0 {
			in.refill = in.buffer
		}
		for _, x := range need.Suppliers {
			s.touches[x.Asset] = append(s.touches[x.Asset], int32(len(s.houses)))
		}
		h.inputs[i] = in
	}
}

func nameList() []string {
	names := inputNames()
	return names[:]
}

// has reports whether an input delivers now: enough suppliers stand at half or more, or at its threshold.
func (in *input) has(levels []model.Level) bool {
	if len(in.suppliers) == 0 {
		return true
	}
	if in.weighted {
		return in.supply(levels) >= max(in.threshold, model.Full/2)
	}
	n := 0
	for _, x := range in.suppliers {
		if levels[x.Asset] >= max(in.threshold, model.Full/2) {
			n++
		}
	}
	return n >= in.quorum
}

// supply is the level that comes in, by the rule of the need; Full where the city has no such need.
func (in *input) supply(levels []model.Level) model.Level {
	got := model.Full
	switch {
	case len(in.suppliers) == 0:
	case in.weighted:
		missing := 0.0
		for _, x := range in.suppliers {
			missing += float64(x.Weight * (1 - levels[x.Asset].Share()))
		}
		got = model.LevelOf(max(0, 1-missing))
	default:
		got = in.highest(levels)
	}
	if got < in.threshold {
		return model.None
	}
	return got
}

// highest is the quorum-th highest level of the suppliers.
func (in *input) highest(levels []model.Level) model.Level {
	best := model.None
	for _, x := range in.suppliers {
		n := 0
		for _, y := range in.suppliers {
			if levels[y.Asset] >= levels[x.Asset] {
				n++
			}
		}
		if n >= in.quorum {
			best = max(best, levels[x.Asset])
		}
	}
	return best
}
