package trace

import (
	"fmt"
	"time"

	"cascata/model"
	"cascata/sim"
)

// Example is a small invented recording for tests and documentation: three districts, a dozen assets, and a breach that
// leads from a phishing mail through an opened substation and an empty battery to lost service, and back. Everything in it
// is made up (SYNTHETIC).
func Example() *Recording { return tale(exampleRoster()) }

// ExampleSpared is Example in a town where only health is essential: people lose power, telephone and water, and nobody is affected.
func ExampleSpared() *Recording {
	roster := exampleRoster()
	for i := range roster.City.Sectors {
		s := &roster.City.Sectors[i]
		s.Essential = s.Name == "health"
	}
	return tale(roster)
}

func tale(roster *model.Roster) *Recording {
	s := &story{roster: roster}
	s.rec = NewRecorder(s.roster)
	s.tell()
	out := s.rec.Finish(sim.Time(24 * time.Hour))
	out.Header.Program = "cascata example"
	out.Header.Scenario, out.Header.ScenarioTitle = "example", "A breach in an invented town"
	out.Header.Seed, out.Header.Replication = 1, 0
	out.Header.Start = "2026-01-14 08:00"
	return out
}

// story emits the Changes of the example in order, all from process 0, so that Change number n has RecordID{0, n}.
type story struct {
	roster *model.Roster
	rec    *Recorder
	count  uint32
}

// because is the causes of a Change: numbers with the kind of the first.
func because(kind model.CauseKind, numbers ...uint32) []model.Cause {
	var out []model.Cause
	for _, n := range numbers {
		out = append(out, model.Cause{Ref: sim.RecordID{N: n}, Kind: kind})
	}
	return out
}

func (s *story) at(at time.Duration, kind model.ChangeKind, entity string, from, to float64, why model.Why, causes []model.Cause) {
	s.count++
	c := model.Change{Kind: kind, Entity: s.id(entity), From: model.LevelOf(from), To: model.LevelOf(to), Why: why}
	copy(c.Causes[:], causes)
	err := s.rec.Observe([]model.Record{{At: sim.Time(at), ID: sim.RecordID{N: s.count}, Value: c}})
	if err != nil {
		panic(fmt.Sprintf("the example breaks its own rules: %v", err))
	}
}

func (s *story) id(name string) model.EntityID {
	for e := range s.roster.Len() {
		if s.roster.Name(model.EntityID(e)) == name {
			return model.EntityID(e)
		}
	}
	panic("the example has nothing called " + name)
}

func (s *story) why(code model.WhyCode, other string, need model.NeedID, amount int64) model.Why {
	w := model.Why{Code: code, Other: model.Absent, Need: need, Amount: amount}
	if other != "" {
		w.Other = s.id(other)
	}
	return w
}

// The needs of the example, by position in exampleCity.
const (
	needHospital = iota // of health/hospital-01
	needSite            // of telecom/site-01
	_                   // of telecom/site-02
	needPump            // of water/pump-01
)

