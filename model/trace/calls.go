package trace

import (
	"bufio"
	"io"
	"strconv"

	"cascata/model"
	"cascata/sim"
)

// Calls are the positions in Requests of the calls, which patients are not.
func (r *Recording) Calls() []int {
	var list []int
	for i := range r.Requests {
		if r.Requests[i].IsCall() {
			list = append(list, i)
		}
	}
	return list
}

// IsCall reports whether a request is a call to 112 and not a patient.
func (q *Request) IsCall() bool { return q.Sort < model.RequestPatient }

// SortName is a sort of request as files have it.
func SortName(s model.RequestSort) string {
	return named([]string{"", "voice", "pocket", "ecall", "ecall-by-hand", "ecall-private", "alarm", "flood", "patient"}, int(s))
}

// OutcomeName is an outcome as files have it.
func OutcomeName(o model.Outcome) string {
	return named([]string{"open", "answered", "elsewhere", "abandoned", "blocked", "lost", "treated", "left", "transferred"}, int(o))
}

// DataName is the state of an eCall's data as files have it; empty for a request without.
func DataName(d model.DataState) string {
	return named([]string{"", "delivered", "no-location", "missing"}, int(d))
}

func named(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return strconv.Itoa(i)
}

// callSteps are the steps of a call in the order of their columns.
func callSteps() []model.Step {
	return []model.Step{model.StepConnected, model.StepAnswered, model.StepEnded, model.StepDispatched, model.StepOnScene, model.StepArrived, model.StepSeen}
}

// WriteCalls writes the calls as CSV, one a line, in the order of their triggers. Empty: none, or not reached. docs/emergency.md explains
// the columns.
func (r *Recording) WriteCalls(w io.Writer) error {
	b := bufio.NewWriter(w)
	_, _ = b.WriteString("number,t_s,sort,district,outcome,data,category,attempts,asset,unit,connected_s,answered_s,ended_s,dispatched_s," +
		"on_scene_s,arrived_s,handed_over_s,cause,wanted,units,first_s,complete_s,rung_back_s,moved_up\n") // the error of a bufio.Writer stays and is returned below
	var line []byte
	for i := range r.Requests {
		if q := &r.Requests[i]; q.IsCall() {
			line = r.appendCall(line[:0], i+1, q)
			_, _ = b.Write(line)
		}
	}
	return b.Flush()
}

func (r *Recording) appendCall(b []byte, n int, q *Request) []byte {
	b = strconv.AppendInt(b, int64(n), 10)
	b = appendSeconds(append(b, ','), q.Steps[model.StepTrigger])
	b = append(append(b, ','), SortName(q.Sort)...)
	b = appendField(append(b, ','), r.Districts[q.District].Name)
	b = append(append(b, ','), OutcomeName(q.Outcome)...)
	b = append(append(b, ','), DataName(q.Data)...)
	b = appendCount(append(b, ','), int64(q.Category))
	b = strconv.AppendInt(append(b, ','), int64(q.Attempts), 10)
	for _, a := range []model.AssetID{q.Asset, q.Unit} {
		b = append(b, ',')
		if a != model.Absent {
			b = appendField(b, r.Name(a.Entity()))
		}
	}
	b = appendSteps(b, q, callSteps())
	for _, n := range []int64{int64(q.Cause), int64(q.Wanted), int64(q.Units)} {
		b = appendCount(append(b, ','), n)
	}
	b = appendSteps(b, q, []model.Step{model.StepFirst, model.StepComplete, model.StepRungBack})
	if b = append(b, ','); q.Marks&model.MarkMovedUp > 0 {
		b = append(b, "yes"...)
	}
	return append(b, '\n')
}

func appendSteps(b []byte, q *Request, steps []model.Step) []byte {
	for _, step := range steps {
		b = append(b, ',')
		if at := q.Steps[step]; at != sim.Never {
			b = appendSeconds(b, at)
		}
	}
	return b
}

// appendCount is a number that is empty when 0.
func appendCount(b []byte, n int64) []byte {
	if n == 0 {
		return b
	}
	return strconv.AppendInt(b, n, 10)
}
