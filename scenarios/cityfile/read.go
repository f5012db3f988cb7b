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
	s := &scanner{splitter: splitter{file: name, faults: &model.Faults{}}}
	sum, err := s.read(r)
	if err != nil {
		return nil, model.Faults{{File: name, What: fmt.Sprintf("cannot be read: %v", err)}}
	}
	b := newBuilder(s, cat)
	if !b.full() {
		b.build()
	}
	if b.full() {
		s.fault(s.line, 0, "mend these first", "there are %d faults or more: the others are not listed", maxFaults)
	}
	if err := s.faults.Err(); err != nil {
		return nil, err
	}
	b.city.Hash = sum
	if err := b.city.Finish(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return b.city, nil
}

// read scans a file, unpacked when it is compressed, and returns the SHA-256 [hex] of its text.
func (s *scanner) read(r io.Reader) (sum string, err error) {
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return "", err
	}
	all := io.MultiReader(bytes.NewReader(head[:n]), r)
	if bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
		z, err := zstd.NewReader(all, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxWindow))
		if err != nil {
			return "", err
		}
		defer z.Close()
		all = z
	}
	text := &bounded{r: all}
	h := sha256.New()
	s.scan(io.TeeReader(text, h))
	return hex.EncodeToString(h.Sum(nil)), text.err
}

// bounded reads up to maxText bytes. It keeps the first error other than the end.
type bounded struct {
	r     io.Reader
	bytes int
	err   error
}

func (b *bounded) Read(p []byte) (n int, err error) {
	n, err = b.r.Read(p)
	if b.bytes += n; b.bytes > maxText {
		err = fmt.Errorf("the text is longer than %d MiB", maxText>>20)
	}
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}
