package scenarios

import (
	"embed"
	"slices"
	"strings"

	"cascata/scenarios/strict"
)

//go:embed library/*.toml
var library embed.FS

// Names are the embedded scenarios, by name.
func Names() []string {
	entries, err := library.ReadDir("library")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".toml")
	}
	return names
}

// Describe is what an embedded scenario says about itself in one line. It reads no city.
func Describe(name string) (string, error) {
	_, file, data, err := source(name, nil)
	if err != nil {
		return "", err
	}
	f := fileDefaults()
	if err := strict.Decode(file, data, &f); err != nil {
		return "", err
	}
	return f.Doc, nil
}

// Techniques are the numbers of the techniques that campaigns of an embedded scenario name, as entry or goal, ascending. It reads no
// city.
func Techniques(name string) ([]string, error) {
	_, file, data, err := source(name, nil)
	if err != nil {
		return nil, err
	}
	f := fileDefaults()
	if err := strict.Decode(file, data, &f); err != nil {
		return nil, err
	}
	var list []string
	for i := range f.Campaigns {
		list = append(list, f.Campaigns[i].Entry.Technique)
		for _, g := range f.Campaigns[i].Goals {
			list = append(list, g.Technique)
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}
