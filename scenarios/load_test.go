package scenarios

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

const small = `
title = "Small"
city = "mini"
start = "2025-12-22T08:00"

[[event]]
at = "1h"
until = "0d 11:30"
command = "set"
level = 0.5
targets = ["power/substation", "=power/feeder-n*"]
why = "heat"

[[event]]
at = "2h"
command = "stop"
targets = ["telecom/site"]
share = 0.5
why = "half of the sites"

[needs."telecom/site.power"]
buffer = "8h"

[operators.dso]
crews = 9
`

// loadText loads a scenario from text.
func loadText(text string, sets ...string) (*Scenario, error) {
	return Load("./dir/test.toml", sets, func(name string) ([]byte, error) {
		if name != "./dir/test.toml" {
			return nil, fs.ErrNotExist
		}
		return []byte(text), nil
	})
}

func names(s *Scenario, assets []model.AssetID) []string {
	var list []string
	for _, a := range assets {
		list = append(list, s.City.Assets[a].Name)
	}
	return list
}

func TestLoadReadsEverything(t *testing.T) {
	s, err := loadText(small)
	require.NoError(t, err)
	assert.Equal(t, "test", s.Name)
	assert.Equal(t, "Small", s.Title)
	assert.Equal(t, 72*time.Hour, s.Horizon)
	assert.Equal(t, time.Second, s.Lookahead)
	assert.Equal(t, int64(1), s.Seed)
	assert.Len(t, s.Hash, 64)
	require.Len(t, s.Events, 2)
	e := s.Events[0]
	assert.Equal(t, sim.Time(time.Hour), e.At)
	assert.Equal(t, sim.Time(210*time.Minute), e.Until, "11:30 is three and a half hours after 8:00")
	assert.Equal(t, model.OpSet, e.Op)
	assert.Equal(t, model.Full/2, e.Level)
	assert.Equal(t, []string{"power/feeder-n1", "power/feeder-n2", "power/substation-n", "power/substation-s"}, names(s, e.Assets))
	assert.Equal(t, sim.Never, s.Events[1].Until)
	assert.Len(t, s.Events[1].Assets, 2, "half of four sites")
	changed := map[string]string{}
	for _, p := range s.City.Defaults {
		if p.Changed {
			changed[p.Name] = p.Value
		}
	}
	assert.Equal(t, map[string]string{"telecom/site.power.buffer": "8h"}, changed)
	for _, o := range s.City.Operators {
		if o.Name == "dso" {
			assert.Equal(t, 9, o.Crews)
		}
	}
}

// A larger share includes a smaller one, and neither depends on the order of the selectors.
func TestSharesAreNested(t *testing.T) {
	picked := func(share string) []string {
		s, err := loadText(small, "event[1].targets=[\"power/*\"]", "event[1].share="+share)
		require.NoError(t, err)
		return names(s, s.Events[1].Assets)
	}
	all, most, few := picked("1"), picked("0.6"), picked("0.2")
	assert.Subset(t, all, most)
	assert.Subset(t, most, few)
	assert.InDelta(t, 0.6*float64(len(all)), len(most), 0.51)
	assert.InDelta(t, 0.2*float64(len(all)), len(few), 0.51)
}

func TestHashCoversFileAndSets(t *testing.T) {
	hashOf := func(text string, sets ...string) string {
		s, err := loadText(text, sets...)
		require.NoError(t, err)
		return s.Hash
	}
	base := hashOf(small)
	assert.Equal(t, base, hashOf(small))
	assert.NotEqual(t, base, hashOf(small+"# a comment\n"))
	assert.NotEqual(t, base, hashOf(small, "seed=1"))
	assert.NotEqual(t, hashOf(small, "seed=1", "horizon=2h"), hashOf(small, "horizon=2h", "seed=1"))
}

func TestLoadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, set, want string
	}{
		{"unknown city", "city=minni", `--set city=minni: there is no city "minni"; did you mean "mini"?`},
		{"city file that is not there", "city=my.city", `--set city=my.city: the city cannot be read: file does not exist`},
		{"level without set", "event[1].level=0.5", `--set event[1].level=0.5: only the commands set, draw and spoof have a level; leave level out`},
		{"until before at", `event[0].until=30m`, `--set event[0].until=30m: the event ends at 30m, not after it begins; write an instant after at`},
		{"nothing to lift", `event[0].command=repair`, `./dir/test.toml:8:9: nothing lifts the command "repair"; leave until out`},
		{"instant before the start", `event[1].at=0d 07:00`, `--set event[1].at=0d 07:00: "0d 07:00" lies before the scenario starts, at 0d 08:00`},
		{"horizon", `horizon=900d`, `--set horizon=900d: horizon is 21600h0m0s; write a value in [1m,800d]`},
		{"fidelity", `sector.power.fidelity=flow`, `--set sector.power.fidelity=flow: `},
		{"physics of what has none", `sector.supply.fidelity=physics`, `there is no physics of sector supply`},
		{"sector that is not there", `sector.pwer.fidelity=connectivity`, `the city has no sector "pwer"; did you mean "power"?`},
		{"draw without load", `event[1]={at="1h", command="draw", level=0.5, targets=["water/pump"], why="x"}`, `no target can obey the command "draw"; name assets with load to switch`},
		{"disarm without protection", `event[1]={at="1h", command="disarm", targets=["water/pump"], why="x"}`, `no target can obey the command "disarm"; name assets of power`},
		{"weather", `weather={low_c=20, high_c=10}`, `the night is warmer (20 C) than the day (10 C)`},
		{"need", `needs."telecom/site.power".buffer=-1h`, `--set needs."telecom/site.power".buffer=-1h: buffer of telecom/site.power: duration "-1h" is negative: a duration is 0 or more`},
		{"need of a strange type", `needs."telecom/site.power".buffer=[]`, `--set needs."telecom/site.power".buffer=[]: buffer of telecom/site.power is neither text nor a number; write text or a number`},
		{"technique", `campaign=[{name="c", entry={technique="T1566", operator="dso", zone="ofice"}, goals=[]}]`, `unknown zone "ofice"; did you mean "office"?`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := loadText(small, c.set)
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.want)
			var f model.Faults
			assert.True(t, errors.As(err, &f))
		})
	}
}

// What the decoder refuses is not reported a second time by what depends on it.
func TestEachPlaceIsReportedOnce(t *testing.T) {
	_, err := loadText(small+"[[campaign]]\nname = 3\nskill = \"guru\"\nentry = {technique = \"T1566\", operator = \"dso\", zone = \"office\"}\ngoals = [{technique = \"T0855\", operator = \"dso\"}]\n", "event[0].at=5")
	require.Error(t, err)
	lines := strings.Split(err.Error(), "\n")
	assert.Len(t, lines, 3, "name, skill and at, each once:\n%v", err)
}

func TestUnknownScenario(t *testing.T) {
	_, err := Load("quiet-dai", nil, nil)
	assert.EqualError(t, err, `quiet-dai: there is no scenario of this name; a file needs a slash or the ending .toml; did you mean "quiet-day"?`)
	_, err = Load("nowhere.toml", nil, func(string) ([]byte, error) { return nil, fs.ErrNotExist })
	assert.EqualError(t, err, `nowhere.toml: cannot be read: file does not exist`)
}

// Every shipped scenario says what it is, what it is modelled on and what is invented, beginning with a comment.
func TestShippedScenariosExplainThemselves(t *testing.T) {
	assert.Equal(t, []string{"blackout", "cad-nine-days", "cad-ransomware", "cad-seventeen-hours", "city-hall-ransomware", "emergency-calls-fail", "emergency-platform-fails", "heating-in-winter", "hospital-diversion", "iot-load-switching", "mobile-core-wipe", "neighbour-warned", "pathology-supplier", "quiet-day", "sirens-at-midnight", "substation-switching", "supplier-update", "understaffed-psap", "uneven-protection", "water-supplier"}, Names())
	assert.Contains(t, Names(), Default)
	for _, name := range Names() {
		text, err := library.ReadFile("library/" + name + ".toml")
		require.NoError(t, err)
		head, _, _ := strings.Cut(string(text), "\ntitle")
		assert.True(t, strings.HasPrefix(head, "# "), name)
		assert.Contains(t, head, "# Modelled on: ", name)
		assert.Contains(t, head, "# Invented: ", name)
		for _, key := range []string{"\ndoc = ", "\nmodelled_on = ", "\ninvented = "} {
			assert.Contains(t, string(text), key, name)
		}
		doc, err := Describe(name)
		require.NoError(t, err)
		assert.NotEmpty(t, doc)
	}
}

// FuzzLoad: no text makes the reader of scenarios panic; what it refuses it refuses with faults.
func FuzzLoad(f *testing.F) {
	f.Add(small)
	for _, name := range Names() {
		text, err := library.ReadFile("library/" + name + ".toml")
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := loadText(text, "city=mini")
		var faults model.Faults
		switch {
		case err == nil && s == nil:
			t.Error("neither a scenario nor an error")
		case err != nil && !errors.As(err, &faults):
			t.Errorf("%v is no list of faults", err)
		}
	})
}
