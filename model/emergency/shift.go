package emergency

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
)

// Call takers change shift three times a day and come from their homes as the city lets them: assumptions, each with a range to sweep.
const (
	shiftsADay   = 3
	firstShift   = 7 * time.Hour    // then 15 and 23 h
	drivesShare  = 0.55             // of call takers drive (0.2 to 0.9)
	ridesShare   = 0.35             // take public transport (0 to 0.6); the others walk or cycle, and are there
	aheadOfShift = 10 * time.Minute // they plan to be there before (0 to 30 min)
	staysOn      = 4 * time.Hour    // who is not relieved stays as long as that, then goes (2 to 8 h)
	lift         = 45 * time.Minute // to find a car where nothing runs (15 min to 2 h)
	ridesLonger  = 1.5              // public transport by the car's time on a quiet day (1.2 to 2)
	walkingSpeed = 5 / 3.6          // [m/s]
	neverComes   = 24 * time.Hour
)

// shift is who of a PSAP's people is late.
type shift struct {
	began  sim.Time
	before int             // call takers of the shift before
	late   []time.Duration // after its begin
}

// shiftOf is the shift at a time of day.
func shiftOf(clock time.Duration) int {
	return int((clock+24*time.Hour-firstShift)/(24*time.Hour/shiftsADay)) % shiftsADay
}

// planned is how many positions a PSAP staffs at a time of day, all being well; night is the share that is staffed then.
func (s *centreSpec) planned(clock time.Duration, night float64) float64 {
	n := float64(s.positions)
	if clock < 7*time.Hour {
		n = max(min(1, n), n*night)
	}
	return n
}

// relieve lets the next shift come, when it is time for it. Nobody is late unless something happened to the streets or to public transport.
func (r *Region) relieve(ctx *model.Context) {
	_, clock := r.spec.clock.Clock(r.now)
	night := r.spec.options.Staffing.night()
	now := shiftOf(clock)
	if now == r.shift {
		return
	}
	r.shift = now
	r.shifts++
	for i := range r.centres {
		x, s := &r.centres[i], &r.spec.centres[i]
		x.shift.late = x.shift.late[:0]
		if r.jam == (sim.RecordID{}) || s.asset == model.Absent {
			continue
		}
		_, before := r.spec.clock.Clock(r.now.Add(-tick))
		x.shift.began, x.shift.before = r.now, int(s.planned(before, night))
		for k := range int(s.planned(clock, night)) {
			if d := r.lateness(i, k); d > 0 {
				x.shift.late = append(x.shift.late, d)
			}
		}
		r.sayLate(ctx, i)
	}
}

// lateness is how late call taker k of a PSAP comes to this shift; 0 or less: in time.
func (r *Region) lateness(centre, k int) time.Duration {
	r.dice = r.staffing.From(r.shifts<<24 | uint64(centre)<<20 | uint64(k)&(1<<20-1))
	d, ok := r.spec.someDistrict(r.dice.Float64())
	home, lives := r.spec.districts[d].place(r.dice.Float64())
	mode, rides := r.dice.Float64(), r.dice.Float64()
	if !ok || !lives || mode >= drivesShare+ridesShare {
		return 0
	}
	if mode >= drivesShare && rides < r.level(r.spec.districts[d].transit).level.Share() {
		return 0
	}
	desk := r.spec.city.Assets[r.spec.centres[centre].asset].At
	usual, calm := r.usual(home, desk, d)
	now, open := r.travel(home, desk, d, false)
	if !calm {
		return 0 // whoever lives there never drove
	}
	if !open {
		now = neverComes
	}
	if mode >= drivesShare {
		usual = time.Duration(ridesLonger * float64(usual))
		walk := time.Duration(metres(home, desk) * detour / walkingSpeed * float64(time.Second))
		now = min(now+lift, walk)
	}
	return now - usual - aheadOfShift
}

// usual is the time between two points if nothing were wrong.
func (r *Region) usual(from, to model.Point, district model.DistrictID) (time.Duration, bool) {
	if r.wiring.Usual != nil {
		return r.wiring.Usual(r.now, from, to)
	}
	return time.Duration(metres(from, to) * detour / usualSpeed * float64(time.Second)), true
}

// someDistrict is a district by its residents; not ok if nobody lives anywhere.
func (s *RegionSpec) someDistrict(u float64) (model.DistrictID, bool) {
	all, last := 0.0, model.DistrictID(0)
	for d := range s.districts {
		all += s.districts[d].people
	}
	u *= all
	for d := range s.districts {
		if n := s.districts[d].people; n > 0 {
			last = model.DistrictID(d)
			if u < n {
				break
			}
			u -= n
		}
	}
	return last, all > 0
}

// absent is how many positions of a PSAP stay empty since those of the next shift are late and those of the last one have gone: each of them stays
// for one who is late, as long as staysOn.
func (s *shift) absent(now sim.Time) int {
	after, missing := now.Sub(s.began), 0
	for _, d := range s.late {
		if d > after {
			missing++
		}
	}
	if after < staysOn {
		return missing - min(missing, s.before)
	}
	return missing
}

// sayLate records that call takers are late.
func (r *Region) sayLate(ctx *model.Context, centre int) {
	n := len(r.centres[centre].shift.late)
	if n == 0 {
		return
	}
	c := model.Change{Kind: model.KindDecision, Entity: r.spec.centres[centre].asset.Entity(), From: model.Full, To: model.Full,
		Why: model.Why{Code: model.WhyStaffLate, Other: model.Absent, Need: model.Absent, Amount: int64(n)}}
	c.Add(r.jam, model.CauseBehaviour)
	r.centres[centre].lateness = ctx.Emit(c)
}

// manned is how many of a PSAP's positions take calls, by the people who are there and what works.
func manned(planned float64, level model.Level, absent int) int {
	n := int(math.Floor(planned*level.Share()+1e-9)) - absent
	if level > model.None && planned > 0 && n < 1 {
		return 1
	}
	return max(0, n)
}
