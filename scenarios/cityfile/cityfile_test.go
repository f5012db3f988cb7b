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
		"version":         {"cascata-city 1", "cascata-city 2", `mini.city:1:14: unknown version "2" of the city format; this program reads version 1`},
		"not a city":      {"cascata-city 1", "name,x", "mini.city:1:1: this is not a city file"},
		"section":         {"[assets]", "[asets]", `mini.city:36:1: unknown section [asets]; did you mean "assets"?`},
		"missing section": {"[districts]", "# nothing", "mini.city: section [districts] is missing"},
		"column":          {"inertia,step", "inertia,stepp", `mini.city:37:80: unknown column "stepp" in section [assets]; did you mean "step"?`},
		"column twice":    {"inertia,step", "inertia,inertia", `column "inertia" stands twice`},
		"lacking column":  {"district,points", "points,points", `section [rings] lacks the column "district"`},
		"too few cells":   {"north,North,2000", "north,North", "mini.city:14: the row has 2 cells, the header of [districts] names 3"},
		"key":             {"title,Mini", "titel,Mini", `mini.city:8:1: unknown key "titel"; did you mean "title"?`},
		"residents":       {"north,North,2000", "north,North,-5", `mini.city:14:13: residents "-5" is not possible`},
		"NaN":             {"0,2500,,12", "NaN,2500,,12", `mini.city:38:39: x "NaN" is not a number; write a finite number`},
		"infinite":        {"0,2500,,12", "0,2500,,+Inf", `capacity "+Inf" is not a number`},
		"negative":        {"0,2500,,12", "0,2500,,-12", "capacity -12 lies outside 0 to"},
		"kind":            {"power/infeed,north", "power/infed,north", `there is no kind "power/infed"; did you mean "power/infeed"?`},
		"district":        {"power/infeed,north", "power/infeed,norht", `there is no district "norht"; did you mean "north"?`},
		"name":            {"power/infeed-1,power/infeed", "Power infeed,power/infeed", `asset "Power infeed" is not a name`},
		"dangling":        {"backhaul,telecom/exchange-1", "backhaul,telecom/exchange-9", `there is no asset "telecom/exchange-9"; did you mean "telecom/exchange-1"?`},
		"need":            {"backhaul,telecom/exchange-1", "bakhaul,telecom/exchange-1", `a telecom/site has no need "bakhaul"; did you mean "backhaul"?`},
		"duration":        {",,,2h,", ",,,2,", `buffer: duration "2" lacks a unit`},
		"absurd":          {",,,2h,", ",,,9000000h,", `is longer than 100 years`},
		"k":               {"health/hospital-n health/hospital-s,1", "health/hospital-n health/hospital-s,3", `k "3" is not possible; write how many of the suppliers are needed, from 1 to 2`},
		"weight":          {"site-n1*0.5", "site-n1", `supplier "telecom/site-n1" does not fit the rule "weighted"`},
		"weight missing":  {"site-n1*0.5", "site-n1*", `a weight is missing`},
		"supplier twice":  {"telecom/site-n1*0.5 telecom/site-n2*0.5", "telecom/site-n1*0.5 telecom/site-n1*0.5", `supplier "telecom/site-n1" stands twice`},
		"itself":          {"health/records,power,power/load-s1b", "health/records,power,health/records", `"health/records" supplies itself`},
		"edge end":        {"power/trunk-n1,power/substation-n", "power/trunk-n1,power/hv-line-1", `"power/hv-line-1" is a power/hv-line, where no edge can end`},
		"edge":            {"power,power/trunk-n1,", "power,power/substation-s,", `"power/substation-s" is a power/substation, which joins nothing`},
		"foreign edge":    {"power,power/trunk-n1,power/substation-n", "power,power/trunk-n1,water/treatment-1", `a network joins assets of its own sector`},
		"serving twice":   {"power/load-n1a water/junction-n1", "power/load-n1a power/load-n2a", `sector "power" serves the place twice`},
		"flag":            {",,,yes,,", ",,,maybe,,", `synthetic "maybe" is neither; write yes or no`},
		"ring":            {"-2000 0;2000 0;2000 3000;-2000 3000;-2000 0", "-2000 0;2000 0", "2 points are too few: at least 3"},
		"point":           {"0 -2500;0 2500", "0 -2500;0", `point 2 ("0") is not a pair of coordinates`},
		"regime":          {",nis2-essential,power", ",nis2,power", `unknown regime "nis2"`},
		"quote":           {`"Invented for Cascata"`, `"Invented for Cascata`, "mini.city:10:13: a quoted cell has no end"},
		"after quote":     {`"Invented for Cascata"`, `"Invented" for Cascata`, "a quoted cell goes on after its closing quote"},
		"control":         {"title,Mini", "title,Mi\x00ni", "mini.city:8:9: a character that no text holds"},
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

func FuzzRead(f *testing.F) {
	cat := catalog(f)
	f.Add([]byte(mini(f)))
	f.Add([]byte("cascata-city 1\n[city]\nkey,value\nname,\"a\"\"b\"\n[rings]\ndistrict,points\nx,1 2;3 4\n"))
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
