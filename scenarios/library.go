package scenarios

import (
	"embed"
	"strings"
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
