package water

import (
	"slices"
	"sort"

	"cascata/model"
)

// quietRun is the quiet trajectory that all replications start from: what every instant left behind, at some instants the whole
// state, and what junctions get less than they ask for. It is computed once and immutable from then on.
type quietRun struct {
	times    []int64     // of its instants [s], warm-up included
	volumes  [][]float64 // of the tanks then, as the hydraulics have them [ft3]
	marks    []snapshot  // ascending
	short    [][]short   // by hour after the warm-up
	begin    int64       // [s]
	unsolved int         // instants that did not settle
}

// short is a junction that gets less than it asks for.
type short struct {
	part  int32
	share float64
}

// snapshot is the state of a run after an instant.
type snapshot struct {
	at, next                             int64
	head, low, inflow, flow, setting, on []float64
	volume, throttle                     []float64
	status                               []Status
	held, called, helped, saving, dry    []bool
}

// markEvery is the time between two snapshots [s]; to go on from one takes the instants since.
const markEvery = 4 * 3600

// base is the quiet trajectory.
func (s *Supply) base() *quietRun {
	s.once.Do(func() { s.quiet = s.runQuietly() })
	return &s.quiet
}

func (s *Supply) runQuietly() quietRun {
	q := quietRun{begin: warmUp}
	r := s.newRun()
	end := s.spec.times.Duration
	for {
		r.instant()
		q.note(r)
		if r.run.now >= end {
			return q
		}
		r.advance(r.step(end - r.run.now))
	}
}

// note keeps an instant.
func (q *quietRun) note(r *cityRun) {
	now := r.run.now
	q.times, q.volumes = append(q.times, now), append(q.volumes, slices.Clone(r.run.volume))
	if now < q.begin-markEvery {
		return
	}
	if len(q.marks) == 0 || now >= q.marks[len(q.marks)-1].at+markEvery {
		q.marks = append(q.marks, r.snapshot()) // the first lies before the beginning
	}
	if now < q.begin {
		return
	}
	if r.unsettled {
		q.unsolved++
	}
	hour := int((now - q.begin) / 3600)
	for len(q.short) <= hour {
		q.short = append(q.short, nil)
	}
	for i := range r.parts {
		if x := &r.parts[i]; !x.kind.edge() && x.planned {
			if share := r.share(int32(i)); share < 1 {
				q.shorten(hour, short{int32(i), share})
			}
		}
	}
}

// shorten keeps the least share of a junction in an hour.
func (q *quietRun) shorten(hour int, s short) {
	list := q.short[hour]
	i := sort.Search(len(list), func(k int) bool { return list[k].part >= s.part })
	if i < len(list) && list[i].part == s.part {
		list[i].share = min(list[i].share, s.share)
		return
	}
	q.short[hour] = slices.Insert(list, i, s)
}

// plan is the share of what it asks for that a part gets on a quiet day in the hour of an instant [s]. After the end of the quiet
// run its last days repeat.
func (q *quietRun) plan(part int32, now int64) float64 {
	hour := int((now - q.begin) / 3600)
	if n := len(q.short); hour >= n {
		day := 24 * (1 + (hour-n)/24)
		hour = max(0, min(hour-day, n-1))
	}
	list := q.short[hour]
	i := sort.Search(len(list), func(k int) bool { return list[k].part >= part })
	if i < len(list) && list[i].part == part {
		return list[i].share
	}
	return 1
}

// volume is what tank k holds on a quiet day at an instant [ft3]; ok is false after the end of the quiet run.
func (q *quietRun) volume(k int, now int64) (v float64, ok bool) {
	i := sort.Search(len(q.times), func(i int) bool { return q.times[i] >= now })
	switch {
	case i == len(q.times):
		return 0, false
	case i == 0 || q.times[i] == now:
		return q.volumes[i][k], true
	}
	t0, t1 := q.times[i-1], q.times[i]
	f := float64(now-t0) / float64(t1-t0)
	return q.volumes[i-1][k] + float64(f*(q.volumes[i][k]-q.volumes[i-1][k])), true
}

// snapshot copies the state.
func (r *cityRun) snapshot() snapshot {
	w := r.run
	return snapshot{at: w.now, next: w.next, head: slices.Clone(w.head), low: slices.Clone(w.low), inflow: slices.Clone(w.inflow), flow: slices.Clone(w.flow),
		setting: slices.Clone(w.setting), on: slices.Clone(r.on), volume: slices.Clone(w.volume), throttle: slices.Clone(w.throttle), status: slices.Clone(w.status),
		held: slices.Clone(w.held), called: slices.Clone(r.called), helped: slices.Clone(r.helped), saving: slices.Clone(r.saving),
		dry: slices.Clone(w.dry)}
}

// restore goes back to a snapshot of a quiet run.
func (r *cityRun) restore(s *snapshot) {
	w := r.run
	w.now, w.next, w.over, w.zones.known = s.at, s.next, false, false
	copy(w.head, s.head)
	copy(w.low, s.low)
	copy(w.inflow, s.inflow)
	copy(w.flow, s.flow)
	copy(w.setting, s.setting)
	copy(w.volume, s.volume)
	copy(w.status, s.status)
	copy(w.held, s.held)
	copy(r.on, s.on)
	copy(r.called, s.called)
	copy(r.helped, s.helped)
	copy(r.saving, s.saving)
	copy(w.dry, s.dry)
	for i := range r.parts {
		r.cond[i] = quiet(&r.parts[i])
	}
	copy(w.throttle, s.throttle)
	r.unsettled = false
}

// startFrom brings a run to an instant [s] after the warm-up, as a quiet run comes there: before its controls and its hydraulics.
func (r *cityRun) startFrom(q *quietRun, now int64) {
	i := sort.Search(len(q.marks), func(i int) bool { return q.marks[i].at >= now })
	r.restore(&q.marks[i-1])
	r.catchUp(now)
}

// catchUp goes through all instants before one [s] and arrives there.
func (r *cityRun) catchUp(now int64) {
	for {
		left := now - r.run.now
		step := r.step(left)
		if step >= left {
			r.advance(left)
			return
		}
		r.advance(step)
		r.instant()
	}
}

// Short lists, ascending, the junctions that get less than they ask for in some hour of the quiet day: there the plan is what the
// network delivers. It computes the quiet day.
func (s *Supply) Short() []model.AssetID {
	var all []model.AssetID
	for _, hour := range s.base().short {
		for _, x := range hour {
			all = append(all, s.parts[x.part].asset)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
