package cyber

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
)

// hard is a hardening of everybody with wide bounds.
func hard(parameter string, value float64) Hardening {
	return Hardening{Parameter: parameter, Source: "m/0", Strength: 1, Operators: []model.OperatorID{0, 1, 2}, Value: value, Least: 0, Most: 100}
}

func fastestOf(t testing.TB, list ...Hardening) float64 {
	s, _ := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Hardenings: list})
	return s.Fastest(0)
}

// Without measures the way takes six hours: mail, credentials, log in at half speed, map, commands. Which hours a measure
// changes follows from that.
func TestHardeningChangesTheWay(t *testing.T) {
	with := func(h Hardening, change func(*Hardening)) Hardening { change(&h); return h }
	cases := []struct {
		name string
		list []Hardening
		want float64 // [h]
	}{
		{"nothing", nil, 6},
		{"every step twice as long", []Hardening{hard(stepTime, 2)}, 12},
		{"one technique", []Hardening{with(hard(stepTime, 2), func(h *Hardening) { h.Techniques = []string{"T03"} })}, 8},
		{"techniques by what they need", []Hardening{with(hard(stepTime, 2), func(h *Hardening) { h.Techniques = []string{"needs=credentials"} })}, 8},
		{"techniques by what they give", []Hardening{with(hard(stepTime, 3), func(h *Hardening) { h.Techniques = []string{"gives=map", "gives=open"} })}, 10},
		{"by a trait", []Hardening{with(hard(stepTime, 3), func(h *Hardening) { h.Techniques = []string{"trait=users"} })}, 8},
		{"a kind of zone", []Hardening{with(hard(stepTime, 2), func(h *Hardening) { h.Zones = []string{"control"} })}, 10},
		{"another operator", []Hardening{with(hard(stepTime, 2), func(h *Hardening) { h.Operators = []model.OperatorID{1} })}, 6},
		{"devices that control an asset", []Hardening{with(hard(stepTime, 2), func(h *Hardening) { h.Assets = []model.AssetID{2}; h.Operators = []model.OperatorID{2} })}, 9},
		{"half the chance counts twice", []Hardening{with(hard(stepSuccess, 0.5), func(h *Hardening) { h.Techniques = []string{"T02"} })}, 7},
		{"a filter on the way into the control zone", []Hardening{hard(conduitFilter, 3)}, 10},
		{"no way into the control zone", []Hardening{hard(conduitClosed, 1)}, math.Inf(1)},
		{"a technique closed", []Hardening{with(hard(stepClosed, 1), func(h *Hardening) { h.Techniques = []string{"T03"} })}, math.Inf(1)},
		{"links closed", []Hardening{hard(linkClosed, 1)}, 6},
		{"detection", []Hardening{hard(stepDetection, 2)}, 6},
		{"two measures multiply", []Hardening{hard(stepTime, 2), with(hard(stepTime, 1.5), func(h *Hardening) { h.Source = "n/0" })}, 18},
		{"one measure counts once, the stronger", []Hardening{with(hard(stepTime, 3), func(h *Hardening) { h.Strength = 2 }), hard(stepTime, 2)}, 18},
		{"no more than the cap", []Hardening{with(hard(stepTime, 3), func(h *Hardening) { h.Most = 4 }), with(hard(stepTime, 3), func(h *Hardening) { h.Most = 4; h.Source = "n/0" })}, 24},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.InDelta(t, c.want, fastestOf(t, c.list...)/3600, 1e-9) })
	}
}

// Each parameter of the people moves its number, by the factor, and the others not.
func TestHardeningOfPeople(t *testing.T) {
	plain, _ := compile(t, Definitions{})
	for _, p := range hardParameters() {
		if p.dist == nil {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			h := hard(p.name, 0.5)
			h.Operators = []model.OperatorID{2}
			s, _ := compile(t, Definitions{Hardenings: []Hardening{h}})
			for _, q := range hardParameters() {
				if q.dist == nil {
					continue
				}
				want := (*q.dist(&plain.hits[2])).Mean()
				if q.name == p.name {
					want /= 2
				}
				assert.Equal(t, want, (*q.dist(&s.hits[2])).Mean(), q.name)
				assert.Equal(t, *q.dist(&plain.hits[1]), *q.dist(&s.hits[1]), "the vendor bought nothing")
			}
			assert.Equal(t, []Touched{{1, []model.OperatorID{2}}}, s.Touched())
		})
	}
}

