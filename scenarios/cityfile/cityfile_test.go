package cityfile

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/scenarios/defaults"
)

func catalog(t testing.TB) *defaults.Catalog {
	t.Helper()
	cat, err := defaults.Load()
	require.NoError(t, err)
	return cat
}

func mini(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../cities/mini.city")
	require.NoError(t, err)
	return string(text)
}

// written is a city as text.
func written(t testing.TB, c *model.City, cat *defaults.Catalog) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Write(&out, c, cat))
	return out.String()
}

func TestRoundTrip(t *testing.T) {
	cat := catalog(t)
	first, err := Read("mini.city", strings.NewReader(mini(t)), cat)
	require.NoError(t, err)
	text := written(t, first, cat)
	second, err := Read("second.city", strings.NewReader(text), cat)
	require.NoError(t, err)
	hash, err := Hash(first, cat)
	require.NoError(t, err)
	require.Equal(t, hash, second.Hash)
	first.Hash = second.Hash // the hand-written text has comments
	require.Equal(t, first, second)
	require.Equal(t, text, written(t, second, cat), "the second writing must be the same bytes")

	var packed bytes.Buffer
	require.NoError(t, WriteCompressed(&packed, first, cat))
	third, err := Read("packed.city.zst", &packed, cat)
	require.NoError(t, err)
	require.Equal(t, second, third)
}

// A file of version 1 is one of version 2 that leaves out what physics asks for.
func TestVersion1IsRead(t *testing.T) {
	cat := catalog(t)
	text := mini(t)
	for _, section := range []string{"members", "corners", "streets"} {
		from := strings.Index(text, "["+section+"]")
		text = text[:from] + text[from+strings.Index(text[from:], "\n\n")+2:]
	}
	text = strings.Replace(text, "\ntraffic,traffic\n", "\n", 1)
	want, err := Read("mini.city", strings.NewReader(text), cat)
	require.NoError(t, err)
	require.Empty(t, want.Streets)
	got, err := Read("mini.city", strings.NewReader(strings.Replace(text, "cascata-city 2", "cascata-city 1", 1)), cat)
	require.NoError(t, err)
	got.Hash = want.Hash
	require.Equal(t, want, got)
	require.True(t, strings.HasPrefix(written(t, got, cat), "cascata-city 2\n"))
}

// The corners may have any numbers: they are numbered anew in their order.
func TestCornersAreNumberedAnew(t *testing.T) {
	cat := catalog(t)
	want, err := Read("mini.city", strings.NewReader(mini(t)), cat)
	require.NoError(t, err)
	require.Len(t, want.Corners, 13)
	require.Equal(t, model.Corner{At: model.Point{X: 0, Y: -2500}, Z: 110, Signal: model.Absent}, want.Corners[0])
	text := strings.NewReplacer("\n7,1800,0", "\n900,1800,0", "traffic/street-08,9,7,", "traffic/street-08,8,900,", "\n8,-600,0", "\n7,-600,0", "\n9,600,0", "\n8,600,0",
		"street-05,6,8,", "street-05,6,7,", "street-06,8,3,", "street-06,7,3,", "street-07,3,9,", "street-07,3,8,", "street-13,8,", "street-13,7,", "street-14,8,", "street-14,7,",
		"street-15,9,", "street-15,8,", "street-16,13,9,", "street-16,13,8,").Replace(mini(t))
	got, err := Read("mini.city", strings.NewReader(text), cat)
	require.NoError(t, err)
	at := func(c *model.City, i int32) model.Point { return c.Corners[i].At }
	for i := range want.Streets {
		require.Equal(t, at(want, want.Streets[i].From), at(got, got.Streets[i].From))
		require.Equal(t, at(want, want.Streets[i].To), at(got, got.Streets[i].To))
	}
	require.Equal(t, model.Point{X: 1800, Y: 0}, got.Corners[12].At, "the last one")
}

