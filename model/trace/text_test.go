package trace

import (
	"bytes"
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
)

var update = flag.Bool("update", false, "write the golden files anew")

func requireGolden(t *testing.T, name, got string) {
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestGoldenCSV(t *testing.T) {
	r := Example()
	var changes, services bytes.Buffer
	require.NoError(t, r.WriteChanges(&changes))
	require.NoError(t, r.WriteServices(&services))
	requireGolden(t, "changes.csv", changes.String())
	requireGolden(t, "services.csv", services.String())
}

// What stands in the CSV must be what stands in the recording.
func TestCSVAgreesWithRecording(t *testing.T) {
	r := longRecording(NewStage(exampleRoster()), 500, 8)
	var b bytes.Buffer
	require.NoError(t, r.WriteChanges(&b))
	rows, err := csv.NewReader(&b).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"id", "t_s", "sector", "asset", "kind", "from", "to", "causes", "why"}, rows[0])
	require.Len(t, rows, len(r.Changes)+1)
	for i, row := range rows[1:] {
		c := r.Change(i + 1)
		require.Equal(t, strconv.Itoa(i+1), row[0])
		seconds, err := time.ParseDuration(row[1] + "s")
		require.NoError(t, err)
		require.Equal(t, c.At, sim.Time(seconds))
		require.Equal(t, []string{r.SectorName(c.Entity), r.Name(c.Entity), KindName(c.Kind)}, row[2:5])
		from, _ := strconv.ParseFloat(row[5], 64)
		to, _ := strconv.ParseFloat(row[6], 64)
		require.Equal(t, []model.Level{c.From, c.To}, []model.Level{model.LevelOf(from), model.LevelOf(to)})
		var causes []string
		for _, cause := range r.Causes(i + 1) {
			causes = append(causes, strconv.Itoa(int(cause.Number)))
		}
		require.Equal(t, strings.Join(causes, " "), row[7])
		require.Equal(t, r.Sentence(i+1), row[8])
	}
}

func TestSecondsAndShares(t *testing.T) {
	for at, want := range map[sim.Time]string{0: "0", 1: "0.000000001", sim.Time(time.Second): "1",
		sim.Time(90*time.Minute + 1500*time.Millisecond): "5401.5", sim.Time(10 * time.Hour): "36000"} {
		require.Equal(t, want, string(appendSeconds(nil, at)))
	}
	for l := range model.Level(3000) { // seven decimals tell neighbours apart and lead back to the level
		for _, l := range []model.Level{l, model.Full - l, model.Full/3 + l} {
			x, err := strconv.ParseFloat(string(appendShare(nil, l)), 64)
			require.NoError(t, err)
			require.Equal(t, l, model.LevelOf(x))
		}
	}
	require.Equal(t, "1", string(appendShare(nil, model.Full)))
	require.Equal(t, "0", string(appendShare(nil, 0)))
	require.Equal(t, "0.5", string(appendShare(nil, model.Full/2)))
}

// Every reason and kind the model knows has words, and every sentence comes out without braces whether or not its names
// have values.
func TestEveryReasonHasWords(t *testing.T) {
	r := Example()
	for code := model.WhyUnknown; code <= model.WhyQuiet; code++ {
		require.Contains(t, english.why, code)
		for _, why := range []model.Why{
			{Code: code, Other: model.Absent, Need: model.Absent},
			{Code: code, Other: 4, Need: 1, Amount: 2},
			{Code: code, Other: 4, Need: model.Absent, Amount: 1e15},
		} {
			r.Changes[0].Why = why
			s := r.Sentence(1)
			require.NotEmpty(t, s)
			require.NotContains(t, s, "{")
			require.NotContains(t, s, "[")
			require.Equal(t, strings.TrimSpace(s), s)
			require.NotContains(t, s, "  ")
		}
	}
	for k := model.KindCommand; k <= model.KindDeadline; k++ {
		require.Contains(t, english.change, k)
	}
	for k := model.CauseAll; k <= model.CauseRepair; k++ {
		require.Contains(t, english.cause, k)
	}
	r.Changes[0].Why.Code = 999
	require.Equal(t, "reason 999", r.Sentence(1))
	require.Equal(t, "kind 200", KindName(200))
	require.Equal(t, "cause 200", CauseName(200))
}

func TestSentences(t *testing.T) {
	r := Example()
	for n, want := range map[int]string{
		1:  "campaign began",
		2:  "T1566.001 Spearphishing Attachment succeeded",
		5:  "T0859 Valid Accounts seen on SCADA server",
		7:  "opened by Attack on the grid",
		10: "too little capacity on the way from Substation 01",
		13: "power: supply fell (Load node 02)",
		19: "120000 records within reach",
		20: "power: buffer empty after 4h (without Load node 01)",
		22: "crew finished after 1h at Substation 01",
	} {
		require.Equal(t, want, r.Sentence(n))
	}
	require.Equal(t, "0d 18:00:01 Cell site 01: service 100 % to 0 %; power: buffer empty after 4h (without Load node 01)", r.Line(21))
}

// Only parts of the electric network open and close; a pump, a cell site or a control centre is switched off and on.
func TestOnlySwitchesOpen(t *testing.T) {
	r := Example()
	for asset, want := range map[model.EntityID][3]string{
		assetSub1: {"opened", "closed", "open"}, assetLine1: {"opened", "closed", "open"},
		assetPump1: {"switched off", "switched on", "switched off"}, assetSite1: {"switched off", "switched on", "switched off"},
	} {
		c := &r.Changes[0]
		c.Entity = asset
		for i, code := range []model.WhyCode{model.WhyOpened, model.WhyClosed} {
			c.Why = model.Why{Code: code, Other: model.Absent, Need: model.Absent}
			require.Equal(t, want[i], r.Sentence(1), r.Name(asset))
		}
		require.Equal(t, "service 100 %, "+want[2], r.describe(asset, &State{Level: model.Full, Flags: Opened}))
	}
}

