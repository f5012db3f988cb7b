package defaults

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim/rng"
)

func load(t testing.TB) *Catalog {
	t.Helper()
	c, err := Load()
	require.NoError(t, err)
	return c
}

func TestDefaultsAreComplete(t *testing.T) {
	c := load(t)
	essential := map[string]bool{"power": true, "water": true, "wastewater": true, "telecom": true, "heat": true, "health": true, "emergency": true}
	for _, s := range c.Sectors {
		require.Equal(t, essential[s.Name], s.Essential, "sector %s: the brief of the city names the essential ones", s.Name)
	}
	for i, k := range c.Kinds {
		_, err := rng.Parse(k.Repair)
		require.NoError(t, err, k.Name)
		for _, p := range c.kindParams[i] {
			require.NotEmpty(t, p.Source, k.Name)
		}
	}
	for _, n := range c.needs {
		require.NotEmpty(t, n.params, "%s has no number with a source", n.Key)
		for _, p := range n.params {
			require.NotEmpty(t, p.Source, "%s.%s", n.Key, p.Field)
			checkRange(t, n.Key, p)
		}
	}
}

// What stands in for physics is what physics computes itself, and nothing else: how traffic flows past signals and bridges, and
// whether what follows the grid has one to follow, and which people have a network where they are. Whether
// a signal, a pump or a plant has power is nobody's flow: those needs stay whatever the model of their sector.
func TestStandIns(t *testing.T) {
	var list []string
	for _, n := range load(t).needs {
		if n.Default.StandIn {
			list = append(list, n.Key)
		}
	}
	require.Equal(t, []string{"power/generator.grid", "power/storage.grid", "telecom/area.networks", "telecom/cell.core", "telecom/mobile.cells",
		"telecom/mobile.register", "telecom/reach.networks", "telecom/reach.route", "traffic/flow.bridge", "traffic/flow.signals"}, list)
}

// checkRange proves that a default lies within the range it states.
func checkRange(t *testing.T, key string, p Param) {
	low, high, found := strings.Cut(p.Range, " to ")
	require.True(t, found, "%s.%s: range %q", key, p.Field, p.Range)
	var value, from, to model.Need
	for n, text := range map[*model.Need]string{&value: p.Value, &from: low, &to: high} {
		require.NoError(t, SetNeed(n, p.Field, text), "%s.%s", key, p.Field)
	}
	inside := map[string]bool{
		"threshold": from.Threshold <= value.Threshold && value.Threshold <= to.Threshold,
		"delay":     from.Delay <= value.Delay && value.Delay <= to.Delay,
		"buffer":    from.Buffer <= value.Buffer && value.Buffer <= to.Buffer,
		"refill":    from.Refill <= value.Refill && value.Refill <= to.Refill,
		"backup":    from.Backup <= value.Backup && value.Backup <= to.Backup,
		"failover":  from.Failover <= value.Failover && value.Failover <= to.Failover,
		"without":   from.Without <= value.Without && value.Without <= to.Without,
	}
	require.True(t, inside[p.Field], "%s.%s = %s lies outside %s", key, p.Field, p.Value, p.Range)
}

func TestPublishedAutonomies(t *testing.T) {
	c := load(t)
	cases := map[string]time.Duration{ // domain facts: median urban cell battery, emergency radio, hospital, 112 centre
		"telecom/site.power":       4 * time.Hour,
		"telecom/radio-site.power": 6 * time.Hour,
		"telecom/exchange.power":   24 * time.Hour,
		"health/hospital.power":    48 * time.Hour,
		"emergency/psap.power":     24 * time.Hour,
	}
	for key, want := range cases {
		require.NotNil(t, c.Need(key), key)
		require.Equal(t, want, c.Need(key).Default.Buffer, key)
	}
}

