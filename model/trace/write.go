package trace

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"cascata/model"
	"cascata/sim"
)

// Write writes a recording as a run file. The same recording gives the same bytes with the same version of this program.
func Write(w io.Writer, r *Recording) error {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
	if err != nil {
		return fmt.Errorf("trace: %w", err)
	}
	f := &writer{w: w, z: z}
	f.bytes(binary.LittleEndian.AppendUint32([]byte(magic), FormatVersion))
	r.eachChunk(f.chunk)
	f.close()
	if f.err != nil {
		return fmt.Errorf("trace: writing: %w", f.err)
	}
	return nil
}

// eachChunk makes the contents of the chunks in the order of the file.
func (r *Recording) eachChunk(put func(e entry, raw []byte)) {
	var c coder // its bytes are used again, once put has taken them
	once := func(kind chunkKind, code func(c *coder)) {
		c.buf = c.buf[:0]
		code(&c)
		put(entry{kind: kind}, c.buf)
	}
	once(chunkHeader, func(c *coder) { c.header(&r.Header, FormatVersion) })
	once(chunkStage, func(c *coder) { c.stage(r.Stage) })
	once(chunkEntities, func(c *coder) { c.entities(r.Stage) })
	once(chunkTies, func(c *coder) { c.ties(r.Stage) })
	once(chunkPlaces, func(c *coder) { c.places(r.Stage) })
	once(chunkLayers, func(c *coder) { c.layers(r.Stage) })
	once(chunkParameters, func(c *coder) { c.parameters(r) })
	r.eachBlock(&c, put)
	eachRows(chunkServices, &r.Services, len(r.Served), put)
	eachRows(chunkCity, &r.City, len(r.Sectors), put)
	eachRows(chunkAffected, &r.Affected, len(r.Residents), put)
	if len(r.Requests) > 0 {
		once(chunkRequests, func(c *coder) { c.requests(&r.Requests, r.Stage, len(r.Changes)) })
	}
	if r.responses() {
		once(chunkResponses, func(c *coder) { c.responses(r.Requests) })
	}
}

// eachBlock makes the chunks of Changes, each with the levels ahead of it. A chunk has at least as many Changes as its keyframe
// has levels, so that the file grows with what happened and not with that times the size of the city.
func (r *Recording) eachBlock(c *coder, put func(e entry, raw []byte)) {
	levels := make([]model.Level, r.Assets)
	for i := range levels {
		levels[i] = model.Full
	}
	for from, to := 0, 0; from < len(r.Changes); from = to {
		to = min(from+max(blockSize, r.Assets/8, below(levels)), len(r.Changes))
		b := block{stage: r.Stage, first: from + 1, before: levels, changes: r.Changes[from:to]}
		last := &b.changes[len(b.changes)-1]
		b.causes = r.causes[b.changes[0].first : last.first+int32(last.causes)]
		c.buf = c.buf[:0]
		c.block(&b)
		put(entry{kind: chunkChanges, first: b.first, at: b.changes[0].At}, c.buf)
		b.advance(levels, sim.Never)
	}
}

// below counts the levels that are not full.
func below(levels []model.Level) (n int) {
	for _, l := range levels {
		if l != model.Full {
			n++
		}
	}
	return n
}

// advance takes levels through the Changes of the block up to and including the instant t.
func (b *block) advance(levels []model.Level, t sim.Time) {
	for i := range b.changes {
		v := &b.changes[i]
		if v.At > t {
			return
		}
		if v.Kind == model.KindService && int(v.Entity) < b.stage.Assets {
			levels[v.Entity] = v.To
		}
	}
}

// eachRows makes the chunks of a series.
func eachRows(kind chunkKind, s *Series, keys int, put func(e entry, raw []byte)) {
	for from := 0; from < s.Len(); from += seriesSize {
		to := min(from+seriesSize, s.Len())
		part := Series{s.At[from:to], s.Key[from:to], s.Level[from:to], s.People[from:to]}
		var c coder
		c.series(&part, keys)
		put(entry{kind: kind, first: from, at: part.At[0]}, c.buf)
	}
}

// writer puts chunks into a file and remembers where they begin.
type writer struct {
	w      io.Writer
	z      *zstd.Encoder
	offset int64
	index  []entry
	err    error
}

func (f *writer) bytes(b []byte) {
	if f.err == nil {
		_, f.err = f.w.Write(b)
		f.offset += int64(len(b))
	}
}

func (f *writer) chunk(e entry, raw []byte) {
	if f.err != nil {
		return
	}
	sealed, err := seal(f.z, e.kind, raw)
	if err != nil {
		f.err = err
		return
	}
	e.offset = f.offset
	f.index = append(f.index, e)
	f.bytes(sealed)
}

// close writes the index and the trailer.
func (f *writer) close() {
	at, index := f.offset, f.index
	var c coder
	c.entries(&index)
	f.chunk(entry{kind: chunkIndex}, c.buf)
	f.bytes(append(binary.LittleEndian.AppendUint64(nil, uint64(at)), endMagic...))
}
