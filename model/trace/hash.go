package trace

import (
	"crypto/sha256"
	"encoding/hex"

	"cascata/model"
)

// Hash is the SHA-256 of what happened: the names of sectors, districts and entities, the Changes with their reasons and
// causes, and the series, uncompressed. Version, scenario, seed, machine, number of workers and wall clock are no part of
// it, nor is what only serves drawing: two runs have the same hash exactly when the same happened in them.
func (r *Recording) Hash() [32]byte {
	var c coder
	column(r.Sectors, func(v *model.Sector) { c.text(&v.Name) })
	column(r.Districts, func(v *model.District) { c.text(&v.Name) })
	column(r.Entities, func(v *Entity) { c.text(&v.Name) })
	column(r.Techniques, c.text)
	h := sha256.New()
	h.Write(c.buf)
	put := func(e entry, raw []byte) {
		var c coder
		n := len(raw)
		natural(&c, &e.kind, 255)
		natural(&c, &n, int64(n))
		h.Write(c.buf)
		h.Write(raw)
	}
	// One block and one part each, so that the hash does not depend on the size of a file's chunks.
	all := block{stage: r.Stage, first: 1, changes: r.Changes, causes: r.causes}
	var b coder
	b.block(&all)
	put(entry{kind: chunkChanges}, b.buf)
	for i, s := range []*Series{&r.Services, &r.City, &r.Affected} {
		var c coder
		c.series(s, 0)
		put(entry{kind: chunkServices + chunkKind(i)}, c.buf)
	}
	if len(r.Requests) > 0 {
		var c coder
		c.requests(&r.Requests, r.Stage, len(r.Changes))
		put(entry{kind: chunkRequests}, c.buf)
	}
	return [32]byte(h.Sum(nil))
}

// HashText is Hash in hexadecimal.
func (r *Recording) HashText() string {
	h := r.Hash()
	return hex.EncodeToString(h[:])
}
