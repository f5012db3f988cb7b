package trace

import "fmt"

// packSize is how many Changes a recorder keeps as they are. Runs of ordinary size stay below it.
const packSize = 1 << 16

// recent is what a recorder has noted. In a large city, where the run itself needs the memory, all but the latest Changes are kept as
// the bytes in which a file would hold them, a quarter of their size.
type recent struct {
	packed  [][]byte
	changes []Change
	causes  []Cause
	count   int // Changes in all
	total   int // causes in packed
}

// pack turns the Changes at hand into bytes.
func (k *recent) pack(s *Stage) {
	var c coder
	c.bare(&block{stage: s, first: k.count - len(k.changes) + 1, changes: k.changes, causes: k.causes})
	k.packed = append(k.packed, append([]byte(nil), c.buf...))
	k.total += len(k.causes)
	k.changes, k.causes = k.changes[:0], k.causes[:0]
}

// unpack gives a recording all Changes; the stage must be complete.
func (k *recent) unpack(r *Recording) {
	if len(k.packed) == 0 {
		r.Changes, r.causes = k.changes, k.causes
		return
	}
	r.Changes, r.causes = make([]Change, 0, k.count), make([]Cause, 0, k.total+len(k.causes))
	for i, bytes := range k.packed {
		b, c := block{stage: r.Stage}, coder{buf: bytes, reading: true}
		c.bare(&b)
		if err := c.done(); err != nil {
			panic(fmt.Sprintf("trace: bytes of its own cannot be read: %v", err)) // written by pack
		}
		r.add(&b)
		k.packed[i] = nil
	}
	r.add(&block{changes: k.changes, causes: k.causes})
}
