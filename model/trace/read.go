package trace

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"cascata/model"
	"cascata/sim"
)

// Reader reads a run file. It trusts nothing in it: every length is bounded by the bytes that are there, every number by
// what it refers to, and an error names the chunk and where it begins. A Reader serves one goroutine at a time.
type Reader struct {
	ra    io.ReaderAt
	size  int64
	z     *zstd.Decoder
	index []entry
	end   int64 // where the index begins
	total int64 // bytes decompressed so far
	stage *Stage
	head  Header
}

// Open checks the frame of a run file of the given size and reads its header.
func Open(ra io.ReaderAt, size int64) (*Reader, error) {
	z, err := zstd.NewReader(nil, decoderOptions()...)
	if err != nil {
		return nil, fmt.Errorf("trace: %w", err)
	}
	f := &Reader{ra: ra, size: size, z: z}
	if err := f.open(); err != nil {
		return nil, fmt.Errorf("trace: %w", err)
	}
	return f, nil
}

// Read reads a whole run file.
func Read(ra io.ReaderAt, size int64) (*Recording, error) {
	f, err := Open(ra, size)
	if err != nil {
		return nil, err
	}
	return f.Recording()
}

// decoderOptions bound what a damaged or hostile chunk can cost.
func decoderOptions() []zstd.DOption {
	return []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(largest), zstd.WithDecoderLowmem(true),
		zstd.WithDecodeAllCapLimit(true)}
}

// Header says which run the file holds.
func (f *Reader) Header() Header { return f.head }

func (f *Reader) open() error {
	if f.size < int64(preamble+trailer) {
		return fmt.Errorf("not a run file: %d bytes are too few", f.size)
	}
	start, err := f.at(0, preamble)
	if err != nil {
		return err
	}
	if string(start[:len(magic)]) != magic {
		return fmt.Errorf("not a run file: it does not begin as one")
	}
	v := binary.LittleEndian.Uint32(start[len(magic):])
	if v < 1 || v > FormatVersion {
		return fmt.Errorf("the run file has format version %d; this program reads versions 1 to %d", v, FormatVersion)
	}
	f.head.Format = int(v)
	tail, err := f.at(f.size-int64(trailer), trailer)
	if err != nil {
		return err
	}
	f.end = int64(binary.LittleEndian.Uint64(tail))
	if string(tail[8:]) != endMagic || f.end < int64(preamble) || f.end > f.size-int64(trailer+chunkHead) {
		return fmt.Errorf("the run file has no end: it was cut short")
	}
	return f.begin()
}

// begin reads the index and the header.
func (f *Reader) begin() error {
	c, next, err := f.chunk(entry{kind: chunkIndex, offset: f.end})
	if err != nil {
		return err
	}
	c.entries(&f.index)
	if err := c.done(); err != nil {
		return fmt.Errorf("index at byte %d: %w", f.end, err)
	}
	if next != f.size-int64(trailer) {
		return fmt.Errorf("there are bytes between the index and the end")
	}
	if err := f.checkIndex(); err != nil {
		return err
	}
	return f.decode(f.index[0], func(c *coder) { c.header(&f.head, f.head.Format) })
}

// checkIndex insists on the order of chunks: each kind that must be there once, in ascending order, then the optional ones.
func (f *Reader) checkIndex() error {
	want := chunkHeader
	for i, e := range f.index {
		switch {
		case e.kind == chunkIndex || e.kind >= chunkKinds && e.kind < chunkOptional:
			return fmt.Errorf("entry %d of the index: a chunk of kind %d is unknown: the file is newer than this program", i, e.kind)
		case i > 0 && e.offset <= f.index[i-1].offset || e.offset >= f.end:
			return fmt.Errorf("entry %d of the index: the %v chunk is out of order", i, e.kind)
		case want < chunkChanges && e.kind != want:
			return fmt.Errorf("entry %d of the index: a %v chunk where the %v chunk belongs", i, e.kind, want)
		case want >= chunkChanges && (!e.kind.repeats() || e.kind < f.index[i-1].kind):
			return fmt.Errorf("entry %d of the index: a %v chunk after the %v chunk", i, e.kind, f.index[i-1].kind)
		}
		if want < chunkChanges {
			want++
		}
	}
	if want < chunkChanges {
		return fmt.Errorf("the %v chunk is missing", want)
	}
	return nil
}

// at reads n bytes at an offset.
func (f *Reader) at(offset int64, n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(io.NewSectionReader(f.ra, offset, int64(n)), b); err != nil {
		return nil, fmt.Errorf("reading %d bytes at byte %d: %w", n, offset, err)
	}
	return b, nil
}

// chunk reads and decompresses a chunk; next is where it ends.
func (f *Reader) chunk(e entry) (c *coder, next int64, err error) {
	fault := func(err error) (*coder, int64, error) {
		return nil, 0, fmt.Errorf("%v chunk at byte %d: %w", e.kind, e.offset, err)
	}
	room := f.size - int64(trailer) - e.offset
	if room < chunkHead {
		return fault(fmt.Errorf("it would reach beyond the end of the file"))
	}
	head, err := f.at(e.offset, chunkHead)
	if err != nil {
		return fault(err)
	}
	kind, packed, raw, sum, err := parseHead(head)
	switch {
	case err != nil:
		return fault(err)
	case kind != e.kind:
		return fault(fmt.Errorf("there is a %v chunk instead", kind))
	case packed > room-chunkHead:
		return fault(fmt.Errorf("it would reach beyond the end of the file"))
	case f.total+raw > largestFile:
		return fault(fmt.Errorf("the file holds more than %d bytes", int64(largestFile)))
	}
	body, err := f.at(e.offset+chunkHead, int(packed))
	if err != nil {
		return fault(err)
	}
	plain, err := unseal(f.z, head, body, raw, sum)
	if err != nil {
		return fault(err)
	}
	return &coder{buf: plain, reading: true}, e.offset + chunkHead + packed, nil
}

