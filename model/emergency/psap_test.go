package emergency

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/sim"
	"cascata/sim/rng"
)

// span is a number of seconds.
func span(s float64) sim.Time { return sim.Time(s * 1e9) }

func constant(s float64) rng.Dist { return rng.Constant{Value: s} }

// one is a PSAP of one class.
func one(positions, trunks int, handling, patience rng.Dist) *Spec {
	return &Spec{Name: "test", Positions: positions, Trunks: trunks, Classes: []Class{{Name: "voice", Handling: handling, Patience: patience}}}
}

// diary writes down what happens.
func diary(p *PSAP) *[]string {
	lines := &[]string{}
	p.Observe = func(what What, at sim.Time, c *Call) {
		name := [...]string{"answered", "abandoned", "blocked", "handled", "cut", "gave up"}[what]
		*lines = append(*lines, fmt.Sprintf("%v %d/%d %s", at, c.Number, c.Attempt, name))
	}
	return lines
}

func finish(p *PSAP) {
	for next := p.Next(); next != sim.Never; next = p.Next() {
		p.Advance(next)
	}
}

func TestPSAPTellsWhatHappens(t *testing.T) {
	spec := one(1, 2, constant(60), constant(20))
	spec.Redial = Redial{Chance: 1, Delay: constant(45)}
	require.NoError(t, spec.Validate())
	p := New(spec, rng.NewRoot(1, 0))
	lines := diary(p)
	p.Offer(span(0), 0, 0)
	p.Offer(span(10), 0, 1)
	p.Offer(span(15), 0, 2)
	finish(p)
	assert.Equal(t, []string{
		"0s 0/0 answered",
		"15s 2/0 blocked",
		"30s 1/0 abandoned",
		"1m0s 0/0 handled",
		"1m0s 2/1 answered",   // called again after 45 s
		"1m35s 1/1 abandoned", // called again at 1m15s
		"2m0s 2/1 handled",
		"2m20s 1/2 answered",
		"3m20s 1/2 handled",
	}, *lines)
	waiting, talking := p.Load()
	assert.InDelta(t, 40, waiting, 1e-9, "two waits of 20 s")
	assert.InDelta(t, 180, talking, 1e-9)
}

func TestPSAPChanges(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *PSAP)
		want   []string // from 30 s on
	}{
		{"power lost, cut off", func(p *PSAP) { p.Staff(span(30), 1, true, false) },
			[]string{"30s 1/0 cut", "30s 1/0 gave up", "1m0s 0/0 handled", "1m0s 2/0 answered", "2m0s 2/0 handled"}},
		{"power lost, put back", func(p *PSAP) { p.Staff(span(30), 1, true, true) },
			[]string{"1m0s 0/0 handled", "2m0s 1/0 handled", "2m0s 2/0 answered", "3m0s 2/0 handled"}},
		{"change of shift", func(p *PSAP) { p.Staff(span(30), 1, false, false) },
			[]string{"1m0s 0/0 handled", "1m1s 1/0 handled", "1m1s 2/0 answered", "2m1s 2/0 handled"}},
		{"somebody arrives", func(p *PSAP) { p.Staff(span(30), 3, false, false) },
			[]string{"30s 2/0 answered", "1m0s 0/0 handled", "1m1s 1/0 handled", "1m30s 2/0 handled"}},
		{"trunks lost", func(p *PSAP) { p.Trunks(span(30), 1) },
			[]string{"30s 2/0 blocked", "30s 2/0 gave up", "30s 1/0 cut", "30s 1/0 gave up", "1m0s 0/0 handled"}},
		{"on paper", func(p *PSAP) { p.Manual(span(30), true) },
			[]string{"1m0s 0/0 handled", "1m0s 2/0 answered", "1m1s 1/0 handled", "2m40s 2/0 handled"}},
		{"nobody is left", func(p *PSAP) { p.Staff(span(30), 0, true, false) },
			[]string{"30s 0/0 cut", "30s 0/0 gave up", "30s 1/0 cut", "30s 1/0 gave up"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			spec := one(2, 0, constant(60), nil)
			spec.Classes[0].Manual = constant(100)
			p := New(spec, rng.NewRoot(1, 0))
			p.Offer(0, 0, 0)
			p.Offer(span(1), 0, 1)
			p.Offer(span(2), 0, 2)
			lines := diary(p)
			c.change(p)
			finish(p)
			assert.Equal(t, c.want, *lines)
		})
	}
}

