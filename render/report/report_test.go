package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/render/scene"
	"cascata/sim"
)

func pageOf(t *testing.T, rec *trace.Recording, opt Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, rec, opt))
	return b.String()
}

// wellFormed reads a text as XML, with the void elements of HTML closed.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	text = regexp.MustCompile(`<(meta|br|hr)([^>]*)>`).ReplaceAllString(text, "<$1$2/>")
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		_, err := d.Token()
		if err == io.EOF {
			return
		}
		require.NoError(t, err)
	}
}

func TestPageIsWellFormedAndWithoutScript(t *testing.T) {
	page := pageOf(t, trace.Example(), Options{})
	wellFormed(t, strings.TrimPrefix(page, "<!DOCTYPE html>"))
	for _, bad := range []string{"<script", "javascript:", "src=", "http://", "https://", "@import", "ZgotmplZ"} {
		require.NotContains(t, page, bad)
	}
	require.Less(t, len(page), 3<<20)
}

func TestPageIsTheSameEveryTime(t *testing.T) {
	require.Equal(t, pageOf(t, trace.Example(), Options{}), pageOf(t, trace.Example(), Options{}))
}

func TestPageSaysWhatItIs(t *testing.T) {
	rec := trace.Example()
	rec.Header.ModelledOn, rec.Header.Invented, rec.Header.Sets = "A town in 2019.", "The streets.", []string{"campaign[0].skill=expert"}
	rec.Header.CityHash, rec.Header.ScenarioHash = "c1c1", "5c5c"
	rec.Parameters = []model.Parameter{{Name: "telecom/site.power.buffer", Value: "4h", Range: "0h to 8h", Source: "a survey", Changed: true}}
	page := pageOf(t, rec, Options{Version: "cascata 9.9", TraceHash: "abcdef"})
	for _, want := range []string{
		"Everything in this town is SYNTHETIC.", "No data: an invented town", "A breach in an invented town", "cascata 9.9",
		"Modelled on: A town in 2019.", "Invented in the scenario: The streets.", `<li class="hash">campaign[0].skill=expert</li>`,
		"c1c1", "5c5c", "abcdef", "telecom/site.power.buffer", "0h to 8h", "a survey", "changed by the scenario",
		`lang="en"`, "First ledger: critical functions", "Second ledger: data incidents", "prefers-color-scheme",
	} {
		require.Contains(t, page, want)
	}
}

// TestChainOfTheExample: the chain runs from the campaign to the cell site over the substation, first cause first.
func TestChainOfTheExample(t *testing.T) {
	page := pageOf(t, trace.Example(), Options{})
	text := page[strings.Index(page, `<h2 id="why">`):]
	at := 0
	for _, want := range []string{"Attack on the grid", "T1566.001 Spearphishing Attachment", "T0855 Unauthorized Command Message",
		"Substation 01", "Load node 01", "Cell site 01"} {
		i := strings.Index(text[at:], want)
		require.GreaterOrEqual(t, i, 0, "%q after what came before", want)
		at += i
	}
	require.Contains(t, text, "the longest of their chains (9 hops)")
	require.Contains(t, text, "change 1; leads on by command")
	require.Contains(t, text, "change 11; leads on through a buffer")
	require.NotContains(t, text, "leads on by: ")
}

// TestNumbersOfTheExample: at 10 h the city misses 5,000 + 1,500 people's power and 1,000 more people's telephone.
func TestNumbersOfTheExample(t *testing.T) {
	page := pageOf(t, trace.Example(), Options{})
	require.Contains(t, page, "7,500 (83 %) people lacked at least one essential service")
	require.Contains(t, page, "At the end of the run everybody is served again.")
	require.Contains(t, page, "120,000", "records of the data incident")
	for _, from := range []string{ // three clocks that start at three moments: each says at which
		"<dt>Half of them served again</dt><dd>1 h after the peak</dd>", "50 % recovered, from the first essential loss",
		"First loss of service at any asset", "All back, from its first loss [h]", "Longest chain of the run, attack to people",
	} {
		require.Contains(t, page, from)
	}
}

// TestPageWhereNobodyIsAffected: the hardest-hit sector tells the run: in the first sentence, the numbers, the moments, the maps, the
// curves and the chains. By hand: 5,000 people and half of 3,000 lose power at 6 h, for 5 h.
func TestPageWhereNobodyIsAffected(t *testing.T) {
	rec := trace.ExampleSpared()
	page := pageOf(t, rec, Options{})
	for _, want := range []string{
		"At the worst moment, day 0, 14:00 (T&#43;06:00), 6,500 (72 %) people lacked power; no essential service fell.",
		"At the end of the run everybody is served again.", "Most people without power", "People-hours without power</dt><dd>32,500",
		"share of people without power:", "6,500 (72\u00a0%) people lack power.", "people without power at the worst moment",
	} {
		require.Contains(t, page, want)
	}
	text := page[strings.Index(page, `<h2 id="why">`):strings.Index(page, `<h2 id="functions">`)]
	require.Contains(t, text, "Load node in North: 5,000")
	require.Contains(t, text, "Attack on the grid: campaign began")
}

