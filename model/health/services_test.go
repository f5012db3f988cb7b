package health

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
)

func TestServices(t *testing.T) {
	const all = model.Full
	cut := func(inputs ...int) func(*state) {
		return func(s *state) {
			for _, i := range inputs {
				s.has[i] = false
			}
		}
	}
	cases := []struct {
		name string
		hurt func(*state)
		want [services]model.Level
	}{
		{"all well", cut(), [services]model.Level{all, all, all, all, all, all, all}},
		{"generator", cut(power), [services]model.Level{all, all / 2, all / 2, all, all, all / 2, all}},
		{"dark", func(s *state) { cut(power)(s); s.level = 0 }, [services]model.Level{oxygen: all * 3 / 10, staff: all}},
		{"paper", cut(records), [services]model.Level{all, all, all / 2, all, 0, all / 2, all}},
		{"dry", cut(water), [services]model.Level{all, 0, all / 2, all, all, all, all}},
		{"bad water", cut(quality), [services]model.Level{all, 0, all, all, all, all, all}},
		{"generator, dry and paper", cut(power, water, records), [services]model.Level{all, 0, all / 8, all, 0, all / 4, all}},
		{"no tank", func(s *state) { s.gas = 0 }, [services]model.Level{0, all, all / 5, all, all, all, all}},
		{"no laboratory", func(s *state) { s.lab = 0 }, [services]model.Level{all, all, model.LevelOf(0.7), 0, all, model.LevelOf(0.95), all}},
		{"half the staff", func(s *state) { s.staff = all / 2 }, [services]model.Level{all, all, all / 2, all, all, all / 2, all / 2}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := whole()
			c.hurt(&s)
			assert.Equal(t, c.want, serve(s))
		})
	}
}

// Less of anything never gives more of any service.
func TestServicesAreMonotone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := whole()
		for i := range s.has {
			s.has[i] = rapid.Bool().Draw(r, "has")
		}
		some := func(of string) model.Level { return model.Full / 8 * model.Level(rapid.IntRange(0, 8).Draw(r, of)) }
		s.level, s.gas, s.lab, s.staff = some("level"), some("gas"), some("lab"), some("staff")
		less := s
		less.has[rapid.IntRange(0, inputs-1).Draw(r, "lost")] = false
		less.level, less.gas, less.lab, less.staff = min(s.level, some("level")), min(s.gas, some("gas")), min(s.lab, some("lab")), min(s.staff, some("staff"))
		before, after := serve(s), serve(less)
		for i := range before {
			require.LessOrEqual(r, after[i], before[i])
		}
	})
}

// chains is a town of one hospital with a need of its own: supplied by one asset, or by two in shares.
func chains(t *testing.T, name string, buffer time.Duration, shares ...float64) *model.City {
	c := town(t, 0, 100)
	n := model.Need{Asset: 0, Name: name, Failover: 1, Backup: model.Full, Buffer: buffer}
	for i, w := range shares {
		n.Rule = model.Weighted
		n.Suppliers = append(n.Suppliers, model.Supplier{Asset: model.AssetID(1 + i), Weight: w})
	}
	if shares == nil {
		n.Suppliers = []model.Supplier{{Asset: 1}}
	}
	c.Needs = []model.Need{n}
	require.NoError(t, c.Finish())
	return c
}

// told are the instants and the levels of what a hospital says of a service.
func (p *played) told(code model.WhyCode) (at []time.Duration, to []model.Level) {
	for _, c := range p.changes {
		if c.Value.Why.Code == code {
			at, to = append(at, c.At.Sub(0)), append(to, c.Value.To)
		}
	}
	return at, to
}

