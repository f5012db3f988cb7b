package cities

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"cascata/model"
	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
)

//go:embed *.city*
var files embed.FS

// Names are the names of the cities that Load knows, sorted.
func Names() []string {
	entries, _ := fs.ReadDir(files, ".") // embedded: cannot fail
	var names []string
	for _, e := range entries {
		name, _, _ := strings.Cut(e.Name(), ".city")
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Load reads the city of a name with the defaults as they come. The error names the nearest known city.
func Load(name string) (*model.City, error) {
	cat, err := defaults.Load()
	if err != nil {
		return nil, err
	}
	return LoadWith(name, cat)
}

// LoadWith is Load with defaults that a scenario may have changed.
func LoadWith(name string, cat *defaults.Catalog) (*model.City, error) {
	for _, ending := range []string{".city.zst", ".city"} {
		f, err := files.Open(name + ending)
		if err != nil {
			continue
		}
		defer f.Close()
		return cityfile.Read(name+ending, f, cat)
	}
	return nil, fmt.Errorf("there is no city %q; %s", name, model.DidYouMean(name, Names()))
}
