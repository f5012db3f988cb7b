package trace

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"cascata/model"
)

// Hash is the SHA-256 of what happened: the names of sectors, districts and entities, the Changes with their reasons and
// causes, and the series, uncompressed. Version, scenario, seed, machine, number of workers and wall clock are no part of
// it, nor is what only serves drawing: two runs have the same hash exactly when the same happened in them.
func (r *Recording) Hash() [32]byte {
	h := sha256.New()
	c := coder{sink: h}
	column(r.Sectors, func(v *model.Sector) { c.text(&v.Name) })
	column(r.Districts, func(v *model.District) { c.text(&v.Name) })
	column(r.Entities, func(v *Entity) { c.text(&v.Name) })
	column(r.Techniques, c.text)
	c.pass()
	// One block and one part each, so that the hash does not depend on the size of a file's chunks.
	all := block{stage: r.Stage, first: 1, changes: r.Changes, causes: r.causes}
	digest(h, chunkChanges, func(c *coder) { c.block(&all) })
	for i, s := range []*Series{&r.Services, &r.City, &r.Affected} {
		digest(h, chunkServices+chunkKind(i), func(c *coder) { c.series(s, 0) })
	}
	if len(r.Requests) > 0 {
		digest(h, chunkRequests, func(c *coder) { c.requests(&r.Requests, r.Stage, len(r.Changes)) })
	}
	if r.responses() {
		digest(h, chunkResponses, func(c *coder) { c.responses(r.Requests) })
	}
	return [32]byte(h.Sum(nil))
}

// digest puts a part into h, behind its kind and its length. A part too large for the memory of a coder is coded twice, first
// to learn its length.
func digest(h io.Writer, kind chunkKind, code func(c *coder)) {
	var before counter
	c := coder{sink: &before}
	code(&c)
	n := int(before) + len(c.buf)
	head := coder{sink: h}
	natural(&head, &kind, 255)
	natural(&head, &n, int64(n))
	head.pass()
	c.sink = h
	if before > 0 {
		c.buf = c.buf[:0]
		code(&c)
	}
	c.pass()
}

// counter counts bytes.
type counter int

func (n *counter) Write(b []byte) (int, error) {
	*n += counter(len(b))
	return len(b), nil
}

// HashText is Hash in hexadecimal.
func (r *Recording) HashText() string {
	h := r.Hash()
	return hex.EncodeToString(h[:])
}
