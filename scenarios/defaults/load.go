package defaults

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"cascata/model"
	"cascata/sim/rng"
)

// table reads one embedded file into out and notes unknown keys and faults of syntax.
type table struct {
	name   string
	text   []byte
	faults *model.Faults
}

func open(name string, out any, faults *model.Faults) *table {
	t := &table{name: name, faults: faults}
	t.text, _ = cityFiles.ReadFile(name) // embedded: cannot fail
	meta, err := toml.Decode(string(t.text), out)
	if err != nil {
		line := 0
		if parse := (toml.ParseError{}); errors.As(err, &parse) {
			line = parse.Position.Line
		}
		faults.Add(name, line, 0, "", "%v", err)
	}
	for _, key := range meta.Undecoded() {
		t.fault(key[len(key)-1], "unknown key %q", key.String())
	}
	return t
}

// fault places what is wrong at the first line that mentions key.
func (t *table) fault(key, format string, args ...any) {
	line := 0
	if at := bytes.Index(t.text, []byte(key)); at >= 0 {
		line = 1 + bytes.Count(t.text[:at], []byte("\n"))
	}
	t.faults.Add(t.name, line, 0, "", format, args...)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func (c *Catalog) loadSectors(faults *model.Faults) {
	var file map[string]struct {
		Title, Doc, Glyph string
		Essential         bool
	}
	t := open("sectors.toml", &file, faults)
	glyphs := " square circle triangle plus hexagon star triangle-down diamond pentagon "
	for _, name := range sortedKeys(file) {
		s := file[name]
		if s.Title == "" || s.Doc == "" || !strings.Contains(glyphs, " "+s.Glyph+" ") {
			t.fault("["+name+"]", "sector %q needs a title, a doc and one of the glyphs%s", name, glyphs)
		}
		c.Sectors = append(c.Sectors, model.Sector{Name: name, Title: s.Title, Doc: s.Doc, Essential: s.Essential, Glyph: s.Glyph})
	}
}

type kindEntry struct {
	Title, Doc, Unit, Role string
	Rank                   int
	Minor                  bool
	Repair, Manual, Draw   []string
}

func (c *Catalog) loadKinds(faults *model.Faults) {
	var file struct {
		Sources map[string]string
		Kind    map[string]kindEntry
	}
	t := open("kinds.toml", &file, faults)
	roles := []string{"", "source", "storage", "node", "edge"}
	for _, name := range sortedKeys(file.Kind) {
		e := file.Kind[name]
		sector, _, _ := strings.Cut(name, "/")
		k := model.Kind{Name: name, Title: e.Title, Doc: e.Doc, Unit: e.Unit, Rank: e.Rank, Minor: e.Minor, Sector: c.Sector(sector)}
		params := []Param{t.dist(name, "repair", e.Repair, file.Sources, &k.Repair)}
		if e.Manual != nil {
			params = append([]Param{t.dist(name, "manual", e.Manual, file.Sources, &k.Manual)}, params...)
		}
		if e.Draw != nil {
			params = append(params, t.draw(name, e.Draw, file.Sources, &k.DrawKW))
		}
		if k.Sector == model.Absent || e.Title == "" || e.Doc == "" {
			t.fault("\""+name+"\"", "kind %q needs a known sector before the slash, a title and a doc", name)
		}
		if err := setName(&k.Network, e.Role, roles); err != nil {
			t.fault("\""+name+"\"", "role of kind %q: %v", name, err)
		}
		k.Source = kindSource(params)
		c.Kinds, c.kindParams = append(c.Kinds, k), append(c.kindParams, params)
	}
}

// dist reads [distribution, source].
func (t *table) dist(name, field string, pair []string, sources map[string]string, to *string) Param {
	if len(pair) != 2 || sources[pair[len(pair)-1]] == "" {
		t.fault("\""+name+"\"", "%s of kind %q must be [distribution, key of sources]", field, name)
		return Param{Field: field}
	}
	d, err := rng.Parse(pair[0])
	if err != nil {
		t.fault("\""+name+"\"", "%s of kind %q: %v", field, name, err)
		return Param{Field: field}
	}
	*to = d.String()
	return Param{Field: field, Value: *to, Source: sources[pair[1]]}
}

// draw reads [kW, range, source].
func (t *table) draw(name string, entry []string, sources map[string]string, to *float64) Param {
	if len(entry) != 3 || sources[entry[2]] == "" || !strings.Contains(entry[1], " to ") {
		t.fault("\""+name+"\"", "draw of kind %q must be [kW, \"low to high\", key of sources]", name)
		return Param{Field: "draw"}
	}
	kw, err := parseDraw(entry[0])
	if err != nil {
		t.fault("\""+name+"\"", "draw of kind %q: %v", name, err)
	}
	*to = kw
	return Param{Field: "draw", Value: entry[0], Range: entry[1], Source: sources[entry[2]]}
}

// parseDraw reads a power [kW].
func parseDraw(text string) (float64, error) {
	kw, err := strconv.ParseFloat(text, 64)
	if err != nil || !(kw >= 0 && kw <= 1e6) {
		return 0, fmt.Errorf("%q is not a power: write kW from 0 to 1000000", text)
	}
	return kw, nil
}

// kindSource is the sources of a kind's durations in one sentence.
func kindSource(params []Param) string {
	var parts []string
	for _, p := range params {
		if p.Field == "draw" {
			continue
		}
		parts = append(parts, fmt.Sprintf("%s: %s", p.Field, p.Source))
	}
	return strings.Join(parts, "; ")
}

type needEntry struct {
	Rule, Bond                                                  string
	StandIn                                                     bool `toml:"stand_in"`
	Threshold, Delay, Buffer, Refill, Backup, Failover, Without []string
}

// number is the entry of a numeric field.
func (e *needEntry) number(field string) []string {
	switch field {
	case "threshold":
		return e.Threshold
	case "delay":
		return e.Delay
	case "buffer":
		return e.Buffer
	case "refill":
		return e.Refill
	case "backup":
		return e.Backup
	case "failover":
		return e.Failover
	}
	return e.Without
}

func (c *Catalog) loadNeeds(faults *model.Faults) {
	var file struct {
		Sources map[string]string
		Need    map[string]needEntry
	}
	t := open("needs.toml", &file, faults)
	for _, key := range sortedKeys(file.Need) {
		e := file.Need[key]
		kind, name, _ := strings.Cut(key, ".")
		if c.Kind(kind) == model.Absent || name == "" {
			t.fault("\""+key+"\"", "need %q must be <kind>.<need> with a known kind; %s", key, model.DidYouMean(kind, c.KindNames()))
		}
		n := Need{Key: key, Default: model.Need{Name: name, Backup: model.Full, Failover: 1, StandIn: e.StandIn}}
		t.set(&n, "rule", e.Rule)
		t.set(&n, "bond", e.Bond)
		for _, field := range NeedFields()[2:] {
			t.number(&n, field, e.number(field), file.Sources)
		}
		c.needs = append(c.needs, n)
	}
}

func (t *table) set(n *Need, field, text string) {
	if err := SetNeed(&n.Default, field, text); err != nil {
		t.fault("\""+n.Key+"\"", "%s of need %q: %v", field, n.Key, err)
	}
}

// number reads [value, range, source].
func (t *table) number(n *Need, field string, entry []string, sources map[string]string) {
	if entry == nil {
		return
	}
	if len(entry) != 3 || sources[entry[2]] == "" || !strings.Contains(entry[1], " to ") {
		t.fault("\""+n.Key+"\"", "%s of need %q must be [value, \"low to high\", key of sources]", field, n.Key)
		return
	}
	t.set(n, field, entry[0])
	n.params = append(n.params, Param{Field: field, Value: NeedField(&n.Default, field), Range: entry[1], Source: sources[entry[2]]})
}
