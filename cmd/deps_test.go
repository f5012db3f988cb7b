package cmd

import (
	"fmt"
	"path"
	"strings"
	"testing"
)

// staircase says which folders of the house a folder may import. The first entry that contains a package holds for it.
var staircase = []struct {
	room string
	may  []string
}{
	{"cmd", []string{"cmd", "bench", "scenarios", "render", "model", "sim"}},
	{"bench", []string{"bench", "scenarios", "model", "sim"}},
	{"scenarios", []string{"scenarios", "model", "sim"}},
	{"render", []string{"render", "model", "sim"}},
	{"model", []string{"model", "sim"}},
	{"sim", nil}, // and its rooms: the standard library alone
}

func TestImportsRunDownTheStaircase(t *testing.T) {
	report(t, importsRunDownTheStaircase(readHouse(t)))
}

func importsRunDownTheStaircase(h *house) []string {
	var bad []string
	h.each(false, func(s *source, imported string) {
		dir, ours := h.local(imported)
		if !ours {
			return
		}
		for _, step := range staircase {
			if !under(s.dir, step.room) {
				continue
			}
			if !under(dir, step.may...) {
				bad = append(bad, fmt.Sprintf("%s imports %s: %s may import only %s; move the code down, or hand the value in from above",
					s.name, dir, step.room, list(step.may)))
			}
			return
		}
		bad = append(bad, fmt.Sprintf("%s lies outside the house: the top-level folders are cmd, sim, model, scenarios, render, bench", s.name))
	})
	return bad
}

// sharedRooms of the model may be used by its other rooms: they know no sector.
var sharedRooms = []string{"model", "model/trace", "model/network", "model/cascade"}

func TestRoomsOfTheModelDoNotMeet(t *testing.T) { report(t, roomsOfTheModelDoNotMeet(readHouse(t))) }

func roomsOfTheModelDoNotMeet(h *house) []string {
	var bad []string
	h.each(false, func(s *source, imported string) {
		dir, ours := h.local(imported)
		if !ours || top(s.dir) != "model" || top(dir) != "model" || dir == s.dir {
			return
		}
		for _, shared := range sharedRooms {
			if dir == shared {
				return
			}
		}
		bad = append(bad, fmt.Sprintf("%s imports %s: a sector knows neither another sector nor the attacker; let them meet through Commands, levels and the counter in package model",
			s.name, dir))
	})
	return bad
}

// forbidden are imports that a folder must do without, each with what to do instead.
var forbidden = []struct {
	imported string
	where    []string // folders it is forbidden in
	except   []string
	instead  string
}{
	{"os", []string{"sim", "model"}, nil, "take an io.Reader or io.Writer and let cmd open the file"},
	{"os/exec", []string{"."}, nil, "Cascata starts no other program"},
	{"net", []string{"."}, nil, "Cascata is connected to nothing"},
	{"net/http", []string{"."}, nil, "Cascata is connected to nothing"},
	{"log", []string{"sim", "model", "scenarios", "render"}, nil, "return an error"},
	{"log/slog", []string{"sim", "model", "scenarios", "render"}, nil, "return an error"},
	{"math/rand", []string{"."}, nil, "draw from a stream of sim/rng"},
	{"math/rand/v2", []string{"sim", "model", "scenarios", "render"}, nil, "draw from a stream of sim/rng"},
	{"unsafe", []string{"."}, nil, "write it without"},
	{"github.com/BurntSushi/toml", []string{"."}, []string{"scenarios"}, "read TOML in scenarios, best through scenarios/strict"},
	{"github.com/hajimehoshi/ebiten/v2", []string{"."}, []string{"render/window"}, "keep Ebitengine in render/window"},
	{"github.com/spf13/cobra", []string{"."}, []string{"cmd"}, "keep flags in cmd"},
	{"golang.org/x/sync", []string{"."}, []string{"sim/batch", "scenarios", "cmd"}, "run replications with sim/batch"},
}

func TestForbiddenImports(t *testing.T) { report(t, forbiddenImports(readHouse(t))) }

func forbiddenImports(h *house) []string {
	var bad []string
	h.each(false, func(s *source, imported string) {
		for _, f := range forbidden {
			hit := imported == f.imported || strings.Contains(f.imported, ".") && strings.HasPrefix(imported, f.imported+"/")
			if hit && (f.where[0] == "." || under(s.dir, f.where...)) && !under(s.dir, f.except...) {
				bad = append(bad, fmt.Sprintf("%s imports %s, which is forbidden there: %s", s.name, imported, f.instead))
			}
		}
	})
	return bad
}

// libraries are the modules that each floor may use; everything else is the standard library. README justifies each.
var libraries = []struct {
	room string
	may  []string
}{
	{"sim/batch", []string{"golang.org/x/sync"}},
	{"sim", nil},
	{"model", []string{"gonum.org/v1/gonum", "github.com/klauspost/compress"}},
	{"render", []string{"golang.org/x/image", "golang.org/x/text", "github.com/hajimehoshi/ebiten/v2"}},
	{"scenarios", []string{"github.com/BurntSushi/toml", "github.com/klauspost/compress", "github.com/paulmach/orb", "gonum.org/v1/gonum", "golang.org/x/sync", "golang.org/x/text"}},
	{"bench", []string{"gonum.org/v1/gonum", "golang.org/x/perf"}},
	{"cmd", []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/schollz/progressbar/v3", "golang.org/x/term", "golang.org/x/sys"}},
}

func TestEachFloorUsesItsLibrariesOnly(t *testing.T) {
	report(t, eachFloorUsesItsLibrariesOnly(readHouse(t)))
}

func eachFloorUsesItsLibrariesOnly(h *house) []string {
	var bad []string
	h.each(false, func(s *source, imported string) {
		if _, ours := h.local(imported); ours || isStd(imported) {
			return
		}
		for _, floor := range libraries {
			if !under(s.dir, floor.room) {
				continue
			}
			if !under(imported, floor.may...) {
				bad = append(bad, fmt.Sprintf("%s imports %s: %s may use only %s and the standard library; justify a new one in README and in cmd/deps_test.go",
					s.name, imported, floor.room, list(floor.may)))
			}
			return
		}
	})
	return bad
}

func TestEveryLibraryIsJustified(t *testing.T) {
	report(t, everyLibraryIsJustified(readHouse(t), readText(t, "../README.md")))
}

func everyLibraryIsJustified(h *house, readme string) []string {
	var bad []string
	h.each(true, func(s *source, imported string) {
		if _, ours := h.local(imported); ours || isStd(imported) {
			return
		}
		parts := strings.Split(imported, "/")
		module := path.Join(parts[:min(3, len(parts))]...)
		if strings.HasPrefix(imported, "pgregory.net/") {
			module = "pgregory.net/rapid"
		}
		if !strings.Contains(readme, module) {
			bad = append(bad, fmt.Sprintf("README does not say why %s is used (by %s): add a line to its table of dependencies", module, s.dir))
		}
	})
	return bad
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}
