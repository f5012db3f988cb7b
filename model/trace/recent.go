package trace

import (
	"bytes"
	"fmt"
	"runtime"

	"github.com/klauspost/compress/zstd"
)

// packSize is how many Changes a recorder keeps as they are. Runs of ordinary size stay below it.
const packSize = 1 << 16

// packWindow is the reach of their compression [bytes]: about as much as one packing has.
const packWindow = 1 << 20

// recent is what a recorder has noted. In a large city, where the run itself needs the memory, all but the latest Changes are kept as
// the compressed bytes in which a file would hold them, a fifth of their size.
type recent struct {
	packed  [][]byte
	changes []Change
	causes  []Cause
	count   int // Changes in all
	total   int // causes in packed
	z       *zstd.Encoder
	buf     []byte // of the last packing
	sealed  []byte
}

// pack turns the Changes at hand into bytes.
func (k *recent) pack(entities, needs int) {
	if k.z == nil {
		var err error
		if k.z, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(packWindow), zstd.WithEncoderLevel(zstd.SpeedFastest)); err != nil {
			panic(fmt.Sprintf("trace: %v", err)) // only for options that contradict each other
		}
	}
	c := coder{buf: k.buf[:0]}
	c.bare(&block{first: k.count - len(k.changes) + 1, changes: k.changes, causes: k.causes}, entities, needs)
	k.buf, k.sealed = c.buf, k.z.EncodeAll(c.buf, k.sealed[:0])
	k.packed = append(k.packed, bytes.Clone(k.sealed))
	k.total += len(k.causes)
	k.changes, k.causes = k.changes[:0], k.causes[:0]
}

// unpack gives a recording all Changes.
func (k *recent) unpack(r *Recording, entities, needs int) error {
	if len(k.packed) == 0 {
		r.Changes, r.causes = k.changes, k.causes
		return nil
	}
	runtime.GC() // what the run needed goes before its record comes
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		return err
	}
	defer z.Close()
	r.Changes, r.causes = make([]Change, 0, k.count), make([]Cause, 0, k.total+len(k.causes))
	var b block
	for i, sealed := range k.packed {
		if k.buf, err = z.DecodeAll(sealed, k.buf[:0]); err != nil {
			return err
		}
		c := coder{buf: k.buf, reading: true}
		c.bare(&b, entities, needs)
		if err := c.done(); err != nil {
			return err
		}
		r.add(&b)
		k.packed[i] = nil
	}
	r.add(&block{changes: k.changes, causes: k.causes})
	return nil
}
