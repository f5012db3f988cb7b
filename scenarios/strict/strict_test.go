package strict

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
)

type goal struct {
	Technique string  `toml:"technique,required"`
	Weight    float64 `toml:"weight" in:"(0,1]"`
}

type campaign struct {
	Name  string   `toml:"name,required"`
	Skill string   `toml:"skill" one:"novice expert"`
	Start Duration `toml:"start" in:"[0s,30d]"`
	Goals []goal   `toml:"goals"`
}

type sample struct {
	Seed     int64               `toml:"seed"`
	Workers  uint8               `toml:"workers"`
	Share    float64             `toml:"share" in:"(0,1]"`
	On       bool                `toml:"on"`
	Start    Clock               `toml:"start"`
	Repair   Dist                `toml:"repair"`
	Pair     [2]float64          `toml:"pair"`
	Optional *int                `toml:"optional"`
	Campaign []campaign          `toml:"campaign"`
	Needs    map[string]goal     `toml:"needs"`
	Free     any                 `toml:"free"`
	Lists    map[string][]string `toml:"lists"`
}

func faultsOf(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var lines []string
	require.IsType(t, model.Faults{}, err)
	for _, f := range err.(model.Faults) {
		lines = append(lines, f.String())
	}
	return lines
}

func TestDecodeReads(t *testing.T) {
	var s sample
	s.On = true
	err := Decode("x.toml", []byte(`
seed = -3
share = 1
start = "2025-12-23T15:30"
repair = "lognormal(4h, 0.5)"
pair = [1, 2.5]
optional = 4
free = [1, "a", {b = 2.5}]
lists = {a = ["x", "y"]}
[[campaign]]
name = "one"
start = "1d6h"
goals = [{technique = "T0855", weight = 0.5}]
[[campaign]]
name = "two"
[[campaign.goals]]
technique = "T0813"
[needs."telecom/site.power"]
technique = 'T1'
`), &s)
	require.NoError(t, err)
	assert.Equal(t, int64(-3), s.Seed)
	assert.Equal(t, 1.0, s.Share)
	assert.True(t, s.On, "a key that is left out keeps its value")
	assert.Equal(t, time.Date(2025, 12, 23, 15, 30, 0, 0, time.UTC), s.Start.Time)
	assert.Equal(t, "lognormal(4h, 0.5)", s.Repair.Text)
	assert.Equal(t, [2]float64{1, 2.5}, s.Pair)
	assert.Equal(t, 4, *s.Optional)
	assert.Equal(t, []any{int64(1), "a", map[string]any{"b": 2.5}}, s.Free)
	assert.Equal(t, map[string][]string{"a": {"x", "y"}}, s.Lists)
	assert.Equal(t, Duration(30*time.Hour), s.Campaign[0].Start)
	assert.Equal(t, []goal{{"T0855", 0.5}}, s.Campaign[0].Goals)
	assert.Equal(t, []goal{{"T0813", 0}}, s.Campaign[1].Goals)
	assert.Equal(t, map[string]goal{"telecom/site.power": {"T1", 0}}, s.Needs)
}

