package validation

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// referenceFolders are where reference data lies whose terms forbid to copy it: the folder named by the environment variable,
// else beside the repository, seen from its root and from this package.
func referenceFolders() []string {
	if dir := os.Getenv("CASCATA_REFERENCE"); dir != "" {
		return []string{dir}
	}
	return []string{filepath.Join("..", "shared", "reference"), filepath.Join("..", "..", "..", "shared", "reference")}
}

const absentReference = "not present: its terms do not let it be copied; put it into the folder that CASCATA_REFERENCE names"

// readReference reads a file of the reference data, or the same name with .gz unpacked. Without it the error is fs.ErrNotExist.
func readReference(name string) ([]byte, error) {
	for _, dir := range referenceFolders() {
		path := filepath.Join(dir, filepath.FromSlash(name))
		data, err := os.ReadFile(path)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
		if data, err = os.ReadFile(path + ".gz"); err == nil {
			return unpack(data)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func unpack(data []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
