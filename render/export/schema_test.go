package export

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"cascata/model/trace"
)

// schemas compiles the schemas in testdata. They are read from there: no test asks the network.
func schemas(t testing.TB) *jsonschema.Compiler {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{})
	require.NoError(t, filepath.WalkDir("testdata", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		doc, err := jsonschema.UnmarshalJSON(file)
		if err != nil {
			return err
		}
		return c.AddResource(doc.(map[string]any)["$id"].(string), doc)
	}))
	return c
}

// layerSchema is the schema of layer files.
func layerSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	s, err := schemas(t).Compile("https://cascata.invalid/navigator-4.5.json")
	require.NoError(t, err)
	return s
}

const oasis = "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/"

// stixSchemas are the schemas of bundles and of the types of objects in them.
type stixSchemas struct {
	bundle *jsonschema.Schema
	types  map[string]*jsonschema.Schema
	names  map[string]map[string]bool // properties that a type of object has
}

// readStixSchemas compiles them once for a test.
func readStixSchemas(t testing.TB) *stixSchemas {
	t.Helper()
	c := schemas(t)
	var err error
	s := &stixSchemas{types: map[string]*jsonschema.Schema{}, names: map[string]map[string]bool{}}
	s.bundle, err = c.Compile(oasis + "common/bundle.json")
	require.NoError(t, err)
	for _, path := range []string{"sdos/identity", "sdos/campaign", "sdos/attack-pattern", "sdos/infrastructure", "sdos/incident", "sdos/course-of-action",
		"sdos/note", "sdos/report", "sros/relationship", "sros/sighting", "common/marking-definition"} {
		kind := filepath.Base(path)
		s.types[kind], err = c.Compile(oasis + path + ".json")
		require.NoError(t, err)
		s.names[kind] = map[string]bool{}
		propertiesOf(s.types[kind], s.names[kind])
	}
	return s
}

// propertiesOf collects the names of properties from a schema and all it is made of.
func propertiesOf(s *jsonschema.Schema, into map[string]bool) {
	if s == nil {
		return
	}
	for name := range s.Properties {
		into[name] = true
	}
	propertiesOf(s.Ref, into)
	for _, part := range slices.Concat(s.AllOf, s.AnyOf, s.OneOf) {
		propertiesOf(part, into)
	}
}

// parsed is a file as JSON.
func parsed(t testing.TB, text []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	return v
}

// broken are ways to spoil a layer of the example: the schema has to see each of them, or it would prove nothing.
var broken = []struct{ name, old, new string }{
	{"version of the format", `"layer": "4.5"`, `"layer": "4.4"`},
	{"version of the Navigator", `"navigator": "4.9.0"`, `"navigator": "4.8.2"`},
	{"domain", `"domain": "ics-attack"`, `"domain": "ics"`},
	{"number of a technique", `"techniqueID": "T0855"`, `"techniqueID": "T855"`},
	{"score", `"score": 1`, `"score": "1"`},
	{"colour", `"#e69f00"`, `"orange"`},
	{"unknown property", `"sorting": 3`, `"sortings": 3`},
	{"order of sorting", `"sorting": 3`, `"sorting": 4`},
	{"empty metadata", `"value": "example"`, `"value": ""`},
	{"address", `"https://attack.mitre.org/"`, `"attack.mitre.org"`},
}

func TestSchemaSeesABrokenLayer(t *testing.T) {
	schema := layerSchema(t)
	text := layersOf(t, trace.Example(), Options{})
	require.NoError(t, schema.Validate(parsed(t, text)))
	for _, c := range broken {
		t.Run(c.name, func(t *testing.T) {
			require.Contains(t, string(text), c.old)
			bad := strings.Replace(string(text), c.old, c.new, 1)
			require.Error(t, schema.Validate(parsed(t, []byte(bad))))
		})
	}
}

