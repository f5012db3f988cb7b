package strict

import (
	"strings"
	"testing"
	"unicode/utf8"

	"cascata/model"
)

// FuzzDecode: no text makes the reader panic, every fault lies inside the text, and every value that the TOML reader finds
// has a place of its own.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"seed = 1\n", "[a.b]\nc.d = 'x'\n[[e]]\nf = [1, {g = 2}]\n[[e]]\n", "a = \"\"\"\n\\\"\"\"\"\"\nb = '''x'''\n",
		"\"q.r\" = {\"s\\u0041\" = 1979-05-27 07:32:00Z}\n", "x = [ # c\n 1, # d ]\n]\n", "[[campaign]]\nname = 3\n", "a = nan\n",
		"seed = \nshare = 2\n", "[a]\n[a]\n", "\xef\xbb\xbfa = 1\r\n", "a = {\n b = 1,\n}\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := Parse("x.toml", []byte(text))
		if err := d.Decode(&sample{}); err != nil {
			within(t, text, err.(model.Faults))
		}
		if !d.Broken() {
			placed(t, d, "", d.tree)
		}
	})
}

// FuzzSet: no assignment makes Set panic, and an assignment that is accepted can be decoded or refused.
func FuzzSet(f *testing.F) {
	for _, seed := range []string{"seed=7", "campaign[0].name=x", `needs."a.b".technique="T"`, "a[=1", "a]]=1", "\"=1", "campaign[0][1]=2", "a..b=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, assignment string) {
		d := Parse("x.toml", []byte("seed = 1\n[[campaign]]\nname = \"a\"\n"))
		if d.Set(assignment) == nil {
			_ = d.Decode(&sample{})
		}
	})
}

func within(t *testing.T, text string, faults model.Faults) {
	lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	for _, f := range faults {
		if f.Line < 1 || f.Line > len(lines) || f.Col < 1 || f.Col > utf8.RuneCountInString(lines[f.Line-1])+1 {
			t.Errorf("%v lies outside the text", f)
		}
	}
}

func placed(t *testing.T, d *Doc, path string, v any) {
	if _, ok := d.at[path]; !ok && path != "" {
		t.Errorf("%s has no place", path)
	}
	switch v := v.(type) {
	case map[string]any:
		for _, k := range sortedKeys(v) {
			placed(t, d, join(path, k), v[k])
		}
	case []any:
		for i := range v {
			placed(t, d, item(path, i), v[i])
		}
	}
}