// waits runs calls through a PSAP and returns how long each waited.
func waits(spec *Spec, seed uint64, calls uint64, perHour float64, change func(p *PSAP, n uint64, at sim.Time)) []sim.Time {
	root := rng.NewRoot(seed, 0)
	p, source := New(spec, root), NewSource([]Rate{{PerHour: perHour}}, root.Stream("arrivals"))
	list := make([]sim.Time, calls)
	p.Observe = func(what What, at sim.Time, c *Call) {
		if what == Answered {
			list[c.Number] = at - c.Offered
		}
	}
	for range calls {
		at, n := source.Next()
		if change != nil {
			change(p, n, at)
		}
		p.Offer(at, int(n)%len(spec.Classes), n)
	}
	finish(p)
	return list
}

// TestOnePositionMoreLengthensNoWait: first come, first served, nobody hangs up, handling drawn per call (Kiefer and Wolfowitz
// 1955). Staff changes by shifts; one PSAP has a position more all the time. By induction: where the callers before start no later, no
// more of them are still at positions.
func TestOnePositionMoreLengthensNoWait(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		handling := rapid.SampledFrom([]rng.Dist{rng.Exponential{Avg: 90}, rng.LogNormal{Median: 60, Sigma: 1.5}, rng.Uniform{Low: 0, High: 200}, rng.Constant{Value: 75}}).Draw(t, "handling")
		positions := rapid.IntRange(1, 6).Draw(t, "positions")
		seed := rapid.Uint64().Draw(t, "seed")
		shifts := rapid.SliceOfN(rapid.IntRange(1, 6), 20, 20).Draw(t, "shifts")
		perHour := rapid.Float64Range(20, 400).Draw(t, "per hour")
		run := func(more int) []sim.Time {
			return waits(one(positions+more, 0, handling, nil), seed, 400, perHour, func(p *PSAP, n uint64, at sim.Time) {
				if n%20 == 19 {
					p.Staff(at, shifts[n/20]+more, false, false)
				}
			})
		}
		fewer, more := run(0), run(1)
		for n := range fewer {
			require.LessOrEqual(t, more[n], fewer[n], "call %d", n)
		}
	})
}

// TestCallersAreAccountedFor plays surges, failures and redials and checks each attempt and each caller.
func TestCallersAreAccountedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := one(rapid.IntRange(0, 3).Draw(t, "positions"), rapid.IntRange(1, 8).Draw(t, "trunks"), rng.Exponential{Avg: 80}, rng.LogNormal{Median: 50, Sigma: 0.8})
		spec.Classes = append(spec.Classes, Class{Name: "eCall", Handling: rng.Exponential{Avg: 120}, Manual: rng.Exponential{Avg: 200}})
		spec.Redial = Redial{Chance: rapid.Float64Range(0, 1).Draw(t, "chance"), Delay: rng.Exponential{Avg: 30}}
		p := New(spec, rng.NewRoot(rapid.Uint64().Draw(t, "seed"), 0))
		ends, callers, present := map[string]int{}, map[string]int{}, uint64(0)
		p.Observe = func(what What, _ sim.Time, c *Call) {
			attempt, caller := fmt.Sprint(c.Class, c.Number, c.Attempt), fmt.Sprint(c.Class, c.Number)
			if what <= Blocked {
				ends[attempt]++
				assert.Equal(t, 1, ends[attempt], "attempt %s ends twice", attempt)
			}
			if what == Handled || what == GaveUp {
				callers[caller]++
				assert.Equal(t, 1, callers[caller], "caller %s ends twice", caller)
			}
		}
		at := sim.Time(0)
		for range rapid.IntRange(1, 150).Draw(t, "calls") {
			at += span(rapid.Float64Range(0, 60).Draw(t, "gap"))
			switch rapid.IntRange(0, 12).Draw(t, "what") {
			case 0:
				p.Staff(at, rapid.IntRange(0, 4).Draw(t, "staff"), rapid.Bool().Draw(t, "lost"), rapid.Bool().Draw(t, "requeue"))
			case 1:
				p.Trunks(at, rapid.IntRange(0, 9).Draw(t, "trunks now"))
			case 2:
				p.Manual(at, rapid.Bool().Draw(t, "manual"))
			default:
				p.Offer(at, int(present%2), present)
				present++
			}
			c := p.Desk().Counts()
			require.Equal(t, c.Offered, c.Answered+c.Abandoned+c.Blocked+uint64(p.Desk().Unanswered()))
			require.EqualValues(t, c.Answered+c.Abandoned+c.Blocked, len(ends))
			require.EqualValues(t, present, len(callers)+p.Desk().Waiting()+p.Desk().Talking()+p.Away(), "every caller is somewhere, once")
			require.False(t, p.Desk().Waiting() > 0 && !p.Desk().Busy(), "nobody waits while a position is free")
			require.LessOrEqual(t, p.Desk().Talking(), 8)
		}
	})
}

