package trace

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/sim"
)

// WritePatients writes the patients of emergency departments as CSV, a line per patient and hospital:
// patient,t_s,district,hospital,category,hospitals_tried,by,outcome,arrived_s,seen_s,left_s,from,change. patient is the number of the request, from
// that of the request it follows from (a call, or the same person at another hospital), change the Change that made it or that
// made it fail; what was not reached, or is not there, is empty.
func (r *Recording) WritePatients(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	b.WriteString("patient,t_s,district,hospital,category,hospitals_tried,by,outcome,arrived_s,seen_s,left_s,from,change\n")
	var line []byte
	for i := range r.Requests {
		q := &r.Requests[i]
		if q.Sort != model.RequestPatient {
			continue
		}
		line = strconv.AppendInt(line[:0], int64(i+1), 10)
		line = appendSeconds(append(line, ','), q.Steps[model.StepTrigger])
		line = appendField(append(line, ','), r.districtName(q.District))
		line = appendField(append(line, ','), r.Name(q.Asset.Entity()))
		line = strconv.AppendInt(append(line, ','), int64(q.Category), 10)
		line = strconv.AppendInt(append(line, ','), int64(q.Attempts), 10)
		line = appendField(append(line, ','), q.means())
		line = appendField(append(line, ','), patientOutcome(q.Outcome))
		for _, s := range []model.Step{model.StepArrived, model.StepSeen, model.StepLeft} {
			if line = append(line, ','); q.Steps[s] != sim.Never {
				line = appendSeconds(line, q.Steps[s])
			}
		}
		line = appendNumber(append(line, ','), q.Parent)
		line = appendNumber(append(line, ','), q.Cause)
		b.Write(append(line, '\n'))
	}
	return b.Flush()
}

// means is how a patient came.
func (q *Request) means() string {
	if q.Steps[model.StepOnScene] != sim.Never {
		return "ambulance"
	}
	return "foot"
}

func (q *Request) how() string {
	if q.means() == "foot" {
		return "on foot"
	}
	return "by ambulance"
}

// appendNumber appends a number from 1, or nothing for 0.
func appendNumber(b []byte, n int32) []byte {
	if n == 0 {
		return b
	}
	return strconv.AppendInt(b, int64(n), 10)
}

func (r *Recording) districtName(d model.DistrictID) string {
	if d < 0 || int(d) >= len(r.Districts) {
		return ""
	}
	return r.Districts[d].Name
}

// patientOutcome is the word for how a patient's visit ended.
func patientOutcome(o model.Outcome) string {
	switch o {
	case model.OutcomeTreated:
		return "treated"
	case model.OutcomeLeft:
		return "left"
	case model.OutcomeTransfer:
		return "transferred"
	}
	return "inside"
}

// patientNames begin the name of a patient in Explain.
const patientNames = "patient/"

// Beat is a step of a story.
type Beat struct {
	At   sim.Time
	Text string
}

// explainPatient tells the story of a patient by the number of the request, as patients.csv has it.
func (r *Recording) explainPatient(name string) (*Explanation, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(name, patientNames))
	if err != nil || n < 1 || n > len(r.Requests) || r.Requests[n-1].Sort != model.RequestPatient {
		return nil, fmt.Errorf("there is no patient %q: patients.csv has their numbers%s", name, r.somePatient())
	}
	q := &r.Requests[n-1]
	x := &Explanation{Subject: name, Title: "Patient " + strconv.Itoa(n), Clock: r.Clock(), Since: q.Steps[model.StepTrigger], At: r.Header.End,
		State: r.patientState(q), Change: int(q.Cause), Story: r.patientStory(q)}
	if at := q.Steps[model.StepLeft]; at != sim.Never {
		x.At = at
	}
	if x.Change > 0 {
		r.trace(x)
	}
	return x, nil
}

// somePatient names the first one as an example.
func (r *Recording) somePatient() string {
	for i := range r.Requests {
		if r.Requests[i].Sort == model.RequestPatient {
			return ", the first is " + patientNames + strconv.Itoa(i+1)
		}
	}
	return "; this run has none"
}

func (r *Recording) patientState(q *Request) string {
	left, seen, arrived := q.Steps[model.StepLeft], q.Steps[model.StepSeen], q.Steps[model.StepArrived]
	place := r.Title(q.Asset.Entity())
	switch {
	case q.Outcome == model.OutcomeTreated:
		return "treated at " + place + ", seen " + Span(seen.Sub(arrived)) + " after arrival"
	case q.Outcome == model.OutcomeLeft && left > arrived:
		return "left " + place + " without being seen, " + Span(left.Sub(arrived)) + " after arrival"
	case q.Outcome == model.OutcomeLeft:
		return "turned away at " + place + ", which had no room or was closed"
	case q.Outcome == model.OutcomeTransfer:
		return "taken from " + place + " to another hospital"
	case seen != sim.Never:
		return "in treatment at " + place
	case arrived != sim.Never:
		return "waiting at " + place
	}
	return "on the way to " + place
}

// patientStory is the way of a patient, step by step.
func (r *Recording) patientStory(q *Request) []Beat {
	urgency := [...]string{"", "life at risk", "very urgent", "urgent", "less urgent"}
	place := r.Title(q.Asset.Entity())
	first := fmt.Sprintf("needs help in %s: category %d (%s)", r.districtTitle(q.District), q.Category, urgency[min(int(q.Category), len(urgency)-1)])
	if q.Attempts > 1 {
		first += ", sent on: " + place + fmt.Sprintf(" is hospital number %d", q.Attempts)
	}
	if q.Parent > 0 {
		parent := &r.Requests[q.Parent-1]
		what := "call/"
		if parent.Sort == model.RequestPatient {
			what = patientNames
		}
		first += ", after " + what + strconv.Itoa(int(q.Parent))
	}
	list := []Beat{{q.Steps[model.StepTrigger], first}}
	for _, s := range []struct {
		step model.Step
		text string
	}{{model.StepArrived, "arrives at " + place + " " + q.how()}, {model.StepSeen, "is seen and treated"}, {model.StepLeft, r.patientState(q)}} {
		if at := q.Steps[s.step]; at != sim.Never {
			list = append(list, Beat{at, s.text})
		}
	}
	return list
}

func (r *Recording) districtTitle(d model.DistrictID) string {
	if d < 0 || int(d) >= len(r.Districts) {
		return "the city"
	}
	return r.Districts[d].Title
}

// writeStory writes a story, step by step, and the chain of what it can be blamed on.
func (x *Explanation) writeStory(b *bufio.Writer) {
	fmt.Fprintf(b, "\n\nWhat happened\n")
	for _, m := range x.Story {
		fmt.Fprintf(b, "  %s  %s\n", x.Clock.Second(m.At), m.Text)
	}
	x.writeChain(b)
	x.writeCone(b)
}
