package trace

import (
	"math/rand/v2"

	"cascata/model"
	"cascata/sim"
)

// longRecords are n records at instants 0, 1, 2, ..., of every kind, with causes, from three processes.
func longRecords(s *Stage, n int, seed uint64) []model.Record {
	rnd := rand.New(rand.NewPCG(seed, 1))
	levels := make([]model.Level, len(s.Entities))
	counts := [3]uint32{}
	records := make([]model.Record, 0, n)
	for i := range n {
		e := rnd.IntN(len(s.Entities))
		kind := model.ChangeKind(1 + rnd.IntN(int(model.KindDeadline)))
		if rnd.IntN(2) == 0 {
			kind, e = model.KindService, rnd.IntN(s.Assets)
		}
		c := model.Change{Kind: kind, Entity: model.EntityID(e), From: levels[e], To: model.Level(rnd.IntN(5)) * model.Full / 4}
		levels[e] = c.To
		c.Why = model.Why{Code: model.WhyCode(rnd.IntN(int(model.WhyCampaignBlocked) + 1)), Other: model.EntityID(rnd.IntN(len(s.Entities)+1) - 1),
			Need: model.NeedID(rnd.IntN(len(s.Needs)+1) - 1), Amount: rnd.Int64N(1e13)}
		for j := rnd.IntN(4); j > 0 && i > 0; j-- {
			c.Add(records[max(0, i-1-rnd.IntN(100))].ID, model.CauseKind(1+rnd.IntN(7)))
		}
		p := rnd.IntN(3)
		counts[p]++
		records = append(records, model.Record{At: sim.Time(i), ID: sim.RecordID{Process: sim.ProcessID(p), N: counts[p]}, Value: c})
	}
	return records
}

func longRecording(s *Stage, n int, seed uint64) *Recording {
	rec := s.Recorder()
	if err := rec.Observe(longRecords(s, n, seed)); err != nil {
		panic(err)
	}
	return rec.Finish(sim.Time(n))
}