func TestLedgersAreApart(t *testing.T) {
	page := pageOf(t, trace.Example(), Options{})
	functions := page[strings.Index(page, `<h2 id="functions">`):strings.Index(page, `<h2 id="data">`)]
	data := page[strings.Index(page, `<h2 id="data">`):strings.Index(page, `<h2 id="course">`)]
	require.NotContains(t, functions, "ecords")
	require.NotContains(t, data, "person-hours")
	require.Contains(t, data, "Customer records")
}

func TestPageCanBeReadByEveryone(t *testing.T) {
	page := pageOf(t, trace.Example(), Options{})
	require.Equal(t, 1, strings.Count(page, "<h1>"))
	for _, table := range regexp.MustCompile(`(?s)<table>.*?</table>`).FindAllString(page, -1) {
		require.Contains(t, table, `scope="row"`)
	}
	for _, svg := range regexp.MustCompile(`<svg[^>]*>`).FindAllString(page, -1) {
		require.True(t, strings.Contains(svg, `aria-label="`) || strings.Contains(svg, `aria-hidden="true"`), svg)
	}
	for _, ref := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
		require.Contains(t, page, `id="`+ref[1]+`"`)
	}
}

func TestNamesAreEscaped(t *testing.T) {
	rec := trace.Example()
	rec.Header.ScenarioTitle = `<script>alert("x")</script>&`
	rec.Header.Attribution = `"><script>`
	page := pageOf(t, rec, Options{})
	require.NotContains(t, page, "<script")
	wellFormed(t, strings.TrimPrefix(page, "<!DOCTYPE html>"))
}

// TestMoments are those of the story of trace.Example: foothold at 2 h, first loss at 6 h, awareness at 6.25 h, worst at 10 h + 1 s,
// back at 11 h, end at 24 h.
func TestMoments(t *testing.T) {
	var got []sim.Time
	for _, m := range Moments(trace.Example()) {
		got = append(got, m.At)
	}
	h := func(x float64) sim.Time { return sim.Time(x * float64(time.Hour)) }
	require.Equal(t, []sim.Time{h(2), h(6), h(6.25), h(10) + 1e9, h(11) + 1e9, h(24)}, got)
}

func TestMomentsOfAQuietRunAndOfOneInstant(t *testing.T) {
	rec := trace.Example()
	still := rec.Stage.Recorder().Finish(sim.Time(time.Hour))
	require.Equal(t, []Moment{{At: sim.Time(time.Hour), Title: "End of the run"}}, Moments(still))
	page := pageOf(t, still, Options{})
	require.Contains(t, page, "Nobody lost a service in this run.")
	require.Contains(t, page, "nothing to explain")
	require.Equal(t, []Moment{{At: 5, Title: "A; b"}}, merge([]Moment{{At: 5, Title: "A"}, {At: 5, Title: "B"}}))
}

func TestSVGIsWellFormed(t *testing.T) {
	for _, opt := range []scene.Options{{}, {Theme: scene.Light, MapOnly: true, Width: 700, Height: 600}} {
		pic, err := scene.Draw(trace.Example(), sim.Time(10*time.Hour), opt)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, SVG(&b, pic))
		wellFormed(t, b.String())
		require.Contains(t, b.String(), "SYNTHETIC")
		require.Contains(t, b.String(), "<title>Example town")
	}
}

func TestPathData(t *testing.T) {
	ring := [][]scene.Point{{{X: 1, Y: 2}, {X: 3.04, Y: 2}, {X: 3.06, Y: -4.5}}}
	require.Equal(t, "M1 2l2 0 0.1 -6.5z", pathData(ring, true))
	require.Equal(t, "M1 2l2 0 0.1 -6.5", pathData(ring, false))
	require.Equal(t, "0.5", num(0.5))
	require.Equal(t, "0", num(-0.001))
}

// TestErrorsOfTheWriterComeBack: a full disk is not lost.
func TestErrorsOfTheWriterComeBack(t *testing.T) {
	require.ErrorIs(t, Write(full{}, trace.Example(), Options{}), io.ErrShortWrite)
	require.ErrorIs(t, SVG(full{}, &scene.Picture{W: 1, H: 1}), io.ErrShortWrite)
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
