package cmd

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	longestFile     = 400 // lines; files of tests and of data tables may be longer
	longestFunction = 70  // lines
	mostBelow       = 40  // lines, for nine functions in ten
)

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(text)
}

func TestPackagesLieAtMostTwoDeep(t *testing.T) { report(t, packagesLieAtMostTwoDeep(readHouse(t))) }

func packagesLieAtMostTwoDeep(h *house) []string {
	var bad []string
	for _, s := range h.files {
		if strings.Count(s.dir, "/") > 1 {
			bad = append(bad, fmt.Sprintf("%s lies more than two folders deep: make it a room of its top-level folder, or a file of the room above", s.dir))
		}
		if !under(s.dir, "cmd", "sim", "model", "scenarios", "render", "bench") {
			bad = append(bad, fmt.Sprintf("%s lies outside the house: the top-level folders are cmd, sim, model, scenarios, render, bench", s.name))
		}
		for _, part := range strings.Split(s.dir, "/") {
			if part == "util" || part == "utils" || part == "common" || part == "helpers" || part == "internal" {
				bad = append(bad, fmt.Sprintf("%s is a drawer, not a room: name it after its job", s.dir))
			}
		}
	}
	return bad
}

func TestEveryPackageHasDoc(t *testing.T) { report(t, everyPackageHasDoc(readHouse(t))) }

func everyPackageHasDoc(h *house) []string {
	has := map[string]bool{}
	for _, s := range h.files {
		has[s.dir] = has[s.dir] || strings.HasSuffix(s.name, "/doc.go") && s.tree.Doc != nil
	}
	var bad []string
	for dir, ok := range has {
		if !ok {
			bad = append(bad, fmt.Sprintf("%s has no doc.go with a comment: say its job, what it must not know, its nouns and its sources", dir))
		}
	}
	return bad
}

func TestFilesAndFunctionsAreShort(t *testing.T) { report(t, filesAndFunctionsAreShort(readHouse(t))) }

func filesAndFunctionsAreShort(h *house) []string {
	var bad []string
	var lengths []int
	for _, s := range h.files {
		if s.test {
			continue
		}
		if s.lines > longestFile && !isTable(h.fset, s.tree) {
			bad = append(bad, fmt.Sprintf("%s has %d lines, more than %d: split it by job", s.name, s.lines, longestFile))
		}
		functions(s.tree, func(f *ast.FuncDecl) {
			n := h.fset.Position(f.End()).Line - h.fset.Position(f.Pos()).Line + 1
			lengths = append(lengths, n)
			if n > longestFunction {
				bad = append(bad, fmt.Sprintf("%s: %s has %d lines, more than %d: take its parts out", s.name, f.Name.Name, n, longestFunction))
			}
		})
	}
	sort.Ints(lengths)
	if n := len(lengths); n >= 10 && lengths[n*9/10] > mostBelow {
		bad = append(bad, fmt.Sprintf("nine functions in ten shall have at most %d lines; the ninth tenth begins at %d", mostBelow, lengths[n*9/10]))
	}
	return bad
}

// isTable reports whether most of a file is one composite literal.
func isTable(fset *token.FileSet, f *ast.File) bool {
	inLiterals, total := 0, fset.Position(f.End()).Line
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.CompositeLit); ok {
			inLiterals += fset.Position(lit.End()).Line - fset.Position(lit.Pos()).Line + 1
			return false
		}
		return true
	})
	return inLiterals*2 > total
}

func functions(f *ast.File, do func(*ast.FuncDecl)) {
	for _, d := range f.Decls {
		if fd, ok := d.(*ast.FuncDecl); ok && fd.Body != nil {
			do(fd)
		}
	}
}

func TestNoInitAndNoClockBelow(t *testing.T) { report(t, noInitAndNoClockBelow(readHouse(t))) }

func noInitAndNoClockBelow(h *house) []string {
	var bad []string
	for _, s := range h.files {
		if s.test {
			continue
		}
		functions(s.tree, func(f *ast.FuncDecl) {
			if f.Recv == nil && f.Name.Name == "init" {
				bad = append(bad, fmt.Sprintf("%s has an init function: build the value where it is used, or hand it in", s.name))
			}
		})
		if !under(s.dir, "sim", "model") {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && (sel.Sel.Name == "Now" || sel.Sel.Name == "Since" || sel.Sel.Name == "Sleep" || sel.Sel.Name == "After") {
					bad = append(bad, fmt.Sprintf("%s uses time.%s: below the scenarios there is simulated time only", s.name, sel.Sel.Name))
				}
			}
			return true
		})
	}
	return bad
}

// Package variables in sim and model must be constant in effect: errors, guards of interfaces, and tables that are read
// only. A variable is taken for mutable when the package assigns to it or to one of its elements.
func TestNoMutableStateInSimAndModel(t *testing.T) {
	report(t, noMutableStateInSimAndModel(readHouse(t)))
}

func noMutableStateInSimAndModel(h *house) []string {
	vars := map[string]map[string]string{} // package -> variable -> file
	for _, s := range h.files {
		if s.test || !under(s.dir, "sim", "model", "scenarios", "render") {
			continue
		}
		for _, d := range s.tree.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				note(vars, s, g)
			}
		}
	}
	var bad []string
	for _, s := range h.files {
		if s.test || vars[s.dir] == nil {
			continue
		}
		for _, name := range written(s.tree) {
			if at, global := vars[s.dir][name]; global {
				bad = append(bad, fmt.Sprintf("%s changes the package variable %s of %s: keep it in a value that is handed around", s.name, name, at))
			}
		}
	}
	return bad
}

func note(vars map[string]map[string]string, s source, g *ast.GenDecl) {
	for _, spec := range g.Specs {
		for _, id := range spec.(*ast.ValueSpec).Names {
			if vars[s.dir] == nil {
				vars[s.dir] = map[string]string{}
			}
			if id.Name != "_" {
				vars[s.dir][id.Name] = s.name
			}
		}
	}
}

// written lists the names that functions of a file assign to or increment, unless the same function declares them.
func written(f *ast.File) []string {
	var names []string
	functions(f, func(fd *ast.FuncDecl) {
		local := declared(fd)
		add := func(e ast.Expr) {
			if name := base(e); name != "" && !local[name] {
				names = append(names, name)
			}
		}
		ast.Inspect(fd.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, e := range n.Lhs {
						add(e)
					}
				}
			case *ast.IncDecStmt:
				add(n.X)
			}
			return true
		})
	})
	return names
}

func declared(fd *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(fd, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, e := range n.Lhs {
					names[base(e)] = true
				}
			}
		case *ast.Field:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.RangeStmt:
			names[base(n.Key)], names[base(n.Value)] = true, true
		}
		return true
	})
	return names
}

// base is the name at the root of an expression such as a.b[c]; empty when there is none.
func base(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.IndexExpr:
		return base(e.X)
	case *ast.SelectorExpr:
		return base(e.X)
	case *ast.StarExpr:
		return base(e.X)
	case *ast.ParenExpr:
		return base(e.X)
	}
	return ""
}
