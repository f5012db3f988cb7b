package trace

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cascata/model"
	"cascata/sim"
)

// explainCall tells the story of request n, from its trigger to its end, with the Change that made it or made it fail.
func (r *Recording) explainCall(name string) (*Explanation, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(name, callPrefix))
	if err != nil || n < 1 || n > len(r.Requests) {
		if len(r.Requests) == 0 {
			return nil, fmt.Errorf("%s: this run has no calls", name)
		}
		return nil, fmt.Errorf("there is no %s: this run has call/1 to call/%d", name, len(r.Requests))
	}
	q := &r.Requests[n-1]
	if !q.IsCall() {
		return nil, fmt.Errorf("%s is no call but a patient: write %s%d", name, patientNames, n)
	}
	x := &Explanation{Subject: name, Title: sortTitle(q.Sort) + " from " + r.Districts[q.District].Title, Clock: r.Clock(), State: outcomeText(q.Outcome),
		At: q.Steps[model.StepTrigger], Since: q.Steps[model.StepTrigger], Story: r.story(n), Change: int(q.Cause)}
	for _, step := range []model.Step{model.StepConnected, model.StepEnded, model.StepAnswered} { // the last one that was reached decided it
		if at := q.Steps[step]; at != sim.Never {
			x.At = at
		}
	}
	if x.Change > 0 {
		r.trace(x)
	}
	return x, nil
}

// callPrefix is what the name of a call begins with.
const callPrefix = "call/"

func sortTitle(s model.RequestSort) string {
	return named([]string{"Request", "Call", "Pocket call", "Automatic eCall", "eCall by hand", "eCall through a private centre", "Fire alarm", "Call of a flood",
		"Patient"}, int(s))
}

func outcomeText(o model.Outcome) string {
	return named([]string{"still under way at the end of the run", "answered", "answered by the neighbouring PSAP", "hung up without an answer", "no line was free",
		"no network was reached", "treated", "left without being seen", "taken to another hospital"}, int(o))
}

// story is what happened to request n, in order of time.
func (r *Recording) story(n int) []Beat {
	q := &r.Requests[n-1]
	var out []Beat
	last := q.Steps[model.StepTrigger]
	add := func(at sim.Time, format string, args ...any) {
		if at != sim.Never {
			text := fmt.Sprintf(format, args...)
			if at > last {
				text += " (" + Span(at.Sub(last).Round(time.Second)) + " later)"
			}
			out, last = append(out, Beat{at, text}), at
		}
	}
	begin := "begins: " + sortTitle(q.Sort) + " from " + r.Districts[q.District].Title
	if q.Parent > 0 {
		begin += fmt.Sprintf("; about the same as call/%d", q.Parent)
	}
	if q.Cause > 0 && !r.failedBy(q) {
		begin += fmt.Sprintf("; brought about by #%d", q.Cause)
	}
	add(q.Steps[model.StepTrigger], "%s", begin)
	r.callBeats(q, add)
	r.unitBeats(n, add)
	return out
}

// failedBy reports whether the cause of a call is what made it fail and not what made somebody call: a network, or the PSAP and what it works with.
func (r *Recording) failedBy(q *Request) bool {
	if q.Outcome == model.OutcomeAnswered || q.Cause == 0 {
		return false
	}
	sector := r.Entities[r.Change(int(q.Cause)).Entity].Sector
	return q.Outcome == model.OutcomeLost || sector >= 0 && r.Sectors[sector].Name == "emergency"
}

// paper says that a call was handled without computer-aided dispatch: half of its level or less was left, as in package emergency.
func (r *Recording) paper(at sim.Time) string {
	last := 0
	for n := 1; n <= r.Until(at); n++ {
		c := r.Change(n)
		if c.Kind == model.KindService && int(c.Entity) < r.Assets && r.Kinds[r.Entities[c.Entity].Kind].Name == "emergency/cad" {
			last = n
		}
	}
	if last == 0 || r.Change(last).To > model.Full/2 {
		return ""
	}
	return fmt.Sprintf("; on paper, because of #%d", last)
}