// Oxygen lasts as long as the tank, then twelve hours from cylinders; at half the deliveries the tank lasts twice as long; a tank that was half
// used lasts half as long the next time.
func TestOxygenStore(t *testing.T) {
	const h, all = time.Hour, model.Full
	cases := []struct {
		name string
		news []news
		at   []time.Duration
		to   []model.Level
	}{
		{"no deliveries", []news{level(2*h, 1, 0)}, []time.Duration{50 * h, 62 * h}, []model.Level{all * 3 / 10, 0}},
		{"half the deliveries", []news{level(2*h, 1, all/2)}, []time.Duration{98 * h}, []model.Level{all / 2}},
		{"back in time", []news{level(2*h, 1, 0), level(49*h, 1, all)}, nil, nil},
		{"back late", []news{level(2*h, 1, 0), level(55*h, 1, all)}, []time.Duration{50 * h, 55 * h}, []model.Level{all * 3 / 10, all}},
		{"again before it is full", []news{level(0, 1, 0), level(24*h, 1, all), level(36*h, 1, 0)}, []time.Duration{72 * h, 84 * h}, []model.Level{all * 3 / 10, 0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := play(t, chains(t, "oxygen", 48*h), 100*h, 1, Options{Messages: true}, c.news...)
			at, to := p.told(model.WhyOxygen)
			assert.Equal(t, c.at, at)
			assert.Equal(t, c.to, to)
		})
	}
}

// The water in the reservoirs is good for the buffer, then dialysis stops, alone.
func TestDialysisNeedsGoodWater(t *testing.T) {
	p := play(t, chains(t, "quality", 12*time.Hour), 30*time.Hour, 1, Options{Messages: true}, level(time.Hour, 1, 0))
	at, to := p.told(model.WhyDialysis)
	require.Equal(t, []time.Duration{13 * time.Hour}, at)
	require.Equal(t, []model.Level{0}, to)
	require.Len(t, p.changes, 1)
}

// Whoever comes by bus (0.4) or car (0.6) is missing from the next change of shifts, half of them because the others are replaced; they come after all
// when the ways are better, and nobody goes home in between.
func TestStaffAtTheChangeOfShifts(t *testing.T) {
	const h = time.Hour
	cases := []struct {
		name string
		news []news
		at   []time.Duration
		to   []float64
	}{
		{"no buses over a change", []news{level(7*h, 1, 0), level(10*h, 1, model.Full)}, []time.Duration{8 * h, 10 * h}, []float64{0.8, 1}},
		{"no buses between changes", []news{level(9*h, 1, 0), level(15*h, 1, model.Full)}, nil, nil},
		{"nobody can come", []news{level(7*h, 1, 0), level(7*h, 2, 0)}, []time.Duration{8 * h}, []float64{0.5}},
		{"worse during a shift", []news{level(7*h, 1, 0), level(9*h, 2, 0)}, []time.Duration{8 * h, 16 * h}, []float64{0.8, 0.5}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := play(t, chains(t, "staff", 0, 0.4, 0.6), 20*h, 1, Options{Messages: true}, c.news...)
			at, to := p.told(model.WhyStaff)
			assert.Equal(t, c.at, at)
			for i, want := range c.to {
				assert.InDelta(t, want, to[i].Share(), 1e-5)
			}
			assert.Equal(t, len(c.to), len(to))
		})
	}
}

// Half the staff treat half the patients: never are more seen at once than there are places for them.
func TestMissingStaffTreatFewer(t *testing.T) {
	city := chains(t, "staff", 0, 0.5, 0.5)
	city.Districts[0].Residents = 60_000
	p := play(t, city, 30*time.Hour, 1, Options{Exact: true, Places: 0.1}, level(time.Hour, 1, 0), level(time.Hour, 2, 0))
	accounted(t, p)
	for i := range p.log {
		seen := p.log[i].Steps[model.StepSeen]
		if seen == sim.Never || seen < sim.Time(20*time.Hour) {
			continue
		}
		busy := 0
		for j := range p.log {
			if o := &p.log[j]; o.Steps[model.StepSeen] <= seen && o.Steps[model.StepLeft] > seen {
				busy++
			}
		}
		require.LessOrEqual(t, busy, 5, "half of ten places, twelve hours after the change")
	}
}
