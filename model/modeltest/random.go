package modeltest

import (
	"fmt"
	"time"

	"cascata/model"
	"cascata/sim/rng"
)

// Random is a town of two sectors with a network each, p and w, and one without, t, whose assets need each other at random.
// One seed is one town.
func Random(seed uint64) Town {
	s := rng.NewRoot(seed, 0).Stream("town")
	r := &random{s: &s}
	for _, sector := range []string{"p", "w"} {
		r.network(sector, 2+r.s.IntN(12))
	}
	for i := range 2 + r.s.IntN(8) {
		r.thing(Thing{Name: fmt.Sprintf("t/site-%02d", i), District: r.s.IntN(3)})
	}
	for i := range r.s.IntN(2 * len(r.town.Things)) {
		r.want(i)
	}
	return r.town
}

type random struct {
	s    *rng.Stream
	town Town
}

func (r *random) thing(x Thing) { r.town.Things = append(r.town.Things, x) }

// flip is true with a chance of one in n.
func (r *random) flip(n int) bool { return r.s.IntN(n) == 0 }

// network adds a connected network of n vertices with a few edges more, the first vertex a source large enough for all.
func (r *random) network(sector string, n int) {
	var total float64
	for i := range n {
		x := Thing{Name: fmt.Sprintf("%s/v%02d", sector, i), Role: model.RoleNode, Demand: float64(r.s.IntN(10))}
		switch {
		case i == 0 || r.flip(6):
			x.Role, x.Demand, x.Capacity = model.RoleSource, 0, float64(1+r.s.IntN(40))
		case r.flip(6):
			x.Role, x.Stored, x.Capacity = model.RoleStorage, float64(r.s.IntN(100)), float64(r.s.IntN(10))
		}
		total += x.Demand
		r.thing(x)
	}
	r.town.Things[len(r.town.Things)-n].Capacity += total
	for i := range n + n/3 {
		to := (i + 1) % n
		from := r.s.IntN(n)
		if i < n-1 {
			from = r.s.IntN(to)
		}
		if from == to {
			continue
		}
		w := Wire{Name: fmt.Sprintf("%s/x%02d", sector, i), From: fmt.Sprintf("%s/v%02d", sector, from), To: fmt.Sprintf("%s/v%02d", sector, to),
			Directed: r.flip(5), Open: i >= n-1 && r.flip(2)}
		if r.flip(3) {
			w.Capacity = float64(1 + r.s.IntN(40))
		}
		r.town.Wires = append(r.town.Wires, w)
	}
}

// want adds a need between things drawn at random.
func (r *random) want(i int) {
	pick := func() string { return r.town.Things[r.s.IntN(len(r.town.Things))].Name }
	w := Want{Of: pick()}
	for range 1 + r.s.IntN(3) {
		w.From = append(w.From, pick())
		w.Weights = append(w.Weights, r.s.Float64())
	}
	w.Need = model.Need{Name: fmt.Sprintf("n%d", i), Rule: model.Rule(r.s.IntN(4)), K: 1 + r.s.IntN(len(w.From)), Failover: 1, Backup: model.Full}
	if r.flip(2) {
		w.Buffer = time.Duration(1+r.s.IntN(100)) * 10 * time.Minute
		w.Refill = time.Duration(r.s.IntN(100)) * 10 * time.Minute
		w.Backup = model.LevelOf(r.s.Float64() + 0.5)
		w.Failover = min(1, r.s.Float64()+0.3)
	}
	if r.flip(4) {
		w.Delay = time.Duration(r.s.IntN(60)) * time.Minute
	}
	if r.flip(4) {
		w.Without = model.LevelOf(r.s.Float64())
		w.Threshold = model.LevelOf(r.s.Float64())
	}
	r.town.Wants = append(r.town.Wants, w)
}

// RandomOrders are n impairments at random instants of the first ten hours, most of them lifted again.
func RandomOrders(seed uint64, t Town, n int) []Order {
	s := rng.NewRoot(seed, 0).Stream("orders")
	var names []string
	for _, x := range t.Things {
		names = append(names, x.Name)
	}
	for _, w := range t.Wires {
		names = append(names, w.Name)
	}
	var all []Order
	for range n {
		at := time.Duration(s.IntN(36000)) * time.Second
		o := Order{At: at, Asset: names[s.IntN(len(names))]}
		undo := o
		undo.At += time.Duration(10+s.IntN(36000)) * time.Second
		switch s.IntN(4) {
		case 0:
			o.Op, undo.Op = model.OpOpen, model.OpClose
		case 1:
			o.Op, undo.Op = model.OpStop, model.OpStart
		case 2:
			o.Op, undo.Op = model.OpDamage, model.OpRepair
		default:
			o.Op, o.Level, undo.Op, undo.Level = model.OpSet, model.LevelOf(s.Float64()), model.OpSet, model.Full
		}
		all = append(all, o)
		if s.IntN(4) > 0 {
			all = append(all, undo)
		}
	}
	return all
}