func TestRowOrderDoesNotMatter(t *testing.T) {
	cat := catalog(t)
	want, err := Read("mini.city", strings.NewReader(mini(t)), cat)
	require.NoError(t, err)
	head, tail, _ := strings.Cut(mini(t), "\n[layers]") // the order of layers is the order of drawing
	rapid.Check(t, func(t *rapid.T) {
		var out []string
		for _, block := range strings.Split(head, "\n\n") {
			lines := strings.Split(strings.TrimRight(block, "\n"), "\n")
			if strings.HasPrefix(lines[0], "[") {
				copy(lines[2:], rapid.Permutation(append([]string(nil), lines[2:]...)).Draw(t, lines[0]))
			}
			out = append(out, strings.Join(lines, "\n"))
		}
		got, err := Read("mini.city", strings.NewReader(strings.Join(out, "\n\n")+"\n\n[layers]"+tail), cat)
		require.NoError(t, err)
		got.Hash = want.Hash
		require.Equal(t, want, got)
	})
}

func TestDefaultsAndOverrides(t *testing.T) {
	cat := catalog(t)
	require.NoError(t, cat.Override("telecom/site.power", "buffer", "8h"))
	c, err := Read("mini.city", strings.NewReader(mini(t)), cat)
	require.NoError(t, err)
	want := map[string]time.Duration{"telecom/site-n1": 2 * time.Hour, "telecom/site-n2": 8 * time.Hour} // own value, default
	for name, buffer := range want {
		a, _ := c.Asset(name)
		from, to := c.NeedsOf(a)
		for _, n := range c.Needs[from:to] {
			if n.Name == "power" {
				require.Equal(t, buffer, n.Buffer, name)
			}
		}
	}
	found := false
	for _, p := range c.Defaults {
		if p.Name == "telecom/site.power.buffer" {
			found = true
			require.Equal(t, "8h", p.Value)
			require.Equal(t, "0h to 8h", p.Range)
			require.True(t, p.Changed)
		} else {
			require.False(t, p.Changed, p.Name)
		}
	}
	require.True(t, found)
}

