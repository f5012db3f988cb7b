package cyber

import (
	"time"

	"cascata/sim/rng"
)

// alarmDesk is the people who look at alarms: a queue with exponential times between false alarms and of looking at one, M/M/c, first come
// first served (Erlang, 1917). Of a step that was seen the alarm waits among them.
type alarmDesk struct {
	busy float64 // chance that an alarm has to wait (Erlang's second formula) [0 to 1]
	mean float64 // mean wait of those that wait [s]
}

// newAlarmDesk is the queue for so many false alarms an hour, analysts and mean time to look at one. ok is false when alarms come faster
// than they can be looked at: the queue would grow for ever.
func newAlarmDesk(perHour float64, analysts int, triage time.Duration) (d alarmDesk, ok bool) {
	load := perHour * triage.Hours()
	c := float64(analysts)
	if load <= 0 {
		return alarmDesk{}, true
	}
	if load >= c {
		return alarmDesk{}, false
	}
	blocked := 1.0 // Erlang's first formula, by its recursion
	for k := 1; k <= analysts; k++ {
		blocked = load * blocked / (float64(k) + float64(load*blocked))
	}
	rho := load / c
	return alarmDesk{busy: blocked / (1 - float64(rho*(1-blocked))), mean: triage.Seconds() / (c - load)}, true
}

// wait is how long an alarm waits.
func (d *alarmDesk) wait(s *rng.Stream) time.Duration {
	if d.busy == 0 || s.Float64() >= d.busy {
		return 0
	}
	return rng.Duration(rng.Exponential{Avg: d.mean}, s)
}

// sight is the chance that a step is seen in a zone: more while people are on guard.
func (x *SOC) sight(id ZoneID, technique int32) float64 {
	z, detection := &x.spec.zones[id], x.spec.techniques[technique].Detection
	if x.watching == 1 {
		return z.visible(technique, detection)
	}
	closer := *z
	closer.monitoring = 1 - float64((1-z.monitoring)*x.watching)
	return closer.visible(technique, detection)
}
