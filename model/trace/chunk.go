package trace

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"github.com/klauspost/compress/zstd"

	"cascata/sim"
)

// The frame of a run file; docs/trace-format.md has it in words.
const (
	magic       = "\x89CSC\r\n\x1a\n" // as PNG does it: shows transfers that change line ends or drop the eighth bit
	endMagic    = "CSC-END\n"
	preamble    = len(magic) + 4    // magic, version
	chunkHead   = 16                // kind, three zeros, two lengths, checksum
	trailer     = 8 + len(endMagic) // where the index begins, end magic
	largest     = 256 << 20         // bytes of a chunk, uncompressed: a million assets need 60 MiB
	largestFile = 2 << 30           // bytes of all chunks together, uncompressed
	blockSize   = 1024              // Changes in a chunk, at least
	seriesSize  = 1 << 16           // rows in a chunk
)

// chunkKind says what stands in a chunk. A reader skips kinds from 64 to 254 that it does not know.
type chunkKind uint8

const (
	chunkHeader chunkKind = iota + 1
	chunkStage
	chunkEntities
	chunkTies
	chunkPlaces
	chunkLayers
	chunkParameters
	chunkChanges
	chunkServices
	chunkCity
	chunkAffected
	chunkKinds

	chunkOptional  chunkKind = 64 // from here on a reader may skip what it does not know
	chunkRequests  chunkKind = 64 // calls and patients
	chunkDecisions chunkKind = 65 // reserved: injects, decision points and choices
	chunkNotes     chunkKind = 66 // reserved: bookmarks with notes
	chunkResponses chunkKind = 67 // of requests: several units, call-back
	chunkIndex     chunkKind = 255
)

// String is the name of the kind in messages.
func (k chunkKind) String() string {
	names := [...]string{"", "header", "stage", "entities", "ties", "places", "layers", "parameters", "changes", "services",
		"city", "affected"}
	switch {
	case k > 0 && k < chunkKinds:
		return names[k]
	case k == chunkIndex:
		return "index"
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// repeats reports whether a file may hold several chunks of the kind, or none.
func (k chunkKind) repeats() bool { return k >= chunkChanges && k < chunkKinds || k >= chunkOptional }

// entry is a chunk in the index.
type entry struct {
	kind   chunkKind
	offset int64
	first  int      // number of its first Change, or of its first row from 0
	at     sim.Time // instant of the latter
}

// entries codes the index.
func (c *coder) entries(v *[]entry) {
	list(c, v)
	column(*v, func(e *entry) { natural(c, &e.kind, 255) })
	last := int64(0)
	column(*v, func(e *entry) {
		d := e.offset - last
		natural(c, &d, 1<<40)
		last += d
		e.offset = last
	})
	column(*v, func(e *entry) { natural(c, &e.first, 1<<40) })
	column(*v, func(e *entry) { natural(c, &e.at, int64(sim.Never)) })
}

func checksum(head, body []byte) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli) // the package keeps one table and returns it every time
	return crc32.Update(crc32.Checksum(head, table), table, body)
}

// seal compresses raw into a chunk.
func seal(z *zstd.Encoder, kind chunkKind, raw []byte) ([]byte, error) {
	if len(raw) > largest {
		return nil, fmt.Errorf("the %v chunk has %d bytes, more than the %d that a reader takes", kind, len(raw), largest)
	}
	out := make([]byte, chunkHead, chunkHead+len(raw)/2+64)
	out = z.EncodeAll(raw, out)
	out[0] = byte(kind)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-chunkHead))
	binary.LittleEndian.PutUint32(out[8:], uint32(len(raw)))
	binary.LittleEndian.PutUint32(out[12:], checksum(out[:12], out[chunkHead:]))
	return out, nil
}

// head reads the head of a chunk.
func parseHead(h []byte) (kind chunkKind, packed, raw int64, sum uint32, err error) {
	kind = chunkKind(h[0])
	packed, raw = int64(binary.LittleEndian.Uint32(h[4:])), int64(binary.LittleEndian.Uint32(h[8:]))
	if h[1]|h[2]|h[3] != 0 || raw > largest {
		return 0, 0, 0, 0, fmt.Errorf("the head of the chunk is damaged")
	}
	return kind, packed, raw, binary.LittleEndian.Uint32(h[12:]), nil
}

// unseal gives back what seal compressed. It never makes more than the announced bytes.
func unseal(z *zstd.Decoder, head, body []byte, raw int64, sum uint32) ([]byte, error) {
	if checksum(head[:12], body) != sum {
		return nil, fmt.Errorf("its checksum is wrong: the file is damaged")
	}
	out, err := z.DecodeAll(body, make([]byte, 0, raw))
	if err != nil {
		return nil, fmt.Errorf("it cannot be decompressed: %w", err)
	}
	if int64(len(out)) != raw {
		return nil, fmt.Errorf("it has %d bytes instead of %d", len(out), raw)
	}
	return out, nil
}
