package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// folder is a result under construction. It stands beside its final place under a temporary name until keep renames it, so
// that a killed run leaves a whole result or none.
type folder struct {
	path, final string
	force       bool
}

// canCreate refuses a result folder that exists, unless force is set.
func canCreate(dir string, force bool) error {
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return usage(err)
	case !info.IsDir():
		return usagef("%s is a file, not a folder", dir)
	case !force:
		return usagef("%s exists: give --force to replace it or --out DIR to write elsewhere", dir)
	}
	return ours(dir)
}

// ours refuses to replace a folder that does not look like a result: --force shall not delete somebody's documents.
func ours(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return usage(err)
	}
	for _, e := range entries {
		if e.Name() == "run.json" || e.Name() == "summary.json" {
			return nil
		}
	}
	if len(entries) > 0 {
		return usagef("%s holds files but no result of cascata: --force does not replace it", dir)
	}
	return nil
}

func newFolder(final string, force bool) (*folder, error) {
	final = filepath.Clean(final)
	if err := os.MkdirAll(filepath.Dir(final), 0o755); err != nil {
		return nil, err
	}
	sweep(filepath.Dir(final))
	path, err := os.MkdirTemp(filepath.Dir(final), "."+filepath.Base(final)+"-*.part")
	if err != nil {
		return nil, err
	}
	return &folder{path: path, final: final, force: force}, os.Chmod(path, 0o755)
}

// file writes one file of the result.
func (f *folder) file(name string, write func(io.Writer) error) (err error) {
	return writeFile(filepath.Join(f.path, name), write)
}

func (f *folder) json(name string, v any) error {
	return f.file(name, func(w io.Writer) error { return writeJSON(w, v) })
}

// csv writes a file of rows.
func (f *folder) csv(name string, rows [][]string) error {
	return f.file(name, func(w io.Writer) error { return csv.NewWriter(w).WriteAll(rows) })
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// writeFile writes through a buffer and puts the bytes on disk before it returns.
func writeFile(path string, write func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(file, 1<<16)
	err = write(b)
	for _, step := range []func() error{b.Flush, file.Sync, file.Close} {
		if e := step(); err == nil {
			err = e // the first says it all: a buffer repeats the error of its file
		}
	}
	if err != nil {
		return fmt.Errorf("cannot be written: %w", err)
	}
	return nil
}

// writeWhole writes a single file under a temporary name and renames it.
func writeWhole(path string, write func(io.Writer) error) error {
	if dir := filepath.Dir(path); dir != "." {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	part := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".part")
	err := writeFile(part, write)
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		_ = os.Remove(part) // it may not even exist; what went wrong is in err
	}
	return err
}

// isFolder refuses the name of a folder where a file is to be written, before any work is done.
func isFolder(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return usagef("%s is a folder, not a file", path)
	}
	return nil
}

// keep puts the result in its place.
func (f *folder) keep() error {
	err := os.Rename(f.path, f.final)
	if err == nil || !f.force {
		return err
	}
	if err := exchange(f.path, f.final); err != nil {
		return err
	}
	return os.RemoveAll(f.path)
}

// drop removes what was not kept. It is harmless after keep.
func (f *folder) drop() { _ = os.RemoveAll(f.path) }

// stale is the age at which a folder under construction belongs to a run that was killed: writing one takes seconds.
const stale = 24 * time.Hour

// sweep removes what killed runs left behind in a folder, as far as it is surely ours: the form of the name, nothing in it but files of
// results, and a day without a change. What cannot be removed stays; the next run tries again.
func sweep(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		path := filepath.Join(parent, e.Name())
		if info, err := e.Info(); err == nil && e.IsDir() && isPart(e.Name()) && time.Since(info.ModTime()) > stale && onlyResults(path) {
			_ = os.RemoveAll(path)
		}
	}
}

// isPart reports whether a name is one that newFolder gives: .NAME-DIGITS.part
func isPart(name string) bool {
	middle, ok := strings.CutSuffix(name, ".part")
	dash := strings.LastIndexByte(middle, '-')
	if !ok || !strings.HasPrefix(name, ".") || dash < 2 || dash == len(middle)-1 {
		return false
	}
	return strings.Trim(middle[dash+1:], "0123456789") == ""
}

// onlyResults reports whether a folder holds no file that a run or a batch does not write.
func onlyResults(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if e.IsDir() || !slices.Contains(resultFiles[:], e.Name()) {
			return false
		}
	}
	return true
}

// resultFiles are the files of runs and batches.
var resultFiles = [...]string{"run.json", "changes.csv", "services.csv", "calls.csv", "patients.csv", "law.csv", traceName, "report.html", "replications.csv", "summary.json", "arms.csv",
	"effects.csv"}
