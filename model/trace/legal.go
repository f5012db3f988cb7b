package trace

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"cascata/model"
	"cascata/sim"
)

// ClockStatus is how a legal clock ended. A clock has exactly one.
type ClockStatus uint8

// The statuses.
const (
	ClockOpen   ClockStatus = iota // not due yet at the end of the run, and nothing was sent
	ClockMet                       // sent in time
	ClockLate                      // sent after it was due
	ClockMissed                    // due, and nothing was sent by the end of the run
)

// String is the status as files have it.
func (s ClockStatus) String() string {
	return [...]string{"open", "met", "late", "missed"}[min(s, ClockMissed)]
}

// LegalClock is a duty to report of one incident of one operator, as the Changes of kind deadline tell it.
type LegalClock struct {
	Entity   model.EntityID // the operator's duty
	Operator model.OperatorID
	Duty     string // "nis2-early-warning"
	Trigger  int32  // number of the Change that started it: awareness, a loss of service, an entry of the data ledger, another report
	Started  sim.Time
	Due      sim.Time // Never: once the incident is over, which it is not yet
	Sent     sim.Time // Never: not in this run
	Status   ClockStatus
	Evidence []int32 // numbers of the Changes that bear on it, ascending: its own and their causes
}

// LegalClocks are the legal clocks of the run, in the order in which they started.
func (r *Recording) LegalClocks() []LegalClock {
	var list []LegalClock
	row := map[int32]int{} // of a clock, by the number of its first Change
	for i := range r.Changes {
		c := &r.Changes[i]
		if c.Kind != model.KindDeadline || r.Entities[c.Entity].Sort != model.SortDuty {
			continue
		}
		n, causes := int32(i+1), r.Causes(i+1)
		at, known := 0, false
		if len(causes) > 0 {
			at, known = row[causes[0].Number]
		}
		if !known || list[at].Entity != c.Entity {
			if c.Why.Code != model.WhyClockStarted {
				continue
			}
			at = len(list)
			row[n] = at
			list = append(list, r.clockOf(i+1))
		}
		list[at].follow(n, c, causes)
	}
	for i := range list {
		slices.Sort(list[i].Evidence)
		list[i].Evidence = slices.Compact(list[i].Evidence)
	}
	return list
}

// clockOf is the clock that Change n starts. It runs from the instant of what started it where that is an awareness or
// another report, else from the instant at which it was known.
func (r *Recording) clockOf(n int) LegalClock {
	c := r.Change(n)
	e := &r.Entities[c.Entity]
	k := LegalClock{Entity: c.Entity, Operator: e.Operator, Duty: e.Name[strings.LastIndexByte(e.Name, '/')+1:], Started: c.At, Sent: sim.Never}
	if causes := r.Causes(n); len(causes) > 0 {
		k.Trigger = causes[0].Number
		if t := r.Change(int(k.Trigger)); t.Kind == model.KindAwareness || t.Kind == model.KindDeadline && c.Why.Amount > 0 {
			k.Started = t.At
		}
	}
	return k
}

// follow takes over what Change n says about the clock.
func (k *LegalClock) follow(n int32, c *Change, causes []Cause) {
	switch c.Why.Code {
	case model.WhyClockStarted:
		k.Due = c.At.Add(time.Duration(c.Why.Amount))
	case model.WhyReportSent:
		k.Sent, k.Status = c.At, ClockMet
	case model.WhyReportLate:
		k.Sent, k.Status = c.At, ClockLate
	case model.WhyDeadlinePassed:
		k.Status = ClockMissed
	case model.WhyStillRunning:
		k.Due = sim.Never
	}
	k.Evidence = append(k.Evidence, n)
	for _, cause := range causes {
		k.Evidence = append(k.Evidence, cause.Number)
	}
}

// WriteLaw writes the legal clocks as CSV, a line per clock:
// operator,regimes,duty,trigger,started_s,due_s,sent_s,due,status,evidence. trigger and evidence are numbers of Changes; due is
// the same instant on the calendar; what there is not in this run is empty.
func (r *Recording) WriteLaw(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	b.WriteString("operator,regimes,duty,trigger,started_s,due_s,sent_s,due,status,evidence\n")
	var line []byte
	for _, k := range r.LegalClocks() {
		o := r.Operators[k.Operator]
		line = appendField(line[:0], o.Name)
		line = appendField(append(line, ','), o.Regime)
		line = appendField(append(line, ','), k.Duty)
		line = strconv.AppendInt(append(line, ','), int64(k.Trigger), 10)
		for _, t := range []sim.Time{k.Started, k.Due, k.Sent} {
			if line = append(line, ','); t != sim.Never {
				line = appendSeconds(line, t)
			}
		}
		line = appendField(append(line, ','), r.Date(k.Due))
		line = append(append(line, ','), k.Status.String()...)
		line = append(line, ',')
		for i, n := range k.Evidence {
			if i > 0 {
				line = append(line, ' ')
			}
			line = strconv.AppendInt(line, int64(n), 10)
		}
		b.Write(append(line, '\n'))
	}
	return b.Flush()
}

// Date is an instant on the calendar of a run that says on which date it starts, "2026-02-28T09:12:00"; else empty.
func (r *Recording) Date(t sim.Time) string {
	const layout = "2006-01-02T15:04:05"
	start, err := time.Parse(layout, r.Header.Start)
	if err != nil || t == sim.Never {
		return ""
	}
	return start.Add(time.Duration(t)).Format(layout)
}