func TestFaults(t *testing.T) {
	cases := map[string]struct{ old, new, want string }{
		"version":          {"cascata-city 2", "cascata-city 3", `mini.city:1:14: unknown version "3" of the city format; this program reads versions 1 and 2`},
		"not a city":       {"cascata-city 2", "name,x", "mini.city:1:1: this is not a city file"},
		"section":          {"[assets]", "[asets]", `mini.city:37:1: unknown section [asets]; did you mean "assets"?`},
		"missing section":  {"[districts]", "# nothing", "mini.city: section [districts] is missing"},
		"column":           {"inertia,step", "inertia,stepp", `mini.city:38:82: unknown column "stepp" in section [assets]; did you mean "step"?`},
		"column twice":     {"inertia,step", "inertia,inertia", `column "inertia" stands twice`},
		"lacking column":   {"district,points", "points,points", `section [rings] lacks the column "district"`},
		"too few cells":    {"north,North,2000", "north,North", "mini.city:15: the row has 2 cells, the header of [districts] names 3"},
		"key":              {"title,Mini", "titel,Mini", `mini.city:9:1: unknown key "titel"; did you mean "title"?`},
		"residents":        {"north,North,2000", "north,North,-5", `mini.city:15:13: residents "-5" is not possible`},
		"NaN":              {"0,2500,10,,12", "NaN,2500,10,,12", `mini.city:39:39: x "NaN" is not a number; write a finite number`},
		"infinite":         {"0,2500,10,,12", "0,2500,10,,+Inf", `capacity "+Inf" is not a number`},
		"negative":         {"0,2500,10,,12", "0,2500,10,,-12", "capacity -12 lies outside 0 to"},
		"kind":             {"power/infeed,north", "power/infed,north", `there is no kind "power/infed"; did you mean "power/infeed"?`},
		"district":         {"power/infeed,north", "power/infeed,norht", `there is no district "norht"; did you mean "north"?`},
		"name":             {"power/infeed-1,power/infeed", "Power infeed,power/infeed", `asset "Power infeed" is not a name`},
		"dangling":         {"backhaul,telecom/exchange-1", "backhaul,telecom/exchange-9", `there is no asset "telecom/exchange-9"; did you mean "telecom/exchange-1"?`},
		"need":             {"backhaul,telecom/exchange-1", "bakhaul,telecom/exchange-1", `a telecom/site has no need "bakhaul"; did you mean "backhaul"?`},
		"duration":         {",,,2h,", ",,,2,", `buffer: duration "2" lacks a unit`},
		"absurd":           {",,,2h,", ",,,9000000h,", `is longer than 100 years`},
		"k":                {"health/hospital-n health/hospital-s,1", "health/hospital-n health/hospital-s,3", `k "3" is not possible; write how many of the suppliers are needed, from 1 to 2`},
		"weight":           {"site-n1*0.5", "site-n1", `supplier "telecom/site-n1" does not fit the rule "weighted"`},
		"weight missing":   {"site-n1*0.5", "site-n1*", `a weight is missing`},
		"supplier twice":   {"telecom/site-n1*0.5 telecom/site-n2*0.5", "telecom/site-n1*0.5 telecom/site-n1*0.5", `supplier "telecom/site-n1" stands twice`},
		"itself":           {"health/records,power,power/load-s1b", "health/records,power,health/records", `"health/records" supplies itself`},
		"edge end":         {"power/trunk-n1,power/substation-n", "power/trunk-n1,power/hv-line-1", `"power/hv-line-1" is a power/hv-line, where no edge can end`},
		"edge":             {"power,power/trunk-n1,", "power,power/substation-s,", `"power/substation-s" is a power/substation, which joins nothing`},
		"foreign edge":     {"power,power/trunk-n1,power/substation-n", "power,power/trunk-n1,water/treatment-1", `a network joins assets of its own sector`},
		"serving twice":    {"power/load-n1a water/junction-n1", "power/load-n1a power/load-n2a", `sector "power" serves the place twice`},
		"flag":             {",,,yes,,", ",,,maybe,,", `synthetic "maybe" is neither; write yes or no`},
		"ring":             {"-2000 0;2000 0;2000 3000;-2000 3000;-2000 0", "-2000 0;2000 0", "2 points are too few: at least 3"},
		"point":            {"0 -2500;0 2500", "0 -2500;0", `point 2 ("0") is not a pair of coordinates`},
		"regime":           {",nis2-essential,power", ",nis2,power", `unknown regime "nis2"`},
		"quote":            {`"Invented for Cascata"`, `"Invented for Cascata`, "mini.city:11:13: a quoted cell has no end"},
		"after quote":      {`"Invented for Cascata"`, `"Invented" for Cascata`, "a quoted cell goes on after its closing quote"},
		"ground":           {"0,2500,10,,12", "0,2500,10000,,12", `z 10000 lies outside -500 to 9000`},
		"ground NaN":       {"0,2500,10,,12", "0,2500,nan,,12", `z "nan" is not a number`},
		"edge length":      {",1400,150", ",-1400,150", `length -1400 lies outside 0 to 1000000`},
		"edge bore":        {",1400,150", ",1400,1e9", `bore 1e9 lies outside 0 to 20000`},
		"member network":   {"traffic,traffic/signal-n\n", "trafic,traffic/signal-n\n", `there is no network "trafic"; did you mean "traffic"?`},
		"member":           {"traffic,traffic/signal-n\n", "traffic,traffic/signal-m\n", `there is no asset "traffic/signal-m"`},
		"member twice":     {"traffic,traffic/signal-n\n", "traffic,traffic/signal-s\n", `"traffic/signal-s" is in network "traffic" already; an asset is one edge, one end of edges or one member`},
		"member and edge":  {"traffic,traffic/signal-n\n", "power,power/trunk-n1\n", `"power/trunk-n1" is in network "power" already`},
		"member and end":   {"traffic,traffic/signal-n\n", "power,power/load-n1a\n", `"power/load-n1a" is in network "power" already`},
		"two networks":     {"traffic,traffic/signal-n\n", "power,traffic/signal-s\n", `"traffic/signal-s" is in network "power" already`},
		"foreign member":   {"traffic,traffic/signal-n\n", "power,traffic/signal-n\n", `"traffic/signal-n" is a traffic/signal; a network has members of its own sector`},
		"corner twice":     {"\n7,1800,0", "\n6,1800,0", `corner 6 stands twice, first in line`},
		"no corner":        {"traffic/street-08,9,7,", "traffic/street-08,9,77,", `there is no corner 77`},
		"corner number":    {"\n7,1800,0", "\nseven,1800,0", `number of a corner "seven" is not possible; write a whole number`},
		"lonely corner":    {"traffic/street-08,9,7,", "traffic/street-08,9,6,", `no street meets corner 7; leave it out, or add its street`},
		"corner signal":    {"950,41,traffic/signal-n", "950,41,traffic/signal-x", `there is no asset "traffic/signal-x"`},
		"street asset":     {"traffic/street-08,9,7,", "traffic/street-88,9,7,", `there is no asset "traffic/street-88"`},
		"street to itself": {"traffic/street-08,9,7,", "traffic/street-08,7,7,", `"traffic/street-08" joins corner 7 with itself`},
		"no street length": {"9,7,1200,50,1", "9,7,0,50,1", `length 0 is none; write a number above 0`},
		"empty length":     {"9,7,1200,50,1", "9,7,,50,1", `length is empty`},
		"backward length":  {"9,7,1200,50,1", "9,7,-3,50,1", `length -3 lies outside 0 to 1000000`},
		"speed":            {"9,7,1200,50,1", "9,7,1200,0,1", `speed 0 lies outside 1 to 300`},
		"speed NaN":        {"9,7,1200,50,1", "9,7,1200,NaN,1", `speed "NaN" is not a number`},
		"lanes":            {"9,7,1200,50,1", "9,7,1200,50,0", `a street of 0 lanes is none; write the lanes in each direction, from 1 to 20`},
		"half a lane":      {"9,7,1200,50,1", "9,7,1200,50,0.5", `lanes "0.5" is not possible; write a whole number from 0 to 20`},
		"one way":          {"1050,40,1,yes", "1050,40,1,north", `oneway "north" is neither; write yes or no`},
		"no corners":       {"[corners]\nnumber", "[lost]\nnumber", `section [streets] needs a section [corners]`},
		"no positions":     {"psap,700,1300,34,,6", "psap,700,1300,34,,0", "mini.city:106:58: a PSAP of 0 positions; write a whole number from 1 to 100000, or leave the cell empty"},
		"half a position":  {"psap,700,1300,34,,6", "psap,700,1300,34,,6.5", "mini.city:106:58: a PSAP of 6.5 positions"},
		"many positions":   {"psap,700,1300,34,,6", "psap,700,1300,34,,100001", "mini.city:106:58: a PSAP of 100001 positions"},
		"no beds":          {"-400,700,46,,200", "-400,700,46,,0", "mini.city:118:63: a hospital of 0 beds; write how many it has, 1 or more"},
		"beds left out":    {"-400,700,46,,200", "-400,700,46,,", "mini.city:118:63: a hospital of 0 beds"},
		"beds NaN":         {"-400,700,46,,200", "-400,700,46,,NaN", `mini.city:118:63: capacity "NaN" is not a number`},
		"control":          {"title,Mini", "title,Mi\x00ni", "mini.city:9:9: a character that no text holds"},
	}
	require.Contains(t, faultsOf(t, strings.Replace(mini(t), "[assets]", "[asets]", 1)), "unknown section")
	require.Len(t, strings.Split(faultsOf(t, strings.Replace(mini(t), "[assets]", "[asets]", 1)), "\n"), 2, "no reference can be checked without the section")
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, mini(t), c.old)
			_, err := Read("mini.city", strings.NewReader(strings.Replace(mini(t), c.old, c.new, 1)), catalog(t))
			require.ErrorContains(t, err, c.want)
		})
	}
}

