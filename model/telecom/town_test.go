package telecom

import (
	"fmt"
	"sort"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// kinds of the town, by number.
const (
	kindCell model.KindID = iota
	kindCore
	kindRegister
	kindRoute
	kindMobile
	kindArea
	kindReach
	kindLegacy
	kindMast
)

// town is two districts of 10 x 10 places each, 200 m apart, with 100 people a place, and three operators with 50, 30 and 20 % of the
// customers. Each has a cell at the same 8 masts, 1 km apart, that serves 1.4 times the people of a quiet day.
func town(t testing.TB) *model.City {
	t.Helper()
	c := &model.City{Name: "town", Sectors: []model.Sector{{Name: "telecom"}}, Districts: []model.District{{Name: "d0", Residents: 10_000}, {Name: "d1", Residents: 10_000}}}
	for _, name := range []string{"cell", "core", "register", "emergency-route", "mobile", "area", "reach", "legacy", "site"} {
		c.Kinds = append(c.Kinds, model.Kind{Name: "telecom/" + name})
	}
	add := func(kind model.KindID, name string, operator, district int, at model.Point, capacity float64) {
		c.Assets = append(c.Assets, model.Asset{Name: "telecom/" + name, Kind: kind, Operator: model.OperatorID(operator), District: model.DistrictID(district), At: at, Capacity: capacity})
	}
	for d := range 2 {
		middle := model.Point{X: 1000 + float64(d)*2000, Y: 1000}
		add(kindArea, fmt.Sprintf("area-d%d", d), 0, d, middle, 10_000)
		add(kindReach, fmt.Sprintf("reach-d%d", d), 0, d, middle, 10_000)
		for i := range 100 {
			at := model.Point{X: float64(d)*2000 + 100 + float64(i%10)*200, Y: 100 + float64(i/10)*200}
			c.Places = append(c.Places, model.Place{District: model.DistrictID(d), At: at, Residents: 100})
		}
	}
	for o, share := range []float64{0.5, 0.3, 0.2} {
		name := string(rune('a' + o))
		c.Operators = append(c.Operators, model.Operator{Name: name, Control: model.Absent})
		for i := range 2 {
			add(kindCore, fmt.Sprintf("core-%s-%d", name, i+1), o, i, model.Point{}, 20_000*share*1.2)
		}
		add(kindRegister, "register-"+name, o, 0, model.Point{}, 0)
		add(kindRoute, "emergency-route-"+name, o, 0, model.Point{}, 0)
		add(kindLegacy, "legacy-"+name, o, 0, model.Point{}, 0)
		for d := range 2 {
			add(kindMobile, fmt.Sprintf("mobile-%s-d%d", name, d), o, d, model.Point{}, 10_000*share)
		}
		for i := range 8 {
			at := model.Point{X: 500 + float64(i%4)*1000, Y: 500 + float64(i/4)*1000}
			add(kindCell, fmt.Sprintf("cell-%s-%d", name, i), o, i%4/2, at, 2_500*share*1.4)
		}
	}
	sort.Slice(c.Assets, func(i, j int) bool { return c.Assets[i].Name < c.Assets[j].Name })
	n := model.Network{Name: "telecom"}
	for i := range c.Assets {
		n.Members = append(n.Members, model.AssetID(i))
	}
	c.Networks = []model.Network{n}
	require.NoError(t, c.Finish())
	return c
}

// life is a solver with what it has told.
type life struct {
	*solver
	t      testing.TB
	levels map[string]float64
	why    map[string]string
	told   int
	next   sim.Time
}

func begin(t testing.TB, c *model.City) *life {
	t.Helper()
	m, err := NewMobile(c, 0)
	require.NoError(t, err)
	return &life{solver: newSolver(m), t: t, levels: map[string]float64{}, why: map[string]string{}}
}

func (l *life) id(name string) model.AssetID {
	a, ok := l.m.city.Asset("telecom/" + name)
	require.True(l.t, ok, name)
	return a
}

func (l *life) set(level float64, names ...string) {
	for _, name := range names {
		l.Set(l.id(name), model.LevelOf(level), true)
	}
}

func (l *life) solve(at time.Duration) {
	l.told = 0
	l.next = l.Solve(sim.Time(at), func(a model.AssetID, level model.Level, code model.WhyCode, because model.AssetID) {
		name := l.m.city.Assets[a].Name[len("telecom/"):]
		l.levels[name] = level.Share()
		l.why[name] = fmt.Sprint(code)
		if because >= 0 {
			l.why[name] += " " + l.m.city.Assets[because].Name[len("telecom/"):]
		}
		l.told++
	})
}

// of is the level of an asset.
func (l *life) of(name string) float64 {
	if level, ok := l.levels[name]; ok {
		return level
	}
	return 1
}

// cells are those of an operator at the masts given, at all of them if none is.
func cells(operator string, masts ...int) []string {
	if len(masts) == 0 {
		masts = []int{0, 1, 2, 3, 4, 5, 6, 7}
	}
	var list []string
	for _, i := range masts {
		list = append(list, fmt.Sprintf("cell-%s-%d", operator, i))
	}
	return list
}