// What is said when work ends must be true of a rebuilt asset too, whose backup was unusable.
func TestRestoredClaimsNoBackup(t *testing.T) {
	require.NotContains(t, english.why[model.WhyRestored], "backup")
}

func TestTitles(t *testing.T) {
	for _, c := range [][3]string{
		{"power/substation-04", "substation", "Substation 04"},
		{"telecom/site-0047", "cell site", "Cell site 0047"},
		{"telecom/core", "core network", "Core network"},
		{"metro/azul-line", "line", "Line"},
		{"water/école-2", "école", "École 2"},
		{"dso/control/scada-server", "", "Scada server"},
	} {
		require.Equal(t, c[2], titleOf(c[0], c[1]))
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "0s", time.Second: "1s", 1500 * time.Millisecond: "1.5s", time.Minute: "1m",
		90 * time.Second: "1m30s", time.Hour: "1h", 90 * time.Minute: "1h30m", 4 * time.Hour: "4h", time.Hour + time.Second: "1h0m1s",
		24 * time.Hour: "1d", 26*time.Hour + 30*time.Minute: "1d 2h30m", 10*time.Hour + 10*time.Minute: "10h10m",
		time.Hour + 30*time.Minute + 400*time.Millisecond: "1h30m", 24*time.Hour + 5*time.Second: "1d"} {
		require.Equal(t, want, Span(d))
	}
}

func TestClockText(t *testing.T) {
	c, err := NewClock("2026-01-14 08:00")
	require.NoError(t, err)
	for at, want := range map[sim.Time]string{0: "0d 08:00", sim.Time(6*time.Hour + 32*time.Minute): "0d 14:32",
		sim.Time(30*time.Hour + 32*time.Minute): "1d 14:32", sim.Time(16 * time.Hour): "1d 00:00", sim.Time(time.Second): "0d 08:00:01",
		sim.Time(1500 * time.Millisecond): "0d 08:00:01.5", sim.Never: "never", sim.Time(-9 * time.Hour): "-1d 23:00"} {
		require.Equal(t, want, c.Text(at))
	}
}

func TestClockSecond(t *testing.T) {
	c := Clock{8 * time.Hour}
	require.Equal(t, "0d 08:00:00", c.Second(0))
	require.Equal(t, "0d 08:00:02", c.Second(sim.Time(1001*time.Millisecond)), "not before it")
	require.Equal(t, "never", c.Second(sim.Never))
	require.Equal(t, "0d 08:01:00", c.Second(sim.Time(time.Minute)))
}

func TestClockStarts(t *testing.T) {
	for _, start := range []string{"2026-01-14 08:00", "2026-01-14T08:00", "2026-01-14 08:00:00", "2026-01-14T08:00:00",
		"2026-01-14T08:00:00Z", "2026-01-14T08:00:00+01:00", "08:00", "08:00:00"} {
		c, err := NewClock(start)
		require.NoError(t, err, start)
		require.Equal(t, "0d 08:00", c.Text(0), start)
	}
	c, err := NewClock("")
	require.NoError(t, err)
	require.Equal(t, "0d 00:00", c.Text(0))
	_, err = NewClock("Tuesday")
	require.EqualError(t, err, `"Tuesday" is not the start of a clock: write 2026-01-14 08:00 or 08:00`)
}

func TestClockParse(t *testing.T) {
	c, err := NewClock("08:00")
	require.NoError(t, err)
	for text, want := range map[string]time.Duration{"6h21m": 6*time.Hour + 21*time.Minute, "0": 0, "1d6h": 30 * time.Hour,
		"0d 08:00": 0, "0d 14:32": 6*time.Hour + 32*time.Minute, "1d 14:32": 30*time.Hour + 32*time.Minute,
		"1d 07:59:59.5": 24*time.Hour - 500*time.Millisecond, " 2d  00:00 ": 40 * time.Hour} {
		got, err := c.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, sim.Time(want), got, text)
	}
	for text, want := range map[string]string{
		"":           "write 6h21m from the start, or 1d 14:32 on the scenario's clock",
		"noon":       "write 6h21m from the start, or 1d 14:32 on the scenario's clock",
		"14:32":      "say the day too, such as 0d 14:32",
		"0d 07:59":   "lies before the scenario starts, at 0d 08:00",
		"1d 25:00":   `"25:00" is not a time of day such as 14:32 or 14:32:10`,
		"xd 14:32":   `the day "xd" is not a number from 0 to 36500`,
		"-1d 14:32":  `the day "-1d" is not a number from 0 to 36500`,
		"99999d 1:1": "is not a number from 0 to 36500",
	} {
		_, err := c.Parse(text)
		require.ErrorContains(t, err, want, text)
	}
}

// What the clock writes, it reads.
func TestClockRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Clock{time.Duration(rapid.IntRange(0, 86399).Draw(t, "start")) * time.Second}
		at := sim.Time(rapid.Int64Range(0, int64(1000*24*time.Hour)).Draw(t, "at"))
		back, err := c.Parse(c.Text(at))
		require.NoError(t, err)
		require.Equal(t, at, back)
	})
}

func FuzzClockParse(f *testing.F) {
	for _, s := range []string{"6h21m", "1d 14:32", "0d 08:00:00.5", "14:32", "d :", "36500d 23:59"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := Clock{8 * time.Hour}
		at, err := c.Parse(text)
		if err != nil {
			return
		}
		require.GreaterOrEqual(t, at, sim.Time(0))
		back, err := c.Parse(c.Text(at))
		require.NoError(t, err)
		require.Equal(t, at, back)
	})
}
