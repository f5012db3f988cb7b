package scene

import (
	"slices"
	"strconv"

	"cascata/model"
	"cascata/model/resilience"
	"cascata/model/trace"
)

// tally is what had become of 112 calls by an instant, pocket calls and floods apart.
type tally struct {
	waiting         int // now, floods included
	reached, prompt int // reached a PSAP and were answered or gave up; of these answered within 10 s
	lost            int // nobody answered: no network, no line, hung up
	ambulances      [3][]float64
}

// calls draws nothing for a run without single calls.
func (d *drawing) calls() []indicator {
	var n tally
	any := false
	for i := range d.rec.Requests {
		if q := &d.rec.Requests[i]; q.IsCall() {
			any = true
			if q.Sort != model.RequestPocket && q.Steps[model.StepTrigger] <= d.t {
				n.add(d, q)
			}
		}
	}
	if !any {
		return nil
	}
	note := strconv.Itoa(n.lost) + " lost"
	if n.reached > 0 {
		note = Percent(float64(n.prompt)/float64(n.reached)) + " in 10 s; " + note
	}
	return []indicator{{"waiting", "112 WAITING", Count(int64(n.waiting)), note, n.waiting > 0}, n.response()}
}

func (n *tally) add(d *drawing, q *trace.Request) {
	connected, answered, ended, scene := q.Steps[model.StepConnected], q.Steps[model.StepAnswered], q.Steps[model.StepEnded], q.Steps[model.StepOnScene]
	done := min(answered, ended)
	if connected <= d.t && done > d.t {
		n.waiting++
	}
	if q.Sort == model.RequestFlood {
		return
	}
	switch {
	case answered <= d.t:
		n.reached++
		if answered.Sub(connected).Seconds() <= 10 {
			n.prompt++
		}
		if scene <= d.t && int(q.Category) < len(n.ambulances) && d.kindName(q.Unit) == "emergency/ambulance-station" {
			n.ambulances[q.Category] = append(n.ambulances[q.Category], scene.Sub(answered).Minutes())
		}
	case ended <= d.t && q.Outcome != model.OutcomeOpen:
		n.lost++
		if connected <= d.t {
			n.reached++
		}
	}
}

func (d *drawing) kindName(a model.AssetID) string {
	if a == model.Absent {
		return ""
	}
	return d.rec.Kinds[d.rec.Entities[a].Kind].Name
}

// response is how long ambulances of categories 1 and 2 took so far: half of them, and 90 % of them.
func (n *tally) response() indicator {
	k := indicator{id: "ambulance", label: "AMBULANCE 1 / 2", value: "-", note: "none at a scene yet"}
	at := func(category int, p float64) string {
		list := n.ambulances[category]
		if len(list) == 0 {
			return "-"
		}
		slices.Sort(list)
		return oneDecimal(resilience.Quantile(list, p))
	}
	if len(n.ambulances[1])+len(n.ambulances[2]) > 0 {
		k.value = at(1, 0.5) + " / " + at(2, 0.5) + " min"
		k.note = "90 % in " + at(1, 0.9) + " / " + at(2, 0.9) + " min"
	}
	return k
}

// silent is how many people no network carries, not even to 112.
func (d *drawing) silent() int64 {
	sum := 0.0
	for _, e := range resilience.Reach(d.rec) {
		sum += float64(float64(d.rec.Residents[d.rec.Entities[e].District]) * lost(d.now.raw[e].Level))
	}
	return int64(sum + 0.5)
}
