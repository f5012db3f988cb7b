package report

import (
	"cmp"
	"slices"
	"strconv"

	"cascata/model"
	"cascata/model/emergency"
	"cascata/model/trace"
	"cascata/render/scene"
)

// unansweredRow is callers whom nobody answered for the same reason.
type unansweredRow struct {
	What, Where, Root, Example string
	Callers, ECalls            int
}

// mostUnanswered is how many rows there are at most; what is left is one row more.
const mostUnanswered = 12

// unansweredKey is what callers share: how it ended, the kind of what failed, and the first cause.
type unansweredKey struct {
	outcome model.Outcome
	kind    model.KindID
	root    model.EntityID
}

// unanswered gathers the callers whom nobody answered by cause, without pocket calls and floods, most callers first.
func unanswered(rec *trace.Recording, names *scene.Names) []unansweredRow {
	var order []unansweredKey
	rows := map[unansweredKey]*unansweredRow{}
	for _, i := range rec.Calls() {
		q := &rec.Requests[i]
		if q.Sort == model.RequestPocket || q.Sort == model.RequestFlood {
			continue
		}
		if q.Outcome != model.OutcomeLost && q.Outcome != model.OutcomeBlocked && q.Outcome != model.OutcomeAbandoned {
			continue
		}
		k := keyOf(rec, q)
		r, ok := rows[k]
		if !ok {
			r = describe(rec, names, k)
			r.Example = "call/" + strconv.Itoa(i+1)
			rows[k], order = r, append(order, k)
		}
		r.Callers++
		if q.Data != model.DataNone {
			r.ECalls++
		}
	}
	list := make([]unansweredRow, len(order))
	for i, k := range order {
		list[i] = *rows[k]
	}
	slices.SortStableFunc(list, func(a, b unansweredRow) int { return cmp.Compare(b.Callers, a.Callers) })
	if len(list) > mostUnanswered {
		rest := unansweredRow{What: "all other causes", Where: "-", Root: "-"}
		for _, r := range list[mostUnanswered:] {
			rest.Callers, rest.ECalls = rest.Callers+r.Callers, rest.ECalls+r.ECalls
		}
		list = append(list[:mostUnanswered:mostUnanswered], rest)
	}
	return list
}

func keyOf(rec *trace.Recording, q *trace.Request) unansweredKey {
	k := unansweredKey{q.Outcome, model.Absent, model.Absent}
	if q.Cause == 0 {
		return k
	}
	k.kind = rec.Entities[rec.Change(int(q.Cause)).Entity].Kind
	chain := rec.Chain(int(q.Cause))
	k.root = rec.Change(chain[len(chain)-1]).Entity
	return k
}

func describe(rec *trace.Recording, names *scene.Names, k unansweredKey) *unansweredRow {
	r := &unansweredRow{Where: "-", Root: "none: as on a day like any other"}
	switch k.outcome {
	case model.OutcomeLost:
		r.What = "no network"
	case model.OutcomeBlocked:
		r.What = "no free line"
	default:
		r.What = "hung up while waiting"
	}
	if k.kind != model.Absent {
		r.Where = rec.Kinds[k.kind].Title
	}
	if k.root != model.Absent {
		r.Root = names.Of(k.root)
	}
	return r
}

// logFull reports whether calls came that the record does not hold.
func logFull(rec *trace.Recording) bool { return len(rec.Calls()) >= emergency.LogLimit }
