package cyber

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
)

// ledger is what a run says of one store, as "code amount" with the instant.
type deed struct {
	at     time.Duration
	code   model.WhyCode
	amount int64
}

func deeds(log []model.Record, r *model.Roster, store string) []deed {
	var list []deed
	for _, x := range log {
		if x.Value.Kind == model.KindData && r.Name(x.Value.Entity) == store {
			list = append(list, deed{time.Duration(x.At), x.Value.Why.Code, x.Value.Why.Amount})
		}
	}
	return list
}

// thief copies the customers' 1000 records; the step itself is finished after four hours (mail, dump, log in, copy).
func thief(rate float64, defence ...DefenceSpec) Definitions {
	a, list := attack(), catalogue()
	a.Goals = []GoalSpec{{Technique: "T08", Operator: "water", Target: "customers"}}
	for i := range list {
		if list[i].ID == "T08" {
			list[i].Rate = rate
		}
	}
	return Definitions{Techniques: list, Campaigns: []CampaignSpec{a}, Defences: defence}
}

func TestACopyTakesItsTime(t *testing.T) {
	for _, c := range []struct {
		name string
		rate float64
		want []deed
	}{
		{"at once", 0, []deed{{4 * time.Hour, model.WhyExfiltrated, 1000}}},
		{"within the first hour", 2000, []deed{{4*time.Hour + 30*time.Minute, model.WhyExfiltrated, 1000}}},
		{"an hour and a part", 800, []deed{{5 * time.Hour, model.WhyExfiltrated, 800}, {5*time.Hour + 15*time.Minute, model.WhyExfiltrated, 1000}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, r := compile(t, thief(c.rate))
			_, log := play(t, s, 0, 1, 40*time.Hour)
			got := deeds(log, r, "water/data/customers")
			require.Equal(t, model.WhyDataReached, got[0].code)
			assert.Equal(t, c.want, got[1:])
			last := log[len(log)-1]
			assert.Equal(t, model.WhyCampaignEnd, last.Value.Why.Code)
			assert.Equal(t, c.want[len(c.want)-1].at, time.Duration(last.At), "the goal is reached when everything is out")
		})
	}
}

// Somebody sees the first step (1 h), looks (10 min), understands (1 h), decides (1 h) and cuts the office off; each message takes a
// second. By then a quarter of an hour... of the copy is out, and no more leaves.
func TestIsolationStopsACopy(t *testing.T) {
	d := thief(100, DefenceSpec{Monitoring: map[string]float64{"office": 1}, Response: Response{Decide: "5h"}})
	s, r := compile(t, d)
	_, log := play(t, s, 0, 1, 100*time.Hour)
	got := deeds(log, r, "water/data/customers")
	last := got[len(got)-1]
	cut := time.Hour + 10*time.Minute + time.Hour + 5*time.Hour + 2*second // detection to isolation, and the news of it
	assert.Equal(t, cut, last.at)
	assert.EqualValues(t, int64(float64(cut-4*time.Hour)/float64(time.Hour)*100), last.amount, "100 an hour since 4 h")
	for _, x := range log {
		assert.NotEqual(t, model.WhyCampaignEnd, x.Value.Why.Code)
	}
}

func TestEncryptionAndFalsification(t *testing.T) {
	a, list := attack(), catalogue()
	for i := range list {
		switch list[i].ID {
		case "T07":
			list[i].Data = dataLock
		case "T08":
			list[i].Data = dataAlter
		}
	}
	a.Goals = []GoalSpec{{Technique: "T08", Operator: "water", Target: "customers"}, {Technique: "T07", Operator: "water", Target: "water/billing"}}
	s, r := compile(t, Definitions{Techniques: list, Campaigns: []CampaignSpec{a}})
	_, log := play(t, s, 0, 1, 1000*time.Hour)
	var codes []model.WhyCode
	for _, d := range deeds(log, r, "water/data/customers") {
		assert.EqualValues(t, 1000, d.amount)
		codes = append(codes, d.code)
	}
	assert.Equal(t, []model.WhyCode{model.WhyDataReached, model.WhyDataAltered, model.WhyDataLocked, model.WhyDataBack}, codes)
}

// What is out never shrinks, is never more than there is, and is never more than the rate allows.
func TestCopiesNeverShrink(t *testing.T) {
	rapid.Check(t, func(q *rapid.T) {
		rate := float64(rapid.IntRange(1, 5000).Draw(q, "rate"))
		s, r := compile(t, thief(rate, watched(rapid.Float64Range(0, 1).Draw(q, "watched"))))
		_, log := play(t, s, rapid.Uint64Range(0, 1000).Draw(q, "replication"), 1, 200*time.Hour)
		last, parts := int64(0), 0
		var begun time.Duration
		for _, d := range deeds(log, r, "water/data/customers") {
			if d.code != model.WhyExfiltrated {
				continue
			}
			if parts++; begun == 0 {
				begun = 4 * time.Hour
			}
			if d.amount < last || d.amount > 1000 || float64(d.amount) > rate*(d.at-begun).Hours()+1 {
				q.Fatalf("%d records out at %v after %d", d.amount, d.at, last)
			}
			last = d.amount
		}
		if parts > mostParts+1 {
			q.Fatalf("%d parts", parts)
		}
	})
}

func TestMaturityMovesWhatIsNotStated(t *testing.T) {
	base, _ := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Defences: []DefenceSpec{watched(0.4)}})
	moved, _ := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Maturity: []Maturity{{Operator: "water", Monitoring: 3, Delay: 0.5, Lost: 2}},
		Defences: []DefenceSpec{{Operator: "water", Response: Response{Decide: "7h"}}}})
	water := &moved.hits[2]
	assert.InDelta(t, base.hits[2].notice.Mean()/2, water.notice.Mean(), 1e-9)
	assert.InDelta(t, base.hits[2].eradicate.Mean()/2, water.eradicate.Mean(), 1e-9)
	assert.InDelta(t, 7*3600, water.decide.Mean(), 1e-9, "what a scenario states stands")
	assert.InDelta(t, base.hits[2].restore.Mean(), water.restore.Mean(), 1e-9)
	assert.InDelta(t, base.hits[1].notice.Mean(), moved.hits[1].notice.Mean(), 1e-9, "another operator")
	_, problems := Compile(&model.Roster{City: town(t)}, Definitions{Techniques: catalogue(), Templates: estates(), Maturity: []Maturity{{Operator: "watr"}}})
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].String(), `did you mean "water"?`)
}
