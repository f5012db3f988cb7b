package validation

import (
	"math"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// Recorded loads of call centres: shipped scenarios held against the record. docs/emergency.md has the rule for what is compared and by which
// tolerance, which was written before the scenarios were run.

func clock(h, m int) sim.Time { return sim.Time(h*60+m) * sim.Time(hour) / 60 }

// sirens is the night of Dallas.
func sirens(replications int) ([]Row, error) {
	const source = "Dallas, 7 to 8 April 2017: about 4,400 calls from 23:30 to 03:00, 800 in one quarter of an hour, longest wait six minutes (Star-Telegram, HuffPost)"
	type night struct{ received, peak, longest float64 }
	nights, err := replay("sirens-at-midnight", nil, replications, func(rec *trace.Recording) night { // begins at 21:00
		all, peak := listen(rec, clock(2, 30), clock(6, 0)), listen(rec, clock(3, 0), clock(3, 15))
		return night{float64(all.attempts), float64(peak.attempts), all.longest / 60}
	})
	if err != nil {
		return nil, err
	}
	return []Row{
		central(Row{ID: "C15a", Title: "calibration: calls received from 23:30 to 3:00", Source: source, Reference: 4400, Unit: "calls"},
			each(nights, func(n night) float64 { return n.received })),
		central(Row{ID: "C15b", Title: "calibration: calls received from 0:00 to 0:15", Source: source, Reference: 800, Unit: "calls"},
			each(nights, func(n night) float64 { return n.peak })),
		central(Row{ID: "C15", Title: "validation: longest wait", Source: source, Reference: 6, Unit: "min",
			Miss: "whoever hung up had to be called back there (Dallas Voice), which is work that is not modelled; how many call takers there were is not known"},
			each(nights, func(n night) float64 { return n.longest })),
	}, nil
}

// staffing is days of Memphis by positions.
func staffing(replications int) ([]Row, error) {
	const (
		city   = "Memphis, open data of the city: 33.5 % answered within 20 s and 45 % abandoned in 2015, 95 % and less than 10 % since November 2017"
		waits  = "Memphis: 37.2 % within 20 s in late 2015 (Government Technology), a wait of almost a minute in December 2015 (Fox 13)"
		staffs = "Memphis, January 2018: down to eight seconds (TMCnet)"
	)
	few, err := sweepPositions(replications, "7", "8", "9")
	if err != nil {
		return nil, err
	}
	many, err := sweepPositions(replications, "13", "14", "15")
	if err != nil {
		return nil, err
	}
	const day = "fitted to a steady load of 12 positions; here to a day with its hours"
	return []Row{
		central(Row{ID: "C13", Title: "calibration: abandoned where 33.5 % are answered within 20 s", Source: city, Reference: 0.45, Unit: "share", Miss: day},
			interpolate(few, 0.335, func(d staffed) float64 { return d.abandoned })),
		central(Row{ID: "C14", Title: "calibration: abandoned where 95 % are answered within 20 s", Source: city, Reference: 0.10, Unit: "share", Miss: day},
			interpolate(many, 0.95, func(d staffed) float64 { return d.abandoned })),
		central(Row{ID: "C14a", Title: "validation: mean wait where 37.2 % are answered within 20 s", Source: waits, Reference: 60, Unit: "s",
			Miss: "a year has worse days than the one day here, and the share and the wait were not published for the same weeks"},
			interpolate(few, 0.372, func(d staffed) float64 { return d.wait })),
		central(Row{ID: "C14b", Title: "validation: mean wait where 95 % are answered within 20 s", Source: staffs, Reference: 8, Unit: "s",
			Miss: "ringing and picking up take no time in the model"},
			interpolate(many, 0.95, func(d staffed) float64 { return d.wait })),
	}, nil
}

// staffed is a day of a PSAP: answered within 20 s, of those answered; abandoned, of the attempts; the mean wait of those answered [s].
type staffed struct{ level, abandoned, wait float64 }

// sweepPositions is the day by number of positions, ascending, and replication.
func sweepPositions(replications int, positions ...string) ([][]staffed, error) {
	var list [][]staffed
	for _, n := range positions {
		days, err := replay("understaffed-psap", []string{"psap.positions=" + n}, replications, func(rec *trace.Recording) staffed {
			c := listen(rec, 0, clock(24, 0))
			return staffed{c.within(20), float64(c.failed+c.pockets) / float64(c.attempts), c.mean()}
		})
		if err != nil {
			return nil, err
		}
		list = append(list, days)
	}
	return list, nil
}

// interpolate is a figure at a service level between those of two numbers of positions, by replication; NaN where the level lies outside.
func interpolate(sweep [][]staffed, level float64, figure func(staffed) float64) []float64 {
	out := make([]float64, len(sweep[0]))
	for k := range out {
		out[k] = math.NaN()
		for i := range sweep[1:] {
			a, b := sweep[i][k], sweep[i+1][k]
			if a.level <= level && level < b.level {
				out[k] = figure(a) + (level-a.level)/(b.level-a.level)*(figure(b)-figure(a))
			}
		}
	}
	return out
}

// platform is the day of BT's failure. It begins at midnight.
func platform(replications int) ([]Row, error) {
	const source = "BT 999, 25 June 2023: nearly 14,000 attempts of 12,392 callers were unsuccessful from 6:24 to 16:56, none got through from 7:33 to 8:50 (Ofcom, 22 July 2024, as covered)"
	fewer := []string{"psap.redial=0.23", "event[3].level=0.72"}
	shipped, err := replay("emergency-platform-fails", nil, replications, outage)
	if err != nil {
		return nil, err
	}
	refitted, err := replay("emergency-platform-fails", fewer, replications, outage)
	if err != nil {
		return nil, err
	}
	silence := Row{ID: "C16a", Title: "input: longest time in which nobody is answered, mean", Source: source, Reference: 77, Tolerance: 0.5, TolWhy: "recorded to the minute", Unit: "min"}
	for _, x := range shipped {
		silence.Computed += x.silence / float64(len(shipped))
	}
	failing := func(x failure) float64 { return x.failing }
	attempts := func(x failure) float64 { return x.attempts }
	return []Row{
		silence,
		central(Row{ID: "C16b", Title: "calibration: callers with an attempt that failed", Source: source, Reference: 12_392, Unit: "callers"}, each(shipped, failing)),
		central(Row{ID: "C16", Title: "check: failed attempts of such a caller", Source: source, Reference: 14_000.0 / 12_392, Unit: "attempts",
			Miss: "half of those not answered call again by default, a share that had been fitted to all attempts of all callers; the record is of failed ones"}, each(shipped, attempts)),
		central(Row{ID: "C16c", Title: "calibration: callers with an attempt that failed, where 23 % call again and 72 % of the second platform work", Source: source, Reference: 12_392,
			Unit: "callers"}, each(refitted, failing)),
		central(Row{ID: "C16d", Title: "calibration: failed attempts of such a caller, there", Source: source, Reference: 14_000.0 / 12_392, Unit: "attempts"}, each(refitted, attempts)),
	}, nil
}

// failure is callers with an attempt that failed, their failed attempts on average, and the longest time in which nobody was answered [min].
type failure struct{ failing, attempts, silence float64 }

func outage(rec *trace.Recording) failure {
	c := listen(rec, clock(6, 24), clock(16, 56))
	return failure{float64(c.failing), float64(c.failed) / float64(max(1, c.failing)), silence(rec) / 60}
}

// silence is the longest time between an answer and the next one [s].
func silence(rec *trace.Recording) float64 {
	answered := make([]sim.Time, 0, len(rec.Requests))
	for _, i := range rec.Calls() {
		if at := rec.Requests[i].Steps[model.StepAnswered]; at != sim.Never {
			answered = append(answered, at)
		}
	}
	return longestGap(answered)
}
