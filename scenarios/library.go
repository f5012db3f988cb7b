package scenarios

import (
	"embed"
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
