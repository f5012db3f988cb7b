package cmd

import (
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRulesCatchOffenders: a rule that nothing breaks proves nothing, so each is shown a house that breaks it.
func TestRulesCatchOffenders(t *testing.T) {
	long := "package x\n" + strings.Repeat("\n", longestFile)
	function := "package x\nfunc f() {" + strings.Repeat("\n", longestFunction) + "}\n"
	for _, c := range []struct {
		name, file, text string
		rule             func(*house) []string
		want             string
	}{
		{"model imports scenarios", "model/x/x.go", `package x; import "cascata/scenarios"`, importsRunDownTheStaircase, "model may import only model, sim"},
		{"scenarios imports render", "scenarios/x.go", `package x; import "cascata/render/scene"`, importsRunDownTheStaircase, "scenarios may import only scenarios, model, sim"},
		{"render imports scenarios", "render/x/x.go", `package x; import "cascata/scenarios/cities"`, importsRunDownTheStaircase, "render may import only render, model, sim"},
		{"rng imports sim", "sim/rng/x.go", `package x; import "cascata/sim"`, importsRunDownTheStaircase, "sim may import only nothing"},
		{"outside", "tools/x.go", `package x; import "cascata/sim"`, importsRunDownTheStaircase, "outside the house"},
		{"sector imports sector", "model/water/x.go", `package x; import "cascata/model/power"`, roomsOfTheModelDoNotMeet, "a sector knows neither another sector"},
		{"sector imports cyber", "model/water/x.go", `package x; import "cascata/model/cyber"`, roomsOfTheModelDoNotMeet, "a sector knows neither another sector"},
		{"model opens files", "model/x/x.go", `package x; import "os"`, forbiddenImports, "take an io.Reader"},
		{"anyone dials", "cmd/x/x.go", `package x; import "net/http"`, forbiddenImports, "connected to nothing"},
		{"global randomness", "bench/x/x.go", `package x; import "math/rand"`, forbiddenImports, "sim/rng"},
		{"TOML outside", "cmd/x/x.go", `package x; import "github.com/BurntSushi/toml"`, forbiddenImports, "scenarios/strict"},
		{"window library elsewhere", "render/raster/x.go", `package x; import "github.com/hajimehoshi/ebiten/v2/vector"`, forbiddenImports, "render/window"},
		{"library of another floor", "sim/x.go", `package x; import "gonum.org/v1/gonum/stat"`, eachFloorUsesItsLibrariesOnly, "sim may use only nothing"},
		{"three deep", "model/a/b/x.go", "package x", packagesLieAtMostTwoDeep, "more than two folders deep"},
		{"drawer", "model/util/x.go", "package x", packagesLieAtMostTwoDeep, "a drawer"},
		{"no doc", "model/a/x.go", "package x", everyPackageHasDoc, "has no doc.go"},
		{"doc without comment", "model/a/doc.go", "package x", everyPackageHasDoc, "has no doc.go"},
		{"long file", "model/a/x.go", long, filesAndFunctionsAreShort, "401 lines, more than 400"},
		{"long function", "model/a/x.go", function, filesAndFunctionsAreShort, "f has 71 lines, more than 70"},
		{"init", "cmd/a/x.go", "package x; func init() {}", noInitAndNoClockBelow, "init function"},
		{"clock", "sim/x.go", "package x; import \"time\"; var _ = time.Now()", noInitAndNoClockBelow, "simulated time only"},
		{"state", "model/a/x.go", "package x; var n int; func f() { n++ }", noMutableStateInSimAndModel, "changes the package variable n"},
		{"state in a table", "sim/x.go", "package x; var m = map[int]int{}; func f() { m[1] = 2 }", noMutableStateInSimAndModel, "changes the package variable m"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := &house{fset: token.NewFileSet(), module: module}
			require.NoError(t, h.add(c.file, []byte(c.text)))
			assert.Contains(t, strings.Join(c.rule(h), "\n"), c.want)
		})
	}
}

// TestRulesLetTheRestBe: what is allowed is not reported.
func TestRulesLetTheRestBe(t *testing.T) {
	h := &house{fset: token.NewFileSet(), module: module}
	for name, text := range map[string]string{
		"model/power/doc.go":    "// Package power is fine.\npackage power",
		"model/power/x.go":      "package power\nimport (\"cascata/model\"; \"cascata/sim/rng\"; \"errors\"; \"gonum.org/v1/gonum/mat\"; \"time\")\nvar Err = errors.New(\"x\")\nvar _ = time.Second\nfunc f(n int) { n++; m := map[int]int{}; m[1] = 2 }\n",
		"model/power/x_test.go": "package power\nimport (\"os\"; \"math/rand\")\nvar n int\nfunc init() { n++ }\n",
	} {
		require.NoError(t, h.add(name, []byte(text)))
	}
	for _, rule := range []func(*house) []string{importsRunDownTheStaircase, roomsOfTheModelDoNotMeet, forbiddenImports, eachFloorUsesItsLibrariesOnly,
		packagesLieAtMostTwoDeep, everyPackageHasDoc, filesAndFunctionsAreShort, noInitAndNoClockBelow, noMutableStateInSimAndModel} {
		assert.Empty(t, rule(h))
	}
	assert.Empty(t, everyLibraryIsJustified(h, "| gonum.org/v1/gonum | why |"))
	assert.NotEmpty(t, everyLibraryIsJustified(h, ""))
}
