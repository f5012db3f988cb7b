package scene

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model/trace"
	"cascata/sim"
)

var update = flag.Bool("update", false, "write the golden files")

func dumpOf(t *testing.T, p *Picture) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, p.Dump(&b))
	return b.String()
}

// draw is a picture of the example at so many hours.
func draw(t *testing.T, hours float64, opt Options) *Picture {
	t.Helper()
	p, err := Draw(trace.Example(), sim.Time(hours*float64(time.Hour)), opt)
	require.NoError(t, err)
	return p
}

func TestGolden(t *testing.T) {
	for name, c := range map[string]struct {
		hours float64
		opt   Options
	}{
		"quiet":   {0, Options{}},
		"worst":   {10.5, Options{}},
		"sector":  {10.5, Options{Sector: "telecom", Highlight: "telecom/site-01", Theme: Light}},
		"compact": {7, Options{Width: 960, Height: 540}},
		"map":     {7, Options{Width: 760, Height: 640, MapOnly: true}},
		"curves":  {-1, Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			p := Curves(trace.Example(), 1000, Light)
			if c.hours >= 0 {
				p = draw(t, c.hours, c.opt)
			}
			got, file := dumpOf(t, p), filepath.Join("testdata", name+".json")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			if got != string(want) {
				t.Fatalf("the draw list is not that of %s (go test -update writes it): %s", file, firstDifference(got, string(want)))
			}
		})
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d\n got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines instead of %d", len(g), len(w))
}

// sizes and moments at which every picture must hold together.
func eachPicture(t *testing.T, check func(t *testing.T, p *Picture)) {
	for _, size := range [][2]int{{1920, 1080}, {1280, 720}, {960, 540}, {1024, 768}, {3840, 2160}, {800, 450}, {480, 320}} {
		for _, hours := range []float64{0, 6, 10.5, 11, 24} {
			for _, opt := range []Options{{}, {MapOnly: true}, {Sector: "power", HideFuture: true}} {
				opt.Width, opt.Height = size[0], size[1]
				t.Run(fmt.Sprintf("%dx%d at %v h map %v sector %s", size[0], size[1], hours, opt.MapOnly, opt.Sector), func(t *testing.T) {
					check(t, draw(t, hours, opt))
				})
			}
		}
	}
}

func TestEverythingIsInsideTheFrame(t *testing.T) {
	eachPicture(t, func(t *testing.T, p *Picture) {
		frame := Rect{0, 0, p.W, p.H}
		for i := range p.Items {
			for _, part := range p.Items[i].Parts() {
				if !frame.Contains(part.Rect.Inset(0.01)) {
					t.Errorf("%s %q at %v is not inside %v", part.ID, part.Text, part.Rect, frame)
				}
			}
		}
	})
}

func TestNoTextCoversAnother(t *testing.T) {
	eachPicture(t, func(t *testing.T, p *Picture) {
		var texts []Item
		for _, it := range p.Items {
			if it.Kind != Text {
				continue
			}
			for _, other := range texts {
				if it.Rect.Overlaps(other.Rect) {
					t.Errorf("%q (%s, %v) covers %q (%s, %v)", it.Text, it.ID, it.Rect, other.Text, other.ID, other.Rect)
				}
			}
			texts = append(texts, it)
		}
		require.NotEmpty(t, texts)
	})
}

func TestPictureDependsOnTheInstantOnly(t *testing.T) {
	rec := trace.Example()
	at := func(hours float64) string {
		p, err := Draw(rec, sim.Time(hours*float64(time.Hour)), Options{})
		require.NoError(t, err)
		return dumpOf(t, p)
	}
	late := at(10.5)
	early := at(0)
	require.NotEqual(t, early, late)
	require.Equal(t, late, at(10.5))
	require.Equal(t, early, at(0))
	require.Equal(t, at(0), at(-5), "before the start is the start")
	require.Equal(t, at(24), at(1000), "after the end is the end")
}

