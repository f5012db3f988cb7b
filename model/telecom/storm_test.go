package telecom

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// The whole town is dark for an hour for operator a, whose two cores register 24,000 telephones in half an hour, 2,400 in a step of three minutes.
// By hand: of 10,000 who try, 18 times each in the first step, 2,400 get on; after that each tries every twelve minutes.
func TestAttachStorm(t *testing.T) {
	each := 1 - math.Exp(-0.25) // who tries in three of twelve minutes
	for _, c := range []struct {
		name string
		hurt func(*life)
		want []float64 // share registered, at the return and in steps of three minutes
	}{
		{"both cores", func(*life) {}, []float64{0, 0.24, 1 - 0.76*(1-each), 1 - 0.76*(1-each)*(1-each)}},
		{"one core: who tries asks for more than it can", func(l *life) { l.set(0, "core-a-2") },
			[]float64{0, 0.12, 0.12 + 0.88*each*0.12/(0.88*0.25)}},
		{"half a register", func(l *life) { l.set(0.5, "register-a") }, []float64{0, 0.12 * 0.5}},
		{"flooded by others", func(l *life) { l.Ask(l.id("core-a-1"), 24_000) }, []float64{0, 0.12 * 24. / 34}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := begin(t, town(t))
			l.set(0, cells("a")...)
			l.solve(0)
			c.hurt(l)
			l.solve(time.Second)
			l.set(1, cells("a")...)
			for i, want := range c.want {
				at := time.Hour + time.Duration(i)*signing
				l.solve(at)
				require.InDelta(t, want, l.of("mobile-a-d0"), step, "after %s", at-time.Hour)
				require.Equal(t, 1.0, l.of("reach-d0"), "a call for help needs no registration")
				require.EqualValues(t, at+signing, l.next)
			}
		})
	}
}

// A storm passes by itself, sooner with two cores than with one, and leaves nothing behind.
func TestStormPasses(t *testing.T) {
	over := func(down ...string) (back time.Duration) {
		l := begin(t, town(t))
		l.set(0, cells("a")...)
		l.set(0, down...)
		l.solve(0)
		l.set(1, cells("a")...)
		l.solve(time.Hour)
		for l.next != sim.Never {
			back = time.Duration(l.next) - time.Hour
			l.solve(time.Duration(l.next))
		}
		assert.Equal(t, 1.0, l.of("mobile-a-d0"))
		assert.Equal(t, 1.0, l.of("area-d1"))
		return back
	}
	both, one := over(), over("core-a-1")
	assert.Greater(t, one, both)
	assert.InDelta(t, 3+12*math.Log(760), both.Minutes(), 3, "24 % in the first step, then one in twelve minutes until a thousandth is left")
}

// Nobody storms where nobody was without a cell, where a core has no limit, or where so few come back that they get on in the first minute.
func TestNoStorm(t *testing.T) {
	cases := []struct {
		name   string
		change func(*model.City)
		dark   []string
	}{
		{"neighbours held the telephones of a dark mast", nil, cells("a", 0)},
		{"no limit", func(c *model.City) { capacities(c, 0) }, cells("a")},
		{"core for all in a minute", func(c *model.City) { capacities(c, 30*20_000) }, cells("a")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			city := town(t)
			if c.change != nil {
				c.change(city)
			}
			l := begin(t, city)
			l.set(0, c.dark...)
			l.solve(0)
			l.set(1, c.dark...)
			l.solve(time.Hour)
			assert.Equal(t, sim.Never, l.next)
			assert.Equal(t, 1.0, l.of("mobile-a-d0"))
		})
	}
}

func capacities(c *model.City, people float64) {
	for i := range c.Assets {
		if c.Assets[i].Kind == kindCore {
			c.Assets[i].Capacity = people
		}
	}
}

// The sign-on of an operator that was gone as a whole is let on bit by bit, and does not storm besides (TestCoreWiped has its times). A cell that goes again in
// the middle of a storm takes those who tried there with it.
func TestDarkAgainInAStorm(t *testing.T) {
	l := begin(t, town(t))
	l.set(0, cells("a")...)
	l.solve(0)
	l.set(1, cells("a")...)
	l.solve(time.Hour)
	l.solve(time.Hour + signing)
	l.set(0, cells("a")...)
	l.solve(time.Hour + signing + time.Second)
	assert.Zero(t, l.of("mobile-a-d0"))
	l.set(1, cells("a")...)
	l.solve(3 * time.Hour)
	l.solve(3*time.Hour + signing)
	assert.InDelta(t, 0.24, l.of("mobile-a-d0"), step)
}