func TestHardeningOfChancesAndZones(t *testing.T) {
	d := Definitions{Defences: []DefenceSpec{watched(0.2), {Response: Response{Lost: share(0.5), Precaution: share(0.4)}}},
		Hardenings: []Hardening{hard("response.lost", 0.1), hard("response.precaution", 4), hard(zoneUnwatched, 0.5), hard("response.isolate", 1), hard(stepDetection, 1.5)}}
	s, _ := compile(t, d)
	assert.InDelta(t, 0.05, s.hits[2].lost, 1e-12)
	assert.Equal(t, 1.0, s.hits[2].precaution, "1.6 is no chance")
	for z := range s.zones {
		assert.InDelta(t, 0.6, s.zones[z].monitoring, 1e-12, "half of the 0.8 that nobody watched")
		assert.InDelta(t, 0.45, s.zones[z].visible(0, 0.5), 1e-12, "0.5 x 1.5 x 0.6")
		assert.InDelta(t, 0.6, s.zones[z].visible(0, 0.9), 1e-12, "no more than all that is watched")
	}
	assert.Len(t, s.hits[2].isolate, 3, "office and control as before, the supplier's zone too")
}

// A link more is a way more: the vendor's office now leads into the control room at once.
func TestALinkMoreIsASurface(t *testing.T) {
	h := hard(linkAdded, 1)
	h.Zones, h.From, h.Operators = []string{"control"}, "vendor:office", []model.OperatorID{2}
	s, _ := compile(t, Definitions{Hardenings: []Hardening{h}})
	assert.Equal(t, []Touched{{1, []model.OperatorID{2}}}, s.Touched())
	links := 0
	for z := range s.zones {
		for _, k := range s.zones[z].in {
			if s.zones[z].kind == "control" && k.link {
				links++
			}
		}
	}
	assert.Equal(t, 1, links)
}

func TestHardeningsAreChecked(t *testing.T) {
	bad := hard("step.tiem", 2)
	bad.Zones, bad.Techniques = []string{"ofice"}, []string{"T99"}
	link := hard(linkAdded, 1)
	link.From = "msp"
	_, problems := Compile(&model.Roster{City: town(t)}, Definitions{Techniques: catalogue(), Templates: estates(), Hardenings: []Hardening{bad, link}})
	var text string
	for _, p := range problems {
		text += p.String() + "\n"
	}
	for _, want := range []string{`unknown parameter "step.tiem"`, "step.time", `unknown kind of zone "ofice"`, `no technique fits "T99"`, `"msp" is no zone`} {
		assert.Contains(t, text, want)
	}
}

// slowing draws measures that only raise times, lower chances or take links away.
func slowing(t *rapid.T) []Hardening {
	var list []Hardening
	for i := range rapid.IntRange(0, 6).Draw(t, "measures") {
		h := hard("", 1)
		h.Parameter = rapid.SampledFrom([]string{stepTime, stepSuccess, stepClosed, conduitFilter, conduitClosed, linkFilter, linkClosed}).Draw(t, "parameter")
		h.Source = fmt.Sprintf("m/%d", rapid.IntRange(0, 3).Draw(t, "source"))
		h.Strength = float64(i)
		switch h.Parameter {
		case stepTime, conduitFilter, linkFilter:
			h.Value = rapid.Float64Range(1, 10).Draw(t, "factor")
		default:
			h.Value = rapid.Float64Range(0, 1).Draw(t, "share")
		}
		if rapid.Bool().Draw(t, "some") {
			h.Zones = []string{rapid.SampledFrom(zoneKinds()).Draw(t, "zone")}
		}
		if rapid.Bool().Draw(t, "narrow") {
			h.Operators, h.Assets = []model.OperatorID{2}, []model.AssetID{model.AssetID(rapid.IntRange(0, 3).Draw(t, "asset"))}
		}
		if h.Parameter[:5] == "step." && rapid.Bool().Draw(t, "technique") {
			h.Techniques = []string{catalogue()[rapid.IntRange(0, 10).Draw(t, "technique")].ID}
		}
		list = append(list, h)
	}
	return list
}

