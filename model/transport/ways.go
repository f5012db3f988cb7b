package transport

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
)

// Urgent is the share of what traffic and signals add to a way without them that an emergency vehicle with lights and siren loses
// too: an assumption (0.2 to 0.7). Trials with siren and without found 0.7 to 4 minutes of difference in towns; general knowledge,
// uncertain.
const Urgent = 0.4

// Ways is what one process knows of the streets: times as they are published, by the hour and the levels of streets it hears of.
// Zero allocations once warm; not for two goroutines at once.
type Ways struct {
	roads *Roads
	level []model.Level // by member
	time  []int32       // by link [ms]
	mode  [2]struct {   // without haste, and urgent
		router *Router
		slot   int
		fresh  bool
	}
}

// Ways makes the view of one process: a quiet day until it hears otherwise.
func (r *Roads) Ways() *Ways {
	r.once.Do(r.prepareWays)
	w := &Ways{roads: r, level: make([]model.Level, len(r.members)), time: make([]int32, len(r.roads))}
	for i := range w.level {
		w.level[i] = model.Full
	}
	for i := range w.mode {
		w.mode[i].router = NewRouter(r.ways)
	}
	return w
}

func (r *Roads) prepareWays() {
	points, arcs := make([]Point, len(r.city.Corners)), make([]Arc, len(r.roads))
	for i := range points {
		points[i] = Point(r.city.Corners[i].At)
	}
	for i := range arcs {
		arcs[i] = Arc{r.roads[i].from, r.roads[i].to}
	}
	r.ways, _ = NewStreets(points, arcs) // corners were checked with the city
}

// Listeners are the streets whose levels a process hears of that asks for ways.
func (r *Roads) Listeners(to model.Address) []model.Listener {
	var list []model.Listener
	for i := range r.members {
		if r.members[i].part == partStreet {
			list = append(list, model.Listener{Asset: r.members[i].asset, To: to})
		}
	}
	return list
}

// Hear takes note of the level of a street; other assets are ignored. It reports whether the asset is a street.
func (w *Ways) Hear(asset model.AssetID, level model.Level) bool {
	i := w.roads.of(asset)
	if i < 0 || w.roads.members[i].part != partStreet {
		return false
	}
	if w.level[i] != level {
		w.level[i] = level
		w.mode[0].fresh, w.mode[1].fresh = false, false
	}
	return true
}

// Time is the fastest time between two points, from corner to corner with an access at 20 km/h as the crow flies at both ends; not
// ok if no open street leads there. The first question about an hour of the day solves its equilibrium.
func (w *Ways) Time(now sim.Time, from, to model.Point, urgent bool) (time.Duration, bool) {
	r := w.roads
	a, b := r.near(from), r.near(to)
	if a == b {
		return seconds(between(from, to) / (access / 3.6)), true
	}
	m := 0
	if urgent {
		m = 1
	}
	slot := r.slotAt(now)
	if x := &w.mode[m]; !x.fresh || x.slot != slot {
		w.price(slot, urgent)
		if x.router.Customise(w.time) != nil { // times are never negative
			return 0, false
		}
		x.slot, x.fresh = slot, true
	}
	ms, ok := w.mode[m].router.Time(a, b)
	walk := (between(from, r.city.Corners[a].At) + between(to, r.city.Corners[b].At)) / (access / 3.6)
	return time.Duration(ms)*time.Millisecond + seconds(walk), ok
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// price is what each direction of a street takes in an hour: its usual time by its level.
func (w *Ways) price(slot int, urgent bool) {
	usual := w.roads.at(slot).a.cost
	for l := range w.time {
		x := &w.roads.roads[l]
		level := w.level[x.street]
		if level == model.None {
			w.time[l] = Closed
			continue
		}
		s := usual[l] / level.Share()
		if urgent {
			s = Hurry(s, x.free)
		}
		w.time[l] = int32(min(math.Round(1000*s), float64(Closed)))
	}
}

// Hurry is the time of an emergency vehicle on a way that takes others so long, and free without traffic and signals [s].
func Hurry(others, free float64) float64 {
	if others <= free {
		return others
	}
	return free + Urgent*(others-free)
}
