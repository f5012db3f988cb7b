package report

import (
	"fmt"
	"slices"
	"time"

	"cascata/model"
	"cascata/model/trace"
	"cascata/render/scene"
	"cascata/sim"
)

// ward is the row of a hospital in the table of emergency departments.
type ward struct {
	Hospital                              string
	All, Treated, Left, Transferred, From int
	Median, Most, Diversion               string
	waits                                 []time.Duration
}

// wards are the hospitals that patients came to, in the order of their names; none when the run has no patients.
func wards(rec *trace.Recording, names *scene.Names) []ward {
	rows := make([]*ward, rec.Assets)
	for i := range rec.Requests {
		q := &rec.Requests[i]
		if q.Sort != model.RequestPatient || q.Asset < 0 {
			continue
		}
		if rows[q.Asset] == nil {
			rows[q.Asset] = &ward{Hospital: names.Of(q.Asset.Entity())}
		}
		rows[q.Asset].add(q)
	}
	diverted := diversions(rec)
	var list []ward
	for a, w := range rows {
		if w == nil {
			continue
		}
		slices.Sort(w.waits)
		w.Median, w.Most = w.quantile(0.5), w.quantile(0.9)
		w.Diversion = fmt.Sprintf("%.1f", diverted[a].Hours())
		list = append(list, *w)
	}
	return list
}

func (w *ward) add(q *trace.Request) {
	w.All++
	if q.Attempts > 1 {
		w.From++
	}
	if seen := q.Steps[model.StepSeen]; seen != sim.Never {
		w.waits = append(w.waits, seen.Sub(q.Steps[model.StepArrived]))
	}
	switch q.Outcome {
	case model.OutcomeTreated:
		w.Treated++
	case model.OutcomeLeft:
		w.Left++
	case model.OutcomeTransfer:
		w.Transferred++
	}
}

// quantile is the wait that a share of those who were seen do not exceed [min].
func (w *ward) quantile(share float64) string {
	n := len(w.waits)
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f", w.waits[min(int(share*float64(n)), n-1)].Minutes())
}

// diversions is how long each asset sent ambulances elsewhere.
func diversions(rec *trace.Recording) []time.Duration {
	sum := make([]time.Duration, rec.Assets)
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if c.Entity < 0 || int(c.Entity) >= rec.Assets {
			continue
		}
		rest := rec.Header.End.Sub(c.At)
		switch c.Why.Code {
		case model.WhyDiverts, model.WhyDivertsCrowd:
			sum[c.Entity] += rest
		case model.WhyAccepts:
			sum[c.Entity] -= rest
		}
	}
	return sum
}
