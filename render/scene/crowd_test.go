package scene

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// crowd is an invented run of a crowded city: hundreds of assets, many in one place, thousands of Changes in a few hours of three
// days. Nothing in it is meant to be likely.
func crowd(t *testing.T) *trace.Recording {
	t.Helper()
	rnd := rand.New(rand.NewPCG(7, 7))
	c := &model.City{Name: "crowd", Title: "Crowd", Attribution: strings.Repeat("an attribution that is long ", 8), Synthetic: "All of it is SYNTHETIC."}
	for i, name := range []string{"emergency", "health", "power", "telecom", "traffic", "transit", "water"} {
		c.Sectors = append(c.Sectors, model.Sector{Name: name, Title: "Sector " + name, Essential: i != 4, Glyph: []string{"star", "plus", "square", "triangle"}[i%4]})
		for k := range 4 {
			c.Kinds = append(c.Kinds, model.Kind{Name: fmt.Sprintf("%s/kind-%d", name, k), Title: "thing of kind " + fmt.Sprint(k), Sector: model.SectorID(i),
				Rank: 10 + 25*k, Minor: k < 2})
		}
	}
	for i := range 16 {
		x, y := float64(i%4)*3000, float64(i/4)*2500
		c.Districts = append(c.Districts, model.District{Name: fmt.Sprintf("d%02d", i), Title: fmt.Sprintf("District %d", i),
			Rings: [][]model.Point{{{X: x, Y: y}, {X: x + 3000, Y: y}, {X: x + 3000, Y: y + 2500}, {X: x, Y: y + 2500}}}})
	}
	c.Operators = []model.Operator{{Name: "one", Title: "One", Control: model.Absent}}
	for i := range 600 {
		d := model.DistrictID(rnd.IntN(16))
		at := model.Point{X: float64(d%4)*3000 + rnd.Float64()*3000, Y: float64(d/4)*2500 + rnd.Float64()*2500}
		if i%5 == 0 {
			at = model.Point{X: 6000, Y: 5000}
		}
		c.Assets = append(c.Assets, model.Asset{Name: fmt.Sprintf("thing-%04d", i), Kind: model.KindID(rnd.IntN(len(c.Kinds))), District: d, At: at})
	}
	for i := range 200 {
		p := model.Place{District: model.DistrictID(i % 16), Residents: int32(rnd.IntN(4000))}
		for s := range c.Sectors {
			for range 50 {
				a := model.AssetID(rnd.IntN(600))
				if c.Kinds[c.Assets[a].Kind].Sector == model.SectorID(s) {
					p.Serving = append(p.Serving, model.Serving{Sector: model.SectorID(s), Asset: a})
					break
				}
			}
		}
		c.Places = append(c.Places, p)
	}
	require.NoError(t, c.Finish())
	return happen(t, &model.Roster{City: c}, rnd)
}

func happen(t *testing.T, roster *model.Roster, rnd *rand.Rand) *trace.Recording {
	t.Helper()
	for i := range 6 {
		roster.Add(model.Actor{Name: fmt.Sprintf("one/device-%d", i), Title: "device", Sort: model.SortDevice, At: model.Point{X: 6000, Y: 5000}})
	}
	rec := trace.NewRecorder(roster)
	level := make([]model.Level, roster.Len())
	for n := range 4000 {
		at := 30*time.Hour + time.Duration(n)*5*time.Second
		if n > 3900 {
			at += 20 * time.Hour
		}
		e := model.EntityID(rnd.IntN(roster.Len()))
		to := model.Level(rnd.IntN(3)) * (model.Full / 2)
		v := model.Change{Kind: model.KindService, Entity: e, From: model.Full - level[e], To: to,
			Why: model.Why{Code: model.WhySupplyLost, Other: model.Absent, Need: model.Absent}}
		level[e] = model.Full - to
		if int(e) >= len(roster.City.Assets) {
			v.Kind, v.From, v.To = model.KindFoothold, 0, model.Full
		}
		if n > 0 {
			v.Causes[0] = model.Cause{Ref: sim.RecordID{N: uint32(1 + rnd.IntN(n))}, Kind: model.CauseAll}
		}
		require.NoError(t, rec.Observe([]model.Record{{At: sim.Time(at), ID: sim.RecordID{N: uint32(n + 1)}, Value: v}}))
	}
	out := rec.Finish(sim.Time(72 * time.Hour))
	out.Header.Program, out.Header.ScenarioTitle = "crowd", strings.Repeat("A very long title of a scenario ", 10)
	return out
}

// TestCrowdedCityStaysReadable: however much happens, nothing leaves the frame, no words cover others, and there are no more names and
// arrows than a reader can follow.
func TestCrowdedCityStaysReadable(t *testing.T) {
	rec := crowd(t)
	for _, size := range [][2]int{{1920, 1080}, {1280, 720}, {960, 540}, {800, 450}, {640, 480}} {
		for _, hours := range []float64{0, 31, 34, 55, 72} {
			p, err := Draw(rec, sim.Time(hours*3600e9), Options{Width: size[0], Height: size[1]})
			require.NoError(t, err)
			frame := Rect{0, 0, p.W, p.H}
			var texts []Item
			labels, arrows := 0, map[string]bool{}
			for _, it := range p.Items {
				for _, part := range it.Parts() {
					require.True(t, frame.Contains(part.Rect.Inset(0.01)), "%v %v h: %s %v", size, hours, it.ID, part.Rect)
				}
				if strings.HasPrefix(it.ID, "arrow/") {
					arrows[it.ID] = true
				}
				if it.Kind != Text {
					continue
				}
				if it.Layer == LayerLabels {
					labels++
				}
				for _, o := range texts {
					require.False(t, o.Rect.Overlaps(it.Rect), "%v %v h: %q covers %q", size, hours, it.Text, o.Text)
				}
				texts = append(texts, it)
			}
			require.LessOrEqual(t, labels, maxLabels)
			require.LessOrEqual(t, len(arrows), maxArrows)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	rec := trace.Example()
	for b.Loop() {
		if _, err := Draw(rec, sim.Time(10*time.Hour), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