// estatesWith are random estates: more ways between the zones, other accounts, other traits.
func estatesWith(t *rapid.T) []Template {
	list := estates()
	water := &list[2]
	zones := []string{"office", "control", "supplier"}
	for range rapid.IntRange(0, 4).Draw(t, "conduits") {
		from, to := rapid.SampledFrom(zones).Draw(t, "from"), rapid.SampledFrom(zones).Draw(t, "to")
		if from != to {
			water.Conduits = append(water.Conduits, ConduitTemplate{From: from, To: to, Filter: rapid.Float64Range(1, 4).Draw(t, "filter")})
		}
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "devices") {
		d := DeviceTemplate{Type: rapid.SampledFrom([]string{"A0001", "A0007", "A0008"}).Draw(t, "type"), Zone: rapid.SampledFrom(zones).Draw(t, "zone"),
			Admits: []string{"staff"}, Holds: []string{"vendor"}}
		if rapid.Bool().Draw(t, "controls") {
			d.Controls = []string{"water/pump"}
		}
		water.Devices[fmt.Sprintf("extra-%d", i)] = d
	}
	return list
}

// Must hold: what only raises times, lowers chances or takes links away never shortens the attacker's fastest expected way, and
// moves no random stream of any step.
func TestNoMeasureShortensTheWay(t *testing.T) {
	city := t
	rapid.Check(t, func(t *rapid.T) {
		a := attack()
		a.Goals = append(a.Goals, GoalSpec{Technique: "T07", Operator: "water"})
		hands := rapid.IntRange(0, 2).Draw(t, "hands")
		a.Hands = &hands
		d := Definitions{Templates: estatesWith(t), Campaigns: []CampaignSpec{a}}
		plain, _ := compile(city, d)
		list := slowing(t)
		d.Hardenings = list
		hardened, _ := compile(city, d)
		assert.GreaterOrEqual(t, hardened.Fastest(0), plain.Fastest(0)*(1-1e-12))
		assert.Equal(t, plain.campaigns[0].luck, hardened.campaigns[0].luck)
		for i := range list { // the order in which they were written does not matter
			list[i], list[len(list)-1-i] = list[len(list)-1-i], list[i]
			if i >= len(list)/2 {
				break
			}
		}
		again, _ := compile(city, d)
		if len(list) > 1 {
			assert.Equal(t, hardened.Fastest(0), again.Fastest(0))
		}
	})
}

// A campaign whose way a measure has closed ends blocked, and commands nothing.
func TestAClosedWayBlocksTheCampaign(t *testing.T) {
	s, r := compile(t, Definitions{Campaigns: []CampaignSpec{attack()}, Hardenings: []Hardening{hard(conduitClosed, 1)}})
	f, log := play(t, s, 0, 1, 8*time.Hour)
	assert.Empty(t, f.orders)
	last := story(log, r)
	require.NotEmpty(t, last)
	assert.Equal(t, model.WhyCampaignBlocked, last[len(last)-1].code)
}

// Must hold: a measure without effect changes nothing, and one of another operator moves nobody's luck.
func TestAMeasureWithoutEffectChangesNoRecord(t *testing.T) {
	d := Definitions{Campaigns: []CampaignSpec{attack()}, Defences: []DefenceSpec{watched(0.7)}}
	plain, _ := compile(t, d)
	_, want := play(t, plain, 3, 1, 400*time.Hour)
	require.NotEmpty(t, want)
	for _, p := range hardParameters() {
		h := hard(p.name, 1)
		if p.share {
			h.Value = 0
		}
		if p.name == linkAdded {
			h.From = "vendor:support"
		}
		other := hard(p.name, 0.5)
		other.Operators, other.From = []model.OperatorID{1}, h.From
		if p.name == linkAdded {
			other.From = "water:office"
		}
		for _, x := range []Hardening{h, other} {
			d.Hardenings = []Hardening{x}
			s, _ := compile(t, d)
			_, got := play(t, s, 3, 1, 400*time.Hour)
			assert.Equal(t, want, got, "%s %v", x.Parameter, x.Value)
		}
	}
}

// A share of devices is chosen by name: none of 0, all of 1, about a third of a third, and more include fewer.
func TestSharesAreChosenByName(t *testing.T) {
	const n = 3000
	third := 0
	for i := range n {
		name := fmt.Sprintf("operator/zone/device-%d", i)
		require.False(t, within(name, 0))
		require.True(t, within(name, 1))
		if within(name, 1.0/3) {
			third++
			require.True(t, within(name, 0.5))
		}
	}
	assert.InDelta(t, n/3, third, 103) // four standard deviations of the binomial: 4 x sqrt(3000/3 x 2/3) = 103
}