func TestHiddenFutureDrawsNothingRightOfThePlayhead(t *testing.T) {
	p := draw(t, 10.5, Options{HideFuture: true})
	head := find(t, p, "playhead")
	now := head.Rect.X + head.Rect.W/2
	for _, it := range p.Items {
		curve := strings.HasPrefix(it.ID, "curve/") && !strings.HasSuffix(it.ID, "/key") && it.Kind != Text && it.Stroke != PanelEdge
		if curve || strings.HasPrefix(it.ID, "mark/") && it.Kind != Text {
			require.LessOrEqual(t, it.Rect.X, now, it.ID)
			if curve {
				require.LessOrEqual(t, it.Rect.Right(), now+0.01, it.ID)
			}
		}
	}
}

func find(t *testing.T, p *Picture, id string) *Item {
	t.Helper()
	for i := range p.Items {
		if p.Items[i].ID == id {
			return &p.Items[i]
		}
	}
	t.Fatalf("nothing in the picture is called %q", id)
	return nil
}

func textsOf(p *Picture, prefix string) []string {
	var out []string
	for _, it := range p.Items {
		if it.Kind == Text && strings.HasPrefix(it.ID, prefix) {
			out = append(out, it.Text)
		}
	}
	return out
}

func TestEveryPictureSaysWhatItIs(t *testing.T) {
	for _, opt := range []Options{{}, {MapOnly: true}, {Width: 960, Height: 540}} {
		p := draw(t, 10.5, opt)
		all := strings.Join(textsOf(p, ""), "\n")
		require.Contains(t, all, "SYNTHETIC")
		require.Contains(t, all, "No data: an invented town", "attribution")
		if !opt.MapOnly {
			require.Contains(t, all, "EXAMPLE TOWN")
			require.Contains(t, all, "18:30")
			require.Contains(t, all, "T+10:30")
			require.Contains(t, all, "seed 1, replication 0")
		}
	}
}

// TestStatesOfTheExample reads the states off the story of trace.Example: the substation is open from 6 h with a crew on its way
// from 6.75 h; the site runs on its battery from 6 h to 10 h; the pump is at half from 6 h; the attacker holds two devices.
func TestStatesOfTheExample(t *testing.T) {
	state := func(hours float64, name string) State {
		p := draw(t, hours, Options{Highlight: name})
		return find(t, p, "asset/"+name).State
	}
	require.Equal(t, Normal, state(0, "power/substation-01"))
	require.Equal(t, Failed, state(6.5, "power/substation-01"))
	require.Equal(t, Restoring, state(7, "power/substation-01"))
	require.Equal(t, Normal, state(11, "power/substation-01"))
	require.Equal(t, OnBackup, state(8, "telecom/site-01"))
	require.Equal(t, Failed, state(10.5, "telecom/site-01"))
	require.Equal(t, Degraded, state(8, "water/pump-01"))
	p := draw(t, 8, Options{})
	require.Equal(t, Compromised, find(t, p, "asset/dso/control/scada").State)
	site := find(t, draw(t, 8, Options{Highlight: "telecom/site-01"}), "asset/telecom/site-01")
	require.InDelta(t, 0.5, site.Left, 0.01, "two of four hours are left")
}

func TestIndicatorsOfTheExample(t *testing.T) {
	value := func(hours float64, id string) []string { return textsOf(draw(t, hours, Options{}), "kpi/"+id) }
	require.Equal(t, []string{"PEOPLE AFFECTED", "0", "0 % of 9,000"}, value(0, "affected"))
	require.Equal(t, []string{"PEOPLE AFFECTED", "7,500", "83 % of 9,000"}, value(10.5, "affected"))
	require.Equal(t, "6,500", value(10.5, "no-power")[1])
	require.Equal(t, "1 / 1", value(10.5, "hospitals")[1])
	require.Equal(t, "in 3 h", value(7, "next")[1], "the battery of the cell site ends at 10 h")
	require.Equal(t, "2 devices", value(10.5, "attack")[1])
}

