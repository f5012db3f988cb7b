package scenarios

import (
	"bytes"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"cascata/model"
	"cascata/scenarios/cities"
	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
	"cascata/scenarios/strict"
)

// needs changes the defaults of needs and kinds that the scenario overrides, before the city is read on top of them.
func (l *loader) needs() {
	catalog, err := defaults.Load()
	if err != nil {
		l.join(err)
		return
	}
	l.catalog = catalog
	for _, table := range []struct {
		name    string
		entries map[string]map[string]any
	}{{"needs", l.file.Needs}, {"kinds", l.file.Kinds}} {
		for _, key := range slices.Sorted(maps.Keys(table.entries)) {
			fields := table.entries[key]
			for _, field := range slices.Sorted(maps.Keys(fields)) {
				text, ok := scalarText(fields[field])
				if !ok {
					l.fault(strict.Path(table.name, key, field), "write text or a number", "%s of %s is neither text nor a number", field, key)
					continue
				}
				if err := catalog.Override(key, field, text); err != nil {
					l.fault(strict.Path(table.name, key, field), "", "%v", err)
				}
			}
		}
	}
}

func scalarText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64:
		return strconv.FormatInt(v, 10), true
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), true
	}
	return "", false
}

func (l *loader) operators() {
	var names []string
	for i := range l.s.City.Operators {
		names = append(names, l.s.City.Operators[i].Name)
	}
	for _, name := range slices.Sorted(maps.Keys(l.file.Operators)) {
		i := slices.Index(names, name)
		if i < 0 {
			l.fault(strict.Path("operators", name), model.DidYouMean(name, names), "the city has no operator %q", name)
			continue
		}
		if crews := l.file.Operators[name].Crews; crews != nil {
			l.s.City.Operators[i].Crews = *crews
		}
	}
}

const cityEnding = ".city"

// city reads the embedded city of the name, or a city file, which lies relative to the scenario's own file.
func (l *loader) city() {
	if l.catalog == nil || l.doc.Broken() {
		return
	}
	name := l.file.City
	if !IsPath(name) {
		city, err := cities.LoadWith(name, l.catalog)
		if err != nil {
			l.fault("city", "", "%v", err)
		}
		l.s.City = city
		return
	}
	if !path.IsAbs(name) && IsPath(l.doc.File) {
		name = path.Join(path.Dir(filepath.ToSlash(l.doc.File)), name)
	}
	data, err := l.readFile(name)
	if err != nil {
		l.fault("city", "", "the city cannot be read: %v", err)
		return
	}
	city, err := cityfile.Read(name, bytes.NewReader(data), l.catalog)
	l.join(err)
	l.s.City = city
}