func faultsOf(t *testing.T, text string) string {
	_, err := Read("mini.city", strings.NewReader(text), catalog(t))
	require.Error(t, err)
	return err.Error()
}

// One damaged row is one fault for each name that it took away, however many rows refer to it.
func TestMissingNamesAreCounted(t *testing.T) {
	text := mini(t)
	uses := strings.Count(text, ",north,") + strings.Count(text, "\nnorth,") - 1 // as district, without the row of the district itself
	faults := strings.Split(faultsOf(t, strings.Replace(text, "north,North,2000", "nort,North,2000", 1)), "\n")
	require.Len(t, faults, 1)
	require.Contains(t, faults[0], fmt.Sprintf(`there is no district "north" (used %d times); did you mean "nort"?`, uses))
}

func TestAllFaultsAtOnce(t *testing.T) {
	text := strings.NewReplacer("backhaul,telecom/exchange-1", "backhaul,telecom/exchange-7", "title,Mini", "titel,Mini", "north,North,2000", "north,North,x").Replace(mini(t))
	_, err := Read("mini.city", strings.NewReader(text), catalog(t))
	var faults model.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 4, "the exchange that 4 cell sites name, the key, the title that is missing without it, the residents")
	require.ErrorContains(t, err, `there is no asset "telecom/exchange-7" (used 4 times); did you mean "telecom/exchange-1"?`)
	for i := 1; i < len(faults); i++ {
		require.LessOrEqual(t, faults[i-1].Line, faults[i].Line)
	}
}