// decode reads a chunk through one of the coder's walks.
func (f *Reader) decode(e entry, walk func(c *coder)) error {
	c, _, err := f.chunk(e)
	if err != nil {
		return err
	}
	walk(c)
	if err := c.done(); err != nil {
		return fmt.Errorf("%v chunk at byte %d: %w", e.kind, e.offset, err)
	}
	return nil
}

// Recording reads the whole file.
func (f *Reader) Recording() (*Recording, error) {
	f.total = 0
	r, err := f.recording()
	if err != nil {
		return nil, fmt.Errorf("trace: %w", err)
	}
	return r, nil
}

func (f *Reader) recording() (*Recording, error) {
	r := &Recording{Header: f.head, Stage: &Stage{}}
	next := int64(preamble)
	for _, e := range f.index {
		if e.offset != next {
			return nil, fmt.Errorf("%v chunk at byte %d: the chunk before it ends at byte %d", e.kind, e.offset, next)
		}
		c, end, err := f.chunk(e)
		if err != nil {
			return nil, err
		}
		f.total += int64(len(c.buf))
		next = end
		r.read(c, e)
		if err := c.done(); err != nil {
			return nil, fmt.Errorf("%v chunk at byte %d: %w", e.kind, e.offset, err)
		}
	}
	if next != f.end {
		return nil, fmt.Errorf("index at byte %d: the chunk before it ends at byte %d", f.end, next)
	}
	return r, nil
}

// read takes over one chunk.
func (r *Recording) read(c *coder, e entry) {
	switch e.kind {
	case chunkHeader:
		c.header(&r.Header, r.Header.Format)
	case chunkStage, chunkEntities, chunkTies, chunkPlaces, chunkLayers:
		r.Stage.read(c, e.kind)
	case chunkParameters:
		c.parameters(r)
	case chunkChanges:
		r.readBlock(c, e)
	case chunkServices:
		r.readRows(c, e, &r.Services, len(r.Served))
	case chunkCity:
		r.readRows(c, e, &r.City, len(r.Sectors))
	case chunkAffected:
		r.readRows(c, e, &r.Affected, len(r.Residents))
	case chunkRequests:
		r.readRequests(c)
	case chunkResponses:
		r.readResponses(c)
	default:
		c.off = len(c.buf) // an optional chunk of a newer program
	}
}

// readRequests takes over the log of requests, of which there is one.
func (r *Recording) readRequests(c *coder) {
	if r.Requests != nil {
		c.fail("there are two logs of requests")
		return
	}
	c.requests(&r.Requests, r.Stage, len(r.Changes))
}

func (s *Stage) read(c *coder, kind chunkKind) {
	switch kind {
	case chunkStage:
		c.stage(s)
	case chunkEntities:
		c.entities(s)
		s.checkEntities(c)
	case chunkTies:
		c.ties(s)
		s.checkTies(c)
	case chunkPlaces:
		c.places(s)
		s.checkPlaces(c)
		if c.err == nil {
			s.look()
		}
	case chunkLayers:
		c.layers(s)
	}
}

// readBlock appends the Changes of a chunk, which must go on where the last one ended.
func (r *Recording) readBlock(c *coder, e entry) {
	b := block{stage: r.Stage}
	c.block(&b)
	if c.err != nil {
		return
	}
	n := len(r.Changes)
	switch {
	case b.first != n+1 || e.first != b.first || len(b.changes) == 0:
		c.fail("it begins with Change %d; Change %d is next", b.first, n+1)
	case e.at != b.changes[0].At || n > 0 && b.changes[0].At < r.Changes[n-1].At:
		c.fail("it begins at %v, out of order", b.changes[0].At)
	}
	r.add(&b)
}

// add appends the Changes of a block that was read.
func (r *Recording) add(b *block) {
	base := int32(len(r.causes))
	for i := range b.changes {
		b.changes[i].first += base
	}
	r.Changes = append(r.Changes, b.changes...)
	r.causes = append(r.causes, b.causes...)
}

// readRows appends the rows of a chunk to a series.
func (r *Recording) readRows(c *coder, e entry, s *Series, keys int) {
	var part Series
	c.series(&part, keys)
	if c.err != nil {
		return
	}
	n := s.Len()
	if e.first != n || part.Len() == 0 || part.At[0] != e.at || n > 0 && part.At[0] < s.At[n-1] {
		c.fail("it does not go on where the rows before it ended")
	}
	s.At, s.Key = append(s.At, part.At...), append(s.Key, part.Key...)
	s.Level, s.People = append(s.Level, part.Level...), append(s.People, part.People...)
}

// LevelsAt is the service level of every asset at t, read from one chunk of the file.
func (f *Reader) LevelsAt(t sim.Time, into []model.Level) ([]model.Level, error) {
	into, err := f.levelsAt(t, into)
	if err != nil {
		return nil, fmt.Errorf("trace: %w", err)
	}
	return into, nil
}