func (s *story) tell() {
	const none = model.Absent
	const campaign, office, scada, sub = "campaign/grid", "dso/office/mail", "dso/control/scada", "power/substation-01"
	h := func(hours float64) time.Duration { return time.Duration(hours * float64(time.Hour)) }
	cmd, all, buf, rep := model.CauseCommand, model.CauseAll, model.CauseBuffer, model.CauseRepair

	// The n-th line is Change n; the numbers in because() are those of its causes.
	s.at(h(0.5), model.KindFoothold, campaign, 0, 1, s.why(model.WhyCampaignStart, "", none, 0), nil)
	s.at(h(2), model.KindFoothold, office, 0, 1, s.why(model.WhyTechnique, office, none, 0), because(cmd, 1))
	s.at(h(3), model.KindFoothold, scada, 0, 0, s.why(model.WhyBlocked, scada, none, 1), because(cmd, 2))
	s.at(h(5), model.KindFoothold, scada, 0, 1, s.why(model.WhyTechnique, scada, none, 1), because(cmd, 2))
	s.at(h(5.5), model.KindDetection, "dso", 0, 0, s.why(model.WhyDetected, scada, none, 1), because(cmd, 4))
	s.at(h(6), model.KindFoothold, scada, 1, 1, s.why(model.WhyTechnique, scada, none, 2), because(cmd, 4))
	s.at(h(6), model.KindCommand, sub, 1, 0, s.why(model.WhyOpened, campaign, none, 0), because(cmd, 6))
	s.at(h(6), model.KindService, sub, 1, 0, s.why(model.WhyCondition, "", none, 0), because(cmd, 7))
	s.at(h(6), model.KindService, "power/load-01", 1, 0, s.why(model.WhyNetworkCut, sub, none, 0), because(all, 8))
	s.at(h(6), model.KindService, "power/load-02", 1, 0.5, s.why(model.WhyNetworkShort, sub, none, 0), because(all, 8))
	s.at(h(6)+time.Second, model.KindSupply, "telecom/site-01", 1, 0, s.why(model.WhyOnBuffer, "power/load-01", needSite, int64(h(4))), because(all, 9))
	s.at(h(6)+time.Second, model.KindSupply, "health/hospital-01", 1, 0, s.why(model.WhyOnBuffer, "power/load-01", needHospital, int64(h(24))), because(all, 9))
	s.at(h(6)+time.Second, model.KindSupply, "water/pump-01", 1, 0.5, s.why(model.WhySupplyLost, "power/load-02", needPump, 0), because(all, 10))
	s.at(h(6)+time.Second, model.KindService, "water/pump-01", 1, 0.5, s.why(model.WhySupplyLost, "power/load-02", needPump, 0), because(all, 13))
	s.at(h(6.25), model.KindAwareness, "dso", 0, 0, s.why(model.WhyAware, "", none, 0), because(model.CauseBehaviour, 5, 9))
	s.at(h(6.5), model.KindDecision, "dso", 0, 0, s.why(model.WhyIsolate, "dso/control", none, 0), because(model.CauseBehaviour, 15))
	s.at(h(6.5), model.KindControl, sub, 1, 0, s.why(model.WhyIsolate, "dso/control", none, 0), because(cmd, 16))
	s.at(h(6.75), model.KindRepair, "dso/crews", 0, 1, s.why(model.WhyCrewSent, sub, none, 0), because(rep, 15, 7))
	s.at(h(8), model.KindData, "dso/store", 0, 0, s.why(model.WhyDataReached, "dso/store", none, 120000), because(cmd, 4))
	s.at(h(10)+time.Second, model.KindSupply, "telecom/site-01", 0, 0, s.why(model.WhyBufferEmpty, "power/load-01", needSite, int64(h(4))), because(buf, 11))
	s.at(h(10)+time.Second, model.KindService, "telecom/site-01", 1, 0, s.why(model.WhyBufferEmpty, "power/load-01", needSite, int64(h(4))), because(buf, 20))
	s.at(h(11), model.KindRepair, "dso/crews", 1, 0, s.why(model.WhyCrewDone, sub, none, int64(h(1))), because(rep, 18))
	s.at(h(11), model.KindCommand, sub, 0, 1, s.why(model.WhyClosed, "dso/crews", none, 0), because(rep, 22))
	s.at(h(11), model.KindService, sub, 0, 1, s.why(model.WhyCondition, "", none, 0), because(cmd, 23))
	s.at(h(11), model.KindService, "power/load-01", 0, 1, s.why(model.WhyNetworkBack, sub, none, 0), because(all, 24))
	s.at(h(11), model.KindService, "power/load-02", 0.5, 1, s.why(model.WhyNetworkBack, sub, none, 0), because(all, 24))
	s.at(h(11)+time.Second, model.KindSupply, "telecom/site-01", 0, 1, s.why(model.WhySupplyBack, "power/load-01", needSite, 0), because(all, 25))
	s.at(h(11)+time.Second, model.KindService, "telecom/site-01", 0, 1, s.why(model.WhySupplyBack, "power/load-01", needSite, 0), because(all, 27))
	s.at(h(11)+time.Second, model.KindSupply, "health/hospital-01", 0, 1, s.why(model.WhySupplyBack, "power/load-01", needHospital, 0), because(all, 25))
	s.at(h(11)+time.Second, model.KindSupply, "water/pump-01", 0.5, 1, s.why(model.WhySupplyBack, "power/load-02", needPump, 0), because(all, 26))
	s.at(h(11)+time.Second, model.KindService, "water/pump-01", 0.5, 1, s.why(model.WhySupplyBack, "power/load-02", needPump, 0), because(all, 30))
	s.at(h(12), model.KindControl, sub, 0, 1, s.why(model.WhyEradicated, "dso/control", none, 0), because(rep, 16))
}
