package export

import (
	"crypto/sha1"
	"encoding/hex"
	"strconv"
	"strings"

	"cascata/model/trace"
)

// namespace is that of Cascata's identifiers, drawn at random once: 4fc266a4-2f2e-4c21-8184-7b227cf3aeeb. STIX 2.1, section 2.9,
// keeps its own namespace for observables and asks producers to use another one.
var namespace = [16]byte{0x4f, 0xc2, 0x66, 0xa4, 0x2f, 0x2e, 0x4c, 0x21, 0x81, 0x84, 0x7b, 0x22, 0x7c, 0xf3, 0xae, 0xeb}

// uuid is the UUID version 5 of a name in a namespace (RFC 9562, section 5.5): the first 128 bits of the SHA-1 of both, with the
// version and the variant put in.
func uuid(space [16]byte, name string) string {
	h := sha1.New()
	h.Write(space[:])
	h.Write([]byte(name))
	b := h.Sum(nil)[:16]
	b[6], b[8] = b[6]&0x0f|0x50, b[8]&0x3f|0x80
	x := hex.EncodeToString(b)
	return strings.Join([]string{x[:8], x[8:12], x[12:16], x[16:20], x[20:]}, "-")
}

// runKey names a run among all runs, so that objects of different runs never share an identifier: every run is a world of its
// own, and the same device of two runs had two fates.
func runKey(rec *trace.Recording, hash string) string {
	h := &rec.Header
	return strings.Join([]string{hash, h.Program, h.City, h.CityHash, h.Scenario, h.ScenarioHash, strconv.FormatUint(h.Seed, 10),
		strconv.Itoa(h.Replication), h.Start}, "\x00")
}