func TestHostileFilesAreBounded(t *testing.T) {
	var dangling strings.Builder // every name is another one
	for i := range 5000 {
		fmt.Fprintf(&dangling, "a%d,b%d,c%d,d%d\n", i, i, i, i)
	}
	cases := map[string]struct{ text, want string }{
		"empty":     {"", "the file is empty"},
		"long line": {"cascata-city 1\n[city]\nkey,value\nname," + strings.Repeat("x", maxLine+1), "the line is too long"},
		"many faults": {"cascata-city 1\n[networks]\nname,sector\n" + strings.Repeat("a,b,c\n", 3*maxFaults),
			"there are 200 faults or more: the others are not listed"},
		"many dangling": {strings.Replace(mini(t), "[networks]", "[edges]\nnetwork,asset,from,to\n"+dangling.String()+"[networks]", 1),
			"there are 200 faults or more: the others are not listed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Read("x.city", strings.NewReader(c.text), catalog(t))
			require.ErrorContains(t, err, c.want)
			var faults model.Faults
			require.ErrorAs(t, err, &faults)
			require.LessOrEqual(t, len(faults), maxFaults+5)
		})
	}
}

func TestRowsAreBounded(t *testing.T) {
	s := &scanner{splitter: splitter{file: "x.city", faults: &model.Faults{}}, count: maxRows - 1}
	s.scan(strings.NewReader("cascata-city 1\n[rings]\ndistrict,points\na,1 2\na,3 4\na,5 6\n"))
	require.ErrorContains(t, s.faults.Err(), "x.city:5: too many rows; a file has at most 8,000,000 rows")
	require.Len(t, s.lines[secRings], 1, "and reading stops")
}

func TestUnreadable(t *testing.T) {
	broken := append([]byte{0x28, 0xb5, 0x2f, 0xfd}, "not a frame"...)
	_, err := Read("x.city", bytes.NewReader(broken), catalog(t))
	require.ErrorContains(t, err, "x.city: cannot be read: ")
	require.NotContains(t, err.Error(), "\n", "and no more is said of what is missing")
}

// lane is the smallest city with a street: a seed that is quick to read and short to change.
const lane = `cascata-city 2
[city]
key,value
name,l
title,L
[districts]
name,title,residents
d,D,0
[operators]
name,title,sector,district,regime
o,O,traffic,d,excluded
[assets]
name,kind,district,operator,x,y,z
r,traffic/street,d,o,1,2,-3.5
s,traffic/signal,d,o,0,0,0
[networks]
name,sector
t,traffic
[members]
network,asset
t,r
t,s
[corners]
number,x,y,z,signal
5,-0,0,1,s
9,3,4,9000,
[streets]
asset,from,to,length,speed,lanes,oneway
r,9,5,5e-3,299.5,20,yes
`

func TestLane(t *testing.T) {
	c, err := Read("lane.city", strings.NewReader(lane), catalog(t))
	require.NoError(t, err)
	require.Equal(t, []model.Street{{Asset: 0, From: 1, To: 0, Length: 0.005, Speed: 299.5, Lanes: 20, OneWay: true}}, c.Streets)
	require.Equal(t, []model.AssetID{0, 1}, c.Networks[0].Members)
	require.Equal(t, -3.5, c.Assets[0].Z)
}

func FuzzRead(f *testing.F) {
	cat := catalog(f)
	f.Add([]byte(mini(f)))
	f.Add([]byte("cascata-city 1\n[city]\nkey,value\nname,\"a\"\"b\"\n[rings]\ndistrict,points\nx,1 2;3 4\n"))
	f.Add([]byte(lane))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Read("fuzz.city", bytes.NewReader(text), cat)
		if err != nil {
			require.Nil(t, c)
			return
		}
		first := written(t, c, cat)
		again, err := Read("again.city", strings.NewReader(first), cat)
		require.NoError(t, err)
		again.Hash = c.Hash
		require.Equal(t, c, again)
		require.Equal(t, first, written(t, again, cat))
	})
}