// The seven traps of BurntSushi/toml found by running it, and the rest of what a strict reader refuses.
func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"type error in the first of several tables", "\n[[campaign]]\nname = 5\n[[campaign]]\nname = \"b\"\n[[campaign]]\nname = \"c\"\n",
			[]string{`x.toml:3:8: campaign[0].name is the number 5; write text in quotes`}},
		{"column of a type error", "on =   \"yes\"", []string{`x.toml:1:8: on is the text "yes"; write true or false`}},
		{"unknown key in an array of tables", "[[campaign]]\nname = \"a\"\n[[campaign]]\nname = \"b\"\n  skil = \"expert\"\n",
			[]string{`x.toml:5:3: campaign[1]: unknown key "skil"; did you mean "skill"?`}},
		{"negative into unsigned", "workers = -1", []string{`x.toml:1:11: workers is the number -1; write a whole number from 0 up`}},
		{"too large for its type", "workers = 256", []string{`x.toml:1:11: workers is the number 256; write a smaller whole number`}},
		{"nan", "share = nan", []string{`x.toml:1:9: share is the number NaN; write a finite number`}},
		{"inf deep in a free value", "free = {a = [1.0, -inf]}", []string{`x.toml:1:19: free.a[1] is -Inf; write a finite number`}},
		{"wrong case", "Seed = 1", []string{`x.toml:1:1: unknown key "Seed": upper and lower case differ; write "seed"`}},
		{"twice by case", "seed = 1\nSEED = 2", []string{`x.toml:2:1: unknown key "SEED": upper and lower case differ; write "seed"`}},
		{"free keys twice by case", "[lists]\nab = []\nAb = []", []string{`x.toml:2:6: lists: the keys "Ab" and "ab" differ only by case; keep one`}},
		{"missing key", "[[campaign]]\nskill = \"expert\"", []string{`x.toml:1:3: campaign[0]: missing key "name"; add name = ...`}},
		{"required but empty", "[[campaign]]\nname = \"\"\n[[campaign]]\nname = \" \"\nskill = \"\"", []string{`x.toml:2:8: campaign[0].name is empty; write some text`,
			`x.toml:4:8: campaign[1].name is empty; write some text`, `x.toml:5:9: campaign[1].skill: unknown value ""; known: expert, novice`}},
		{"outside its interval", "share = 0.0", []string{`x.toml:1:9: share is 0; write a value in (0,1]`}},
		{"duration outside its interval", "[[campaign]]\nname = \"a\"\nstart = \"31d\"", []string{`x.toml:3:9: campaign[0].start is 744h0m0s; write a value in [0s,30d]`}},
		{"not one of the known", "[[campaign]]\nname = \"a\"\nskill = \"exprt\"", []string{`x.toml:3:9: campaign[0].skill: unknown value "exprt"; did you mean "expert"?`}},
		{"negative duration", "[[campaign]]\nname = \"a\"\nstart = \"-3h\"", []string{`x.toml:3:9: campaign[0].start: duration "-3h" is negative: a duration is 0 or more`}},
		{"fraction for a whole number", "seed = 1.5", []string{`x.toml:1:8: seed is the number 1.5; write a whole number without quotes`}},
		{"table for a number", "[seed]\na = 1", []string{`x.toml:1:2: seed is a table; write a whole number without quotes`}},
		{"date without quotes", "start = 2025-12-23T15:30:00", []string{`x.toml:1:9: start is a date or time without quotes; write text in quotes`}},
		{"wrong length", "pair = [1]", []string{`x.toml:1:8: pair has 1 elements; write 2`}},
		{"list for a table", "needs = [1]", []string{`x.toml:1:9: needs is a list; write a table`}},
		{"quoted key", "[needs]\n\"telecom/site.power\".technique = 4", []string{`x.toml:2:34: needs."telecom/site.power".technique is the number 4; write text in quotes`}},
		{"columns count characters", "free = {\"é\" = nan}", []string{`x.toml:1:15: free."é" is NaN; write a finite number`}},
		{"two lines of bad syntax and a bad type", "seed = \non = 1\nshare = @\n", []string{
			`x.toml:1:8: expected value but found '\n' instead`,
			`x.toml:2:6: on is the number 1; write true or false`,
			`x.toml:3:9: expected value but found '@' instead`}},
		{"not UTF-8", "\xff\xfes\x00", []string{`x.toml:1:1: the file is not UTF-8 text; save it as UTF-8`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, faultsOf(t, Decode("x.toml", []byte(c.text), &sample{})))
		})
	}
}

func TestPosKnowsEveryWayOfWriting(t *testing.T) {
	text := "\ufeff# comment = 1\n" +
		"a.b . c = 1 # x\n" + // line 2
		"text = \"\"\"\n[no]\nq = 1 \\\"\"\"\"\"\"\n" + // 3-5, ends in two quotes of its own
		"lit = '''\n''x'''''\n" + // 6-7
		"list = [ 1,\n  [2, 3], # c ]\n {x = 'a]', \"y.z\" = [ {w = 5} ]},\n]\r\n" + // 8-11
		"[[t]]\nk = 1\n[t.sub]\nm = 1\n[[t.arr]]\nn = 1\n[[t.arr]]\nn = 2\n[[ t ]]\nk=2\n[t.sub]\nm = 2\n" // 12-
	d := Parse("x.toml", []byte(text))
	require.False(t, d.Broken(), "%v", d.broken)
	for path, want := range map[string]place{
		"a.b.c": {2, 11}, "text": {3, 8}, "lit": {6, 7}, "list[0]": {8, 10}, "list[1][1]": {9, 7}, "list[2].x": {10, 7},
		`list[2]."y.z"[0].w`: {10, 28}, "t[0].k": {13, 5}, "t[0].sub.m": {15, 5}, "t[0].arr[1].n": {19, 5}, "t[1].k": {21, 3},
		"t[1].sub.m": {23, 5}, "t[1].sub.missing": {22, 4}, "nowhere": {1, 1},
	} {
		line, col := d.Pos(path)
		assert.Equal(t, want, place{line, col}, path)
	}
	line, col := d.KeyPos("a.b.c")
	assert.Equal(t, place{2, 7}, place{line, col})
}