// TestImpossibleDemandIsBounded: a million calls a minute for a minute on a PSAP of eight, with redials.
func TestImpossibleDemandIsBounded(t *testing.T) {
	const calls = 1_000_000
	spec := one(8, 60, rng.Exponential{Avg: 90}, rng.LogNormal{Median: 40, Sigma: 0.7})
	spec.Redial = Redial{Chance: 0.5, Delay: rng.Exponential{Avg: 60}}
	root := rng.NewRoot(1, 0)
	p, source := New(spec, root), NewSource([]Rate{{PerHour: 6e7}, {From: span(60)}}, root.Stream("flood"))
	n := uint64(0)
	for at, number := source.Next(); at != sim.Never && n < calls; at, number = source.Next() {
		p.Offer(at, 0, number)
		n++
	}
	c := p.Desk().Counts()
	assert.Greater(t, n, uint64(990_000))
	assert.Greater(t, c.Offered, n, "and those who called again")
	assert.Equal(t, c.Offered, c.Answered+c.Abandoned+c.Blocked+uint64(p.Desk().Unanswered()))
	assert.LessOrEqual(t, len(p.calls), 60)
	assert.LessOrEqual(t, len(p.moments.place), 60)
	assert.LessOrEqual(t, p.Away(), MaxAway)
	assert.Greater(t, p.Away(), 100_000)
}

// Callers who call again at once, without end, where nobody ever answers.
func TestRedialsTakeASecond(t *testing.T) {
	spec := one(0, 1, constant(60), nil)
	spec.Redial = Redial{Chance: 1, Delay: constant(0)}
	p := New(spec, rng.NewRoot(1, 0))
	p.Offer(0, 0, 0)
	p.Offer(0, 0, 1)
	p.Advance(span(10))
	assert.EqualValues(t, 12, p.Desk().Counts().Offered, "two, and one of them ten times more")
}

// TestNothingIsAllocatedForACall, when the slab, the heaps and the queue have grown.
func TestNothingIsAllocatedForACall(t *testing.T) {
	spec := one(3, 12, rng.Exponential{Avg: 90}, rng.LogNormal{Median: 40, Sigma: 0.7})
	spec.Redial = Redial{Chance: 0.3, Delay: rng.Exponential{Avg: 60}}
	root := rng.NewRoot(1, 0)
	p, source := New(spec, root), NewSource([]Rate{{PerHour: 300}}, root.Stream("arrivals"))
	answered := 0
	p.Observe = func(what What, _ sim.Time, _ *Call) {
		if what == Answered {
			answered++
		}
	}
	day := func() {
		for range 7200 {
			at, n := source.Next()
			p.Offer(at, 0, n)
		}
	}
	day()
	assert.Zero(t, testing.AllocsPerRun(3, day))
	assert.Greater(t, answered, 10_000)
}

// TestDrawsBelongToTheCall: a class added beside leaves the handling of the first as it was.
func TestDrawsBelongToTheCall(t *testing.T) {
	handled := func(spec *Spec, both bool) map[uint64]sim.Time {
		p, times := New(spec, rng.NewRoot(5, 0)), map[uint64]sim.Time{}
		p.Observe = func(what What, at sim.Time, c *Call) {
			if what == Handled && c.Class == 0 {
				times[c.Number] = at - c.Answered
			}
		}
		for n := range uint64(50) {
			p.Offer(span(float64(n)*20), 0, n)
			if both {
				p.Offer(span(float64(n)*20+3), 1, n)
			}
		}
		finish(p)
		return times
	}
	alone := one(4, 0, rng.Exponential{Avg: 90}, nil)
	beside := one(2, 0, rng.Exponential{Avg: 90}, nil)
	beside.Classes = append(beside.Classes, Class{Name: "alarm", Handling: rng.Exponential{Avg: 30}})
	assert.Equal(t, handled(alone, false), handled(beside, true))
}

func TestSpecNamesEveryFault(t *testing.T) {
	bad := Spec{Name: "x", Positions: -1, Trunks: MaxCalls + 1, Redial: Redial{Chance: 2},
		Classes: []Class{{Name: "voice"}, {Name: "alarm", Handling: rng.Exponential{Avg: -1}, Patience: rng.LogNormal{Median: 10, Sigma: 9}}}}
	err := bad.Validate()
	require.Error(t, err)
	for _, want := range []string{"PSAP x: -1 positions; write 0 to 100000", "1048577 trunks", `class "voice" has no handling time`,
		`class "alarm": the mean is negative`, `class "alarm": the sigma is 9`, "chance 2 of a redial", "callers call again without a delay"} {
		assert.ErrorContains(t, err, want)
	}
	none := Spec{Name: "x"}
	assert.ErrorContains(t, none.Validate(), "0 classes of call")
}