func TestSchemaSeesABrokenBundle(t *testing.T) {
	s := readStixSchemas(t)
	text := string(bundleOf(t, trace.Example(), Options{}))
	require.Empty(t, s.faults(t, []byte(text)))
	for _, c := range []struct{ name, old, new string }{
		{"type of an identifier", `"id": "campaign--`, `"id": "campaigns--`},
		{"no UUID", `"id": "bundle--`, `"id": "bundle--x`},
		{"timestamp", `"first_seen": "2026-01-14T08:30:00.000Z"`, `"first_seen": "2026-01-14 08:30:00"`},
		{"milliseconds", `"modified": "2026-01-15T08:00:00.000Z"`, `"modified": "2026-01-15T08:00:00Z"`},
		{"unknown property", `"sighting_of_ref"`, `"sighting_of"`},
		{"no object behind a reference", `"source_ref": "campaign--`, `"source_ref": "campaign--00000000-0000-5000-8000-000000000000", "x": "`},
		{"version", `"spec_version": "2.1"`, `"spec_version": "2.2"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Contains(t, text, c.old)
			require.NotEmpty(t, s.faults(t, []byte(strings.Replace(text, c.old, c.new, 1))))
		})
	}
}

// faults lists everything that is wrong with a bundle: what the schemas say, properties that no schema has, identifiers that are
// not unique, references to nothing, and intervals that run backwards. Every object is held against the schema of its type. That of the
// bundle gets one object of each type only, since it tries all types on each of them, and no notes and incidents: those it does not
// list, and takes an object of a type that it does not list for one of two kinds that do not exclude each other.
func (s *stixSchemas) faults(t testing.TB, text []byte) []string {
	t.Helper()
	var out []string
	note := func(id string, err error) {
		if err != nil {
			first, _, _ := strings.Cut(err.Error(), "\n - at '/objects")
			out = append(out, id+": "+first)
		}
	}
	var b struct {
		Type    string           `json:"type"`
		ID      string           `json:"id"`
		Objects []map[string]any `json:"objects"`
	}
	require.NoError(t, json.Unmarshal(text, &b))
	ids, kinds, some := map[string]bool{}, map[string]bool{}, []any{}
	for _, o := range b.Objects {
		id, kind := o["id"].(string), o["type"].(string)
		if !kinds[kind] && kind != "note" && kind != "incident" {
			some = append(some, any(o))
		}
		kinds[kind] = true
		if ids[id] {
			out = append(out, id+" stands twice")
		}
		ids[id] = true
		if s.types[kind] == nil {
			out = append(out, kind+" is no type of an export")
			continue
		}
		note(id, s.types[kind].Validate(any(o)))
		for name := range o {
			if !s.names[kind][name] {
				out = append(out, id+" has no property "+name)
			}
		}
	}
	note("bundle", s.bundle.Validate(map[string]any{"type": b.Type, "id": b.ID, "objects": some}))
	for _, o := range b.Objects {
		out = append(out, faultsBetween(o, ids)...)
	}
	return out
}

// faultsBetween are references of an object to nothing, and intervals that run backwards.
func faultsBetween(o map[string]any, ids map[string]bool) []string {
	var out []string
	for name, v := range o {
		var refs []any
		switch {
		case strings.HasSuffix(name, "_ref"):
			refs = []any{v}
		case strings.HasSuffix(name, "_refs"):
			refs = v.([]any)
		}
		for _, r := range refs {
			if !ids[r.(string)] {
				out = append(out, o["id"].(string)+": "+name+" refers to nothing")
			}
		}
	}
	for _, pair := range [][2]string{{"first_seen", "last_seen"}, {"created", "modified"}, {"start_time", "stop_time"}} {
		from, a := o[pair[0]].(string)
		until, b := o[pair[1]].(string)
		if a && b && (until < from || until == from && pair[0] == "start_time") { // a relationship must not stop when it starts
			out = append(out, o["id"].(string)+": "+pair[1]+" comes too early")
		}
	}
	return out
}