// patientOf is the patient whom the unit of call n brought to a hospital; 0 if there is none.
func (r *Recording) patientOf(n int) int {
	for i := range r.Requests {
		if q := &r.Requests[i]; int(q.Parent) == n && q.Sort == model.RequestPatient {
			return i + 1
		}
	}
	return 0
}

func attempts(n uint8) string {
	if n == 1 {
		return "one attempt"
	}
	return fmt.Sprintf("%d attempts", n)
}

// callBeats are the steps up to the end of the call.
func (r *Recording) callBeats(q *Request, add func(at sim.Time, format string, args ...any)) {
	data := map[model.DataState]string{model.DataDelivered: ", its data received", model.DataNoLocation: ", its data received but without a position to trust",
		model.DataMissing: ", without its data"}[q.Data]
	add(q.Steps[model.StepConnected], "put through at attempt %d%s", q.Attempts, data)
	at, paper := "the neighbouring PSAP", ""
	if q.Asset != model.Absent {
		at = r.Title(q.Asset.Entity())
		if q.Steps[model.StepAnswered] != sim.Never {
			paper = r.paper(q.Steps[model.StepAnswered])
		}
	}
	category := ""
	if q.Category > 0 {
		category = fmt.Sprintf("; category %d", q.Category)
	}
	add(q.Steps[model.StepAnswered], "answered by %s%s%s", at, category, paper)
	if q.Steps[model.StepAnswered] == sim.Never {
		because := ""
		if r.failedBy(q) {
			because = fmt.Sprintf(", because of #%d", q.Cause)
		}
		add(q.Steps[model.StepEnded], "%s after %s%s", outcomeText(q.Outcome), attempts(q.Attempts), because)
	}
}

// unitBeats are the end of the call and the steps of the units, which overlap.
func (r *Recording) unitBeats(n int, add func(at sim.Time, format string, args ...any)) {
	q, hospital := &r.Requests[n-1], "at the hospital"
	if p := r.patientOf(n); p > 0 && r.Requests[p-1].Asset != model.Absent {
		hospital = fmt.Sprintf("at %s with %s%d", r.Title(r.Requests[p-1].Asset.Entity()), patientNames, p)
	}
	beats := unitSteps(q, r.unitTitle(q), hospital)
	if q.Steps[model.StepAnswered] != sim.Never {
		beats = append(beats, Beat{q.Steps[model.StepEnded], "call ends"})
	}
	slices.SortStableFunc(beats, func(a, b Beat) int { return cmp.Compare(a.At, b.At) })
	for _, b := range beats {
		add(b.At, "%s", b.Text)
	}
}

// unitSteps are the steps of the units of a call and its call-back, in the order of an undisturbed one; those at sim.Never were not reached.
func unitSteps(q *Request, from, hospital string) []Beat {
	sent, scene := "unit sent from "+from, "unit at the scene"
	if q.Marks&model.MarkMovedUp > 0 {
		sent += ", which had moved up"
	}
	first, complete := sim.Never, sim.Never
	if q.Wanted > 1 {
		sent += fmt.Sprintf(", of %d wanted", q.Wanted)
		first, complete = q.Steps[model.StepFirst], q.Steps[model.StepComplete]
	}
	if first == q.Steps[model.StepOnScene] {
		first = sim.Never // it is the one that is told of anyway
	}
	if q.Marks&model.MarkStoodDown > 0 {
		scene += fmt.Sprintf("; %d of %d units ever went", q.Units, q.Wanted)
	}
	rings := "the PSAP rings back"
	if q.Category > 0 && q.Steps[model.StepAnswered] == sim.Never {
		rings += fmt.Sprintf("; category %d", q.Category)
	}
	return []Beat{{q.Steps[model.StepRungBack], rings}, {q.Steps[model.StepDispatched], sent}, {first, "another unit at the scene first"},
		{q.Steps[model.StepOnScene], scene}, {complete, fmt.Sprintf("all %d units at the scene", q.Wanted)}, {q.Steps[model.StepArrived], hospital},
		{q.Steps[model.StepSeen], "patient handed over"}, {q.Steps[model.StepLeft], "leaves"}}
}

func (r *Recording) unitTitle(q *Request) string {
	if q.Unit == model.Absent {
		return "its base"
	}
	return r.Title(q.Unit.Entity())
}