func TestOverride(t *testing.T) {
	c := load(t)
	require.NoError(t, c.Override("telecom/site.power", "buffer", "8h"))
	require.NoError(t, c.Override("telecom/site.power", "delay", "1m"))
	require.NoError(t, c.Override("power/substation", "repair", "exp(2h)"))
	require.Equal(t, 8*time.Hour, c.Need("telecom/site.power").Default.Buffer)
	require.Equal(t, "exp(2h)", c.Kinds[c.Kind("power/substation")].Repair)
	changed := map[string]string{}
	for _, p := range c.Parameters([]string{"power/substation"}, []string{"telecom/site.power"}) {
		if p.Changed {
			changed[p.Name] = p.Value
		}
	}
	require.Equal(t, map[string]string{"telecom/site.power.buffer": "8h", "telecom/site.power.delay": "1m", "power/substation.repair": "exp(2h)"}, changed)
	require.Equal(t, 4*time.Hour, load(t).Need("telecom/site.power").Default.Buffer, "an override must not reach the next catalogue")
}

// TestSpreadBuffers: assets without a buffer of their own get the quantiles of the distribution, whatever their order; the next override wins.
func TestSpreadBuffers(t *testing.T) {
	c := load(t)
	const key = "telecom/site.power"
	require.NoError(t, c.Override(key, "buffer", "lognormal(4h, 0.5)"))
	city := &model.City{Kinds: []model.Kind{{Name: "telecom/site"}}}
	for i, name := range []string{"d", "b", "a", "c", "own"} {
		city.Assets = append(city.Assets, model.Asset{Name: name})
		n := c.Need(key).For(model.AssetID(i))
		if name == "own" {
			n.Buffer = time.Hour
		}
		city.Needs = append(city.Needs, n)
	}
	c.SpreadBuffers(city)
	require.Equal(t, time.Hour, city.Needs[4].Buffer)
	var got []float64
	for _, n := range city.Needs[:4] {
		got = append(got, n.Buffer.Hours())
	}
	slices.Sort(got)
	// 4 h x exp(0.5 z), z the normal quantiles at 1/8, 3/8, 5/8, 7/8: -1.150349, -0.318639 and so on (tables).
	require.InDeltaSlice(t, []float64{2.2504, 3.4108, 4.6909, 7.1098}, got, 1e-3)
	params := c.Parameters(nil, []string{key})
	require.Contains(t, params, model.Parameter{Name: key + ".buffer", Value: "lognormal(4h, 0.5)", Range: "0h to 8h", Source: paramOf(params, key+".buffer").Source, Changed: true})
	require.NoError(t, c.Override(key, "buffer", "8h"))
	require.Equal(t, 8*time.Hour, c.Need(key).For(0).Buffer)
}

func paramOf(list []model.Parameter, name string) model.Parameter {
	return list[slices.IndexFunc(list, func(p model.Parameter) bool { return p.Name == name })]
}

func TestOverrideRefuses(t *testing.T) {
	cases := map[string]struct{ key, field, value, want string }{
		"unknown need":     {"telecom/sites.power", "buffer", "8h", `did you mean "telecom/site.power"?`},
		"unknown kind":     {"power/substatoin", "repair", "8h", `did you mean "power/substation"?`},
		"unknown field":    {"telecom/site.power", "bufer", "8h", `did you mean "buffer"?`},
		"bad spread":       {"telecom/site.power", "buffer", "lognormal(8h)", "lognormal"},
		"other spread":     {"telecom/site.power", "buffer", "exp(8h)", "exp"},
		"bad duration":     {"telecom/site.power", "buffer", "8", "lacks a unit"},
		"negative":         {"telecom/site.power", "buffer", "-8h", "negative"},
		"absurd":           {"telecom/site.power", "buffer", "1000000h", "100 years"},
		"not a share":      {"telecom/site.power", "failover", "NaN", "0 to 1"},
		"bad distribution": {"power/substation", "repair", "expo(2h)", "expo"},
		"no such of kind":  {"power/substation", "repairs", "1h", `did you mean "repair"?`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorContains(t, load(t).Override(c.key, c.field, c.value), c.want)
		})
	}
}

func TestTextsReadBack(t *testing.T) {
	for l := model.None; l <= model.Full; l += 997 {
		var back model.Need
		require.NoError(t, SetNeed(&back, "without", LevelText(l)))
		require.Equal(t, l, back.Without)
	}
	for _, d := range []time.Duration{0, 1, time.Hour, 90 * time.Minute, 36525*24*time.Hour - 1} {
		back, err := rng.ParseDuration(SpanText(d))
		require.NoError(t, err)
		require.Equal(t, d, back)
	}
}
