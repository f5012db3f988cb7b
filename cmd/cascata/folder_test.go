package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

func TestFolderAppearsWholeOrNotAtAll(t *testing.T) {
	root := t.TempDir()
	final := filepath.Join(root, "a", "result")
	f, err := newFolder(final, false)
	require.NoError(t, err)
	require.NoError(t, f.file("run.json", text("{}")))
	assert.NoDirExists(t, final, "nothing stands in its place before keep: this is what a killed run leaves")
	require.NoError(t, f.keep())
	f.drop()
	assert.Equal(t, []string{"run.json"}, entries(t, final))
	assert.Equal(t, []string{"result"}, entries(t, filepath.Join(root, "a")))
}

// What killed runs left is swept by the next one; what is young, has another name or holds something else stays.
func TestStalePartsAreSwept(t *testing.T) {
	root := t.TempDir()
	folder := func(name, file string, age time.Duration) {
		path := filepath.Join(root, name)
		require.NoError(t, os.Mkdir(path, 0o755))
		if file != "" {
			require.NoError(t, os.WriteFile(filepath.Join(path, file), []byte("x"), 0o644))
		}
		then := time.Now().Add(-age)
		require.NoError(t, os.Chtimes(path, then, then))
	}
	const old = 25 * time.Hour
	folder(".quiet-day-1-0-123.part", "changes.csv", old)
	folder(".a-9.part", "", old)
	folder(".quiet-day-1-0-124.part", "changes.csv", time.Hour)
	folder(".quiet-day-1-0-125.part", "letter.txt", old)
	folder(".quiet-day-.part", "", old)
	folder(".mine.part", "", old)
	folder("quiet-day-1-0-126.part", "", old)
	folder(".-127.part", "", old)
	folder("quiet-day-1-0", "run.json", old)
	require.NoError(t, os.WriteFile(filepath.Join(root, ".file-1.part"), nil, 0o644))

	f, err := newFolder(filepath.Join(root, "next"), false)
	require.NoError(t, err)
	f.drop()
	assert.Equal(t, []string{".-127.part", ".file-1.part", ".mine.part", ".quiet-day-.part", ".quiet-day-1-0-124.part", ".quiet-day-1-0-125.part",
		"quiet-day-1-0", "quiet-day-1-0-126.part"}, entries(t, root))
}

func TestFolderReplacesInOneStep(t *testing.T) {
	final := filepath.Join(t.TempDir(), "result")
	for _, content := range []string{"old", "new"} {
		f, err := newFolder(final, true)
		require.NoError(t, err)
		require.NoError(t, f.file("run.json", text(content)))
		require.NoError(t, f.keep())
		data, err := os.ReadFile(filepath.Join(final, "run.json"))
		require.NoError(t, err)
		assert.Equal(t, content, string(data))
	}
	assert.Equal(t, []string{"result"}, entries(t, filepath.Dir(final)))
}

func TestFolderThatFailsLeavesTheOldOne(t *testing.T) {
	final := filepath.Join(t.TempDir(), "result")
	require.NoError(t, os.MkdirAll(final, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(final, "run.json"), []byte("old"), 0o644))
	f, err := newFolder(final, true)
	require.NoError(t, err)
	boom := errors.New("disk full")
	assert.ErrorIs(t, f.file("run.json", func(io.Writer) error { return boom }), boom)
	f.drop()
	data, err := os.ReadFile(filepath.Join(final, "run.json"))
	require.NoError(t, err)
	assert.Equal(t, "old", string(data))
	assert.Equal(t, []string{"result"}, entries(t, filepath.Dir(final)))
}

// A result that somebody made meanwhile is not overwritten without force.
func TestFolderRefusesToReplaceWithoutForce(t *testing.T) {
	final := filepath.Join(t.TempDir(), "result")
	f, err := newFolder(final, false)
	require.NoError(t, err)
	require.NoError(t, f.file("run.json", text("mine")))
	require.NoError(t, os.MkdirAll(final, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(final, "run.json"), []byte("theirs"), 0o644))
	assert.Error(t, f.keep())
	data, err := os.ReadFile(filepath.Join(final, "run.json"))
	require.NoError(t, err)
	assert.Equal(t, "theirs", string(data))
}

// The way without the system call exchanges two folders too.
func TestSwap(t *testing.T) {
	root := t.TempDir()
	a, b := filepath.Join(root, "a"), filepath.Join(root, "b")
	require.NoError(t, os.Mkdir(a, 0o755))
	require.NoError(t, os.Mkdir(b, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(a, "x"), nil, 0o644))
	require.NoError(t, swap(a, b))
	assert.Empty(t, entries(t, a))
	assert.Equal(t, []string{"x"}, entries(t, b))
	assert.Equal(t, []string{"a", "b"}, entries(t, root))
}

func TestWriteWholeLeavesNothingBehind(t *testing.T) {
	root := t.TempDir()
	name := filepath.Join(root, "deep", "x.png")
	require.NoError(t, writeWhole(name, text("first")))
	boom := errors.New("boom")
	assert.ErrorIs(t, writeWhole(name, func(io.Writer) error { return boom }), boom)
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, "first", string(data))
	assert.Equal(t, []string{"x.png"}, entries(t, filepath.Dir(name)))
}