// Where nobody lacks an essential service the hardest-hit sector fills the map, stands in the strip and among the curves, and is explained.
func TestPictureWhereNobodyIsAffected(t *testing.T) {
	rec := trace.ExampleSpared()
	p, err := Draw(rec, sim.Time(7*time.Hour), Options{})
	require.NoError(t, err)
	require.Contains(t, p.Title, "6,500 (72 %) people without power;")
	require.Equal(t, Share4, find(t, p, "district/north").Fill)
	require.Equal(t, Share0, find(t, p, "district/east").Fill)
	require.Contains(t, strings.Join(textsOf(p, "legend"), " "), "PEOPLE WITHOUT POWER")
	require.Contains(t, strings.Join(textsOf(p, "legend"), " "), "WHY? THE WAY TO LOAD NODE IN NORTH (5,000 PEOPLE)")
	require.NotEmpty(t, textsOf(p, "curve/power/key"))

	// A sector without a tile and without a colour of its own gets both, and the first place.
	s := &rec.Sectors[rec.Focus()]
	s.Name, s.Title = "city-hall", "Public administration"
	p, err = Draw(rec, sim.Time(7*time.Hour), Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"NO CITY HALL", "6,500"}, textsOf(p, "kpi/no-city-hall")[:2])
	require.NotEmpty(t, textsOf(p, "curve/city-hall/key"))
	require.Contains(t, textsOf(Curves(rec, 800, Dark), "curve/city-hall"), "Public administration")
	require.Equal(t, rec.Focus(), (&drawing{rec: rec, told: rec.Focus()}).curves(9, false)[0])
}

func TestArrowsLeadFromCauseToEffect(t *testing.T) {
	p := draw(t, 6.1, Options{})
	order := map[string]bool{}
	for _, it := range p.Items {
		if strings.HasPrefix(it.ID, "arrow/") && it.Kind == Text {
			order[it.Text] = true
		}
	}
	require.NotEmpty(t, order)
	for n := 1; n <= len(order); n++ {
		require.True(t, order[fmt.Sprint(n)], "arrow %d", n)
	}
	require.Empty(t, textsOf(draw(t, 5.9, Options{}), "arrow/"), "nothing was lost yet")
	require.Empty(t, textsOf(draw(t, 9, Options{}), "arrow/"), "the losses of 6 h are older than an hour")
	dashed := draw(t, 10.5, Options{})
	found := false
	for _, it := range dashed.Items {
		if strings.HasPrefix(it.ID, "arrow/") && len(it.Dash) > 0 {
			found = true
			require.Contains(t, it.ID, "telecom/site-01")
		}
	}
	require.True(t, found, "a loss behind a buffer is dashed")
}

func TestOverlayGreysTheRest(t *testing.T) {
	p := draw(t, 7, Options{Sector: "water"})
	require.Zero(t, find(t, p, "asset/water/pump-01").Fade)
	require.GreaterOrEqual(t, find(t, p, "asset/power/substation-01").Fade, 0.75)
	require.Contains(t, strings.Join(textsOf(p, "legend"), "|"), "PEOPLE WITHOUT WATER")
}

func TestBadOptions(t *testing.T) {
	for name, c := range map[string]struct {
		opt  Options
		want string
	}{
		"too small":         {Options{Width: 100, Height: 100}, "480 by 320"},
		"too large":         {Options{Width: 1 << 20, Height: 1000}, "at most 16384"},
		"unknown sector":    {Options{Sector: "watr"}, `did you mean "water"?`},
		"unknown highlight": {Options{Highlight: "power/nothing"}, `nothing is called "power/nothing"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Draw(trace.Example(), 0, c.opt)
			require.ErrorContains(t, err, c.want)
		})
	}
}
