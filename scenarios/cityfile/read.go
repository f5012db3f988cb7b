package cityfile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"cascata/model"
	"cascata/scenarios/defaults"
)

// Read reads a city, plain or compressed with zstd; name is what faults call the file. Needs and kinds take their defaults from
// cat. The error is model.Faults with every fault of the file. City.Hash is the SHA-256 of the uncompressed text.
func Read(name string, r io.Reader, cat *defaults.Catalog) (*model.City, error) {
	faults := &model.Faults{}
	text, err := plain(r)
	if err != nil {
		faults.Add(name, 0, 0, "", "cannot be read: %v", err)
		return nil, faults.Err()
	}
	s := &scanner{file: name, faults: faults}
	s.scan(bytes.NewReader(text))
	b := &builder{fields: fields{name, faults, schema()}, rows: &s.rows, cat: cat, city: &model.City{}}
	if !b.full() {
		b.build()
	}
	if b.full() {
		faults.Add(name, s.line, 0, "mend these first", "there are %d faults or more: the others are not listed", maxFaults)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	b.city.Hash = hex.EncodeToString(sum[:])
	if err := b.city.Finish(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return b.city, nil
}

// plain is the text of a file, unpacked when it is compressed.
func plain(r io.Reader) ([]byte, error) {
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, err
	}
	all := io.MultiReader(bytes.NewReader(head[:n]), r)
	if !bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
		return limited(all)
	}
	z, err := zstd.NewReader(all, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxText))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return limited(z)
}

func limited(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxText+1))
	if err == nil && len(text) > maxText {
		err = fmt.Errorf("the text is longer than %d MiB", maxText>>20)
	}
	return text, err
}
