package cmd

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// source is one Go file of the house.
type source struct {
	name    string // path from the root, with slashes
	dir     string // package folder: "sim/rng"
	test    bool
	lines   int
	tree    *ast.File
	imports []string
}

type house struct {
	module string
	fset   *token.FileSet
	files  []source
}

// ourHouse parses every Go file of the repository, once.
var ourHouse = sync.OnceValues(func() (*house, error) {
	root := ".."
	h := &house{fset: token.NewFileSet(), module: module}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "runs" || d.Name() == "bin") {
			return filepath.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(p, ".go") {
			rel, err := filepath.Rel(root, p)
			if err != nil {
				return err
			}
			text, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			return h.add(filepath.ToSlash(rel), text)
		}
		return nil
	})
	return h, err
})

const module = "cascata"

func readHouse(t *testing.T) *house {
	t.Helper()
	h, err := ourHouse()
	require.NoError(t, err)
	require.Greater(t, len(h.files), 50, "the walk must find the house")
	return h
}

func (h *house) add(name string, text []byte) error {
	tree, err := parser.ParseFile(h.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	s := source{name: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), lines: strings.Count(string(text), "\n"), tree: tree}
	for _, i := range tree.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return err
		}
		s.imports = append(s.imports, p)
	}
	h.files = append(h.files, s)
	return nil
}

// local is the folder of an import of our own module; ok is false for others.
func (h *house) local(imported string) (dir string, ok bool) {
	if imported == h.module {
		return ".", true
	}
	return strings.CutPrefix(imported, h.module+"/")
}

// each calls do for every import of every file that fits.
func (h *house) each(tests bool, do func(s *source, imported string)) {
	for i := range h.files {
		if s := &h.files[i]; tests || !s.test {
			for _, p := range s.imports {
				do(s, p)
			}
		}
	}
}

// report fails with all complaints, sorted, each once.
func report(t *testing.T, complaints []string) {
	t.Helper()
	sort.Strings(complaints)
	last := ""
	for _, c := range complaints {
		if c != last {
			t.Error(c)
		}
		last = c
	}
}

func top(dir string) string {
	first, _, _ := strings.Cut(dir, "/")
	return first
}

func under(dir string, folders ...string) bool {
	for _, f := range folders {
		if dir == f || strings.HasPrefix(dir, f+"/") {
			return true
		}
	}
	return false
}

func isStd(imported string) bool { return !strings.Contains(top(imported), ".") }
