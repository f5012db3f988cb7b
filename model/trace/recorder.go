package trace

import (
	"fmt"
	"slices"

	"cascata/model"
	"cascata/sim"
)

// Recorder turns the records of a run into a Recording while the run goes on. It is the observer of a sim.Engine and must be
// fed by one goroutine.
type Recorder struct {
	out     *Recording
	recent  recent
	people  *people
	numbers [][]int32 // numbers[process][count-1] is the number of a record
	now     sim.Time  // instant of the latest record
	open    bool      // the instant has moves that are not settled yet

	entities, needs int // of the stage
}

func (r *Recorder) name(e model.EntityID) string {
	r.out.complete()
	return r.out.Name(e)
}

// NewRecorder is a recorder for one run. For many replications make one Stage and use its Recorder.
func NewRecorder(roster *model.Roster) *Recorder { return NewStage(roster).Recorder() }

// Recorder is a recorder of one run on this stage.
func (s *Stage) Recorder() *Recorder {
	rec := &Recorder{out: &Recording{Stage: s, Header: s.head, Parameters: s.defaults}, people: newPeople(s)}
	rec.entities, rec.needs = s.size()
	rec.people.begin(rec.out)
	return rec
}

// Observe takes records in (time, process, count) order, each once; it is made for sim.Options.Observe and keeps nothing of
// the batch. An error names the record that breaks the contract.
func (r *Recorder) Observe(batch []model.Record) error {
	for i := range batch {
		if err := r.observe(&batch[i]); err != nil {
			return fmt.Errorf("trace: record %d of process %d at %v: %w", batch[i].ID.N, batch[i].ID.Process, batch[i].At, err)
		}
	}
	return nil
}

func (r *Recorder) observe(rec *model.Record) error {
	if rec.At < r.now {
		return fmt.Errorf("comes after one of %v", r.now)
	}
	if rec.At > r.now {
		r.settle()
		r.now = rec.At
	}
	v := &rec.Value
	if v.Entity < 0 || int(v.Entity) >= r.entities {
		return fmt.Errorf("entity %d does not exist", v.Entity)
	}
	if v.From < model.None || v.From > model.Full || v.To < model.None || v.To > model.Full {
		return fmt.Errorf("level of %q outside 0 to 1: %d to %d", r.name(v.Entity), v.From, v.To)
	}
	if w := &v.Why; w.Other < model.Absent || int(w.Other) >= r.entities || w.Need < model.Absent || int(w.Need) >= r.needs {
		return fmt.Errorf("the reason %d of %q names entity %d and need %d, which do not exist", w.Code, r.name(v.Entity), w.Other, w.Need)
	}
	k := &r.recent
	first := len(k.causes)
	if err := r.link(v); err != nil {
		return err
	}
	k.changes = append(k.changes, Change{
		At: rec.At, Entity: v.Entity, From: v.From, To: v.To, Kind: v.Kind, Why: v.Why,
		first: int32(first), causes: uint8(len(k.causes) - first),
	})
	if v.Kind == model.KindService && int(v.Entity) < r.out.Assets {
		r.people.set(model.AssetID(v.Entity), v.To)
		r.open = true
	}
	if err := r.number(rec.ID); err != nil {
		return err
	}
	k.count++
	if len(k.changes) == packSize {
		k.pack(r.entities, r.needs)
	}
	return nil
}

// link translates the causes into numbers.
func (r *Recorder) link(v *model.Change) error {
	for _, c := range v.Causes {
		if c.Ref == (sim.RecordID{}) {
			break
		}
		n, err := r.numberOf(c.Ref)
		if err != nil {
			return err
		}
		r.recent.causes = append(r.recent.causes, Cause{Number: n, Kind: c.Kind})
	}
	return nil
}

// number gives the record just taken the next number.
func (r *Recorder) number(id sim.RecordID) error {
	p := int(id.Process)
	if p < 0 {
		return fmt.Errorf("process number below 0")
	}
	if p >= len(r.numbers) {
		r.numbers = slices.Grow(r.numbers, p+1-len(r.numbers))[:p+1]
	}
	if want := len(r.numbers[p]) + 1; int(id.N) != want {
		return fmt.Errorf("record %d of the process was expected", want)
	}
	r.numbers[p] = append(r.numbers[p], int32(r.recent.count)+1)
	return nil
}

func (r *Recorder) settle() {
	if r.open {
		r.people.settle(r.now, r.out)
		r.open = false
	}
}

// Finish ends the recording at the instant end and hands it over; the recorder is spent. The caller completes the Header:
// program, scenario, seed, replication, start and horizon.
func (r *Recorder) Finish(end sim.Time) *Recording {
	r.settle()
	out, recent, entities, needs := r.out, r.recent, r.entities, r.needs
	end = max(end, r.now)
	*r = Recorder{}
	out.complete()
	if err := recent.unpack(out, entities, needs); err != nil {
		panic(fmt.Sprintf("trace: Changes packed a moment ago cannot be read: %v", err))
	}
	out.Header.End, out.Header.Horizon = end, end
	return out
}