func TestPathWritesWhatTheScannerNotes(t *testing.T) {
	assert.Equal(t, `campaign[1].goals[0].technique`, Path("campaign", 1, "goals", 0, "technique"))
	assert.Equal(t, `needs."telecom/site.power".buffer`, Path("needs", "telecom/site.power", "buffer"))
	assert.Equal(t, `needs`, parent(`needs."a.b[0]\"."`))
	assert.Equal(t, ``, parent(`needs`))
	assert.Equal(t, `a[1]`, parent(`a[1].b`))
	assert.Equal(t, `a`, parent(`a[1]`))
}

func TestSetChangesBeforeDecoding(t *testing.T) {
	const text = "seed = 1\n[[campaign]]\nname = \"a\"\ngoals = [{technique = \"T1\"}, {technique = \"T2\"}]\n"
	d := Parse("x.toml", []byte(text))
	for _, a := range []string{"seed=7", "campaign[0].skill=expert", "campaign.start = 2h", "start=2025-12-23T15:30",
		`needs."telecom/site.power".technique="T=9"`, "campaign[0].goals[1].weight=0.25", "lists={x = [\"y\"]}", "on=true",
		`campaign[]={name="b"}`, "campaign[].name=c", "campaign[1].goals[].technique=T3"} {
		require.NoError(t, d.Set(a))
	}
	var s sample
	require.NoError(t, d.Decode(&s))
	assert.Equal(t, int64(7), s.Seed)
	assert.Equal(t, campaign{"a", "expert", Duration(2 * time.Hour), []goal{{"T1", 0}, {"T2", 0.25}}}, s.Campaign[0])
	require.Len(t, s.Campaign, 3)
	assert.Equal(t, []goal{{"T3", 0}}, s.Campaign[1].Goals)
	assert.Equal(t, "c", s.Campaign[2].Name)
	assert.Equal(t, 15, s.Start.Hour())
	assert.Equal(t, "T=9", s.Needs["telecom/site.power"].Technique)
	assert.Equal(t, []string{"y"}, s.Lists["x"])
	assert.True(t, s.On)
}

func TestSetNamesItselfInFaults(t *testing.T) {
	const text = "seed = 1\n[[campaign]]\nname = \"a\"\n[[campaign]]\nname = \"b\"\n"
	for _, c := range []struct{ set, want string }{
		{"seed=abc", `--set seed=abc: seed is the text "abc"; write a whole number without quotes`},
		{"sead=1", `--set sead=1: unknown key "sead"; did you mean "seed"?`},
		{"seed", `--set seed: "seed" has no "="; write --set key=value`},
		{"=1", `--set =1: the path is empty; write a path such as campaign[0].skill`},
		{"a b=1", `--set a b=1: "a b" is not a path; write a path such as campaign[0].skill`},
		{"campaign[x].name=1", `--set campaign[x].name=1: "campaign[x].name" has a position that is no number from 0 up; write a path such as campaign[0].skill`},
		{"campaign[2].name=z", `--set campaign[2].name=z: campaign has 2 elements, the first is [0]`},
		{"campaign.name=z", `--set campaign.name=z: campaign has 2 elements: say which, as in campaign[0].name`},
		{"seed[]=1", `--set seed[]=1: seed has 0 elements, the first is [0]`},
		{"campaign[]={}", `--set campaign[]={}: campaign[2]: missing key "name"; add name = ...`},
		{"seed.x=1", `--set seed.x=1: seed is the number 1 and has no key "x"`},
		{"share=inf", `--set share=inf: share is the number +Inf; write a finite number`},
		{"needs.x.weight=1", `--set needs.x.weight=1: needs.x: missing key "technique"; add technique = ...`},
		{"campaign[1]={}", `--set campaign[1]={}: campaign[1]: missing key "name"; add name = ...`},
	} {
		t.Run(c.set, func(t *testing.T) {
			d := Parse("x.toml", []byte(text))
			err := d.Set(c.set)
			if err == nil {
				err = d.Decode(&sample{})
			}
			assert.Equal(t, []string{c.want}, faultsOf(t, err))
		})
	}
}

func TestDeepAndLargeTextsAreRefused(t *testing.T) {
	deep := "a = "
	for range 1000 {
		deep += "["
	}
	got := faultsOf(t, Decode("x.toml", []byte(deep), &sample{}))
	require.Len(t, got, 1)
	assert.Contains(t, got[0], "lists and tables stand more than 64 deep in each other")
	got = faultsOf(t, Decode("x.toml", make([]byte, maxBytes+1), &sample{}))
	require.Len(t, got, 1)
	assert.Contains(t, got[0], "bytes, more than")
}

func TestValueOutsideItsLimitsIsTakenBack(t *testing.T) {
	s := sample{Share: 0.5}
	require.Error(t, Decode("x.toml", []byte("share = 2.0"), &s))
	assert.Equal(t, 0.5, s.Share)
}
