package emergency

import (
	"fmt"
	"strings"
)

// bits takes the fields of a message one after the other.
type bits interface {
	put(value uint64, width int)
}

// bitCounter counts them.
type bitCounter int

func (n *bitCounter) put(_ uint64, width int) { *n += bitCounter(width) }

// bitWriter packs them, the highest bit first; the last byte is filled up with zeros.
type bitWriter struct {
	b    []byte
	free int // bits of the last byte
}

func (w *bitWriter) put(value uint64, width int) {
	for width--; width >= 0; width-- {
		if w.free == 0 {
			w.b, w.free = append(w.b, 0), 8
		}
		w.free--
		w.b[len(w.b)-1] |= byte(value>>uint(width)&1) << uint(w.free)
	}
}

var (
	_ bits = (*bitCounter)(nil)
	_ bits = (*bitWriter)(nil)
)

func flag(on bool) uint64 {
	if on {
		return 1
	}
	return 0
}

// vinAlphabet is what a vehicle identification number is made of, in the order of the characters: 33, so that each takes 6 bits.
const vinAlphabet = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"

func vinCode(c byte) int { return strings.IndexByte(vinAlphabet, c) }

// fields hands out the fields in their order.
func (m *MSD) fields(w bits) {
	w.put(msdFormat, 8)
	w.put(0, 1) // the message's extension marker
	w.put(flag(len(m.OID) > 0), 1)
	w.put(0, 1) // the structure's
	w.put(flag(m.Recents > 0), 1)
	w.put(flag(m.Recents > 1), 1)
	w.put(flag(m.Passengers != NoPassengers), 1)
	w.put(uint64(m.Message), 8)
	w.put(flag(m.Automatic), 1)
	w.put(flag(m.Test), 1)
	w.put(flag(m.Trusted), 1)
	w.put(0, 1) // the category's
	w.put(uint64(m.Vehicle-1), 4)
	for _, c := range m.VIN {
		w.put(uint64(vinCode(c)), 6)
	}
	w.put(0, 1) // the propulsion's
	m.stores(w)
	w.put(uint64(m.Time), 32)
	w.put(uint64(uint32(m.Lat)^1<<31), 32) // from the least value of 32 bits
	w.put(uint64(uint32(m.Lon)^1<<31), 32)
	w.put(uint64(m.Direction), 8)
	for _, d := range m.Recent[:min(2, m.Recents)] {
		w.put(uint64(d.Lat+deltaLimit), 10)
		w.put(uint64(d.Lon+deltaLimit), 10)
	}
	if m.Passengers != NoPassengers {
		w.put(uint64(m.Passengers), 8)
	}
	if len(m.OID) > 0 {
		octets(w, m.OID)
		octets(w, m.More)
	}
}

// stores are the kinds of propulsion: each one is false unless it is said, so that a bit tells whether it is said and another one that it is true.
func (m *MSD) stores(w bits) {
	for i := range propulsions {
		w.put(uint64(m.Propulsion>>i&1), 1)
	}
	for i := range propulsions {
		if m.Propulsion>>i&1 > 0 {
			w.put(1, 1)
		}
	}
}

// octets are bytes behind their number: one byte below 128, two above.
func octets(w bits, b []byte) {
	if len(b) < 128 {
		w.put(uint64(len(b)), 8)
	} else {
		w.put(1<<15|uint64(len(b)), 16)
	}
	for _, x := range b {
		w.put(uint64(x), 8)
	}
}

// bitReader takes fields out of a message; the first fault stays.
type bitReader struct {
	b   []byte
	at  int // bits
	err error
}

func (r *bitReader) take(width int) (value uint64) {
	for range width {
		if r.at >= 8*len(r.b) {
			r.fail("it ends after %d bits", r.at)
			return 0
		}
		value = value<<1 | uint64(r.b[r.at/8]>>(7-uint(r.at%8))&1)
		r.at++
	}
	return value
}

func (r *bitReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("MSD: "+format, args...)
	}
}

func (r *bitReader) flag() bool { return r.take(1) > 0 }

// plain takes an extension marker, beyond which nothing is known.
func (r *bitReader) plain(what string) {
	if r.flag() {
		r.fail("the %s has extensions, of which nothing is known", what)
	}
}

func (r *bitReader) octets() []byte {
	n := int(r.take(8))
	if n >= 128 {
		if n = (n<<8 | int(r.take(8))) - 1<<15; n < 128 || n > MSDBytes {
			r.fail("a length of %d written in two bytes", n)
			return nil
		}
	}
	if r.err != nil || n == 0 {
		return nil
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.take(8))
	}
	return b
}

// read takes the fields in their order.
func (m *MSD) read(r *bitReader) {
	if v := r.take(8); v != msdFormat {
		r.fail("format %d: %d expected", v, msdFormat)
	}
	r.plain("message")
	more := r.flag()
	r.plain("structure")
	first, second, belts := r.flag(), r.flag(), r.flag()
	m.Message = uint8(r.take(8))
	m.Automatic, m.Test, m.Trusted = r.flag(), r.flag(), r.flag()
	r.plain("category")
	m.Vehicle = uint8(r.take(4)) + 1
	for i := range m.VIN {
		c := r.take(6)
		if c >= uint64(len(vinAlphabet)) {
			r.fail("character %d of the VIN", c)
			c = 0
		}
		m.VIN[i] = vinAlphabet[c]
	}
	r.plain("propulsion")
	m.readStores(r)
	m.Time = uint32(r.take(32))
	m.Lat, m.Lon = int32(uint32(r.take(32))^1<<31), int32(uint32(r.take(32))^1<<31)
	m.Direction = uint8(r.take(8))
	m.readRecent(r, first, second)
	m.Passengers = NoPassengers
	if belts {
		if m.Passengers = uint8(r.take(8)); m.Passengers == NoPassengers {
			r.fail("passengers that are said to be unknown")
		}
	}
	if more {
		if m.OID, m.More = r.octets(), r.octets(); len(m.OID) == 0 {
			r.fail("additional data without an identifier")
		}
	}
	if rest := 8*len(r.b) - r.at; r.err == nil && (rest >= 8 || r.take(rest) > 0) {
		r.fail("something follows the message")
	}
}

func (m *MSD) readStores(r *bitReader) {
	for i := range propulsions {
		m.Propulsion |= uint8(r.take(1)) << i
	}
	for i := range propulsions {
		if m.Propulsion>>i&1 > 0 && !r.flag() {
			r.fail("a kind of propulsion that is said to be false")
		}
	}
}

func (m *MSD) readRecent(r *bitReader, first, second bool) {
	if second && !first {
		r.fail("a place before the last, but no last one")
		return
	}
	m.Recents = uint8(flag(first) + flag(second))
	for i := range m.Recent[:m.Recents] {
		m.Recent[i] = Delta{int16(r.take(10)) - deltaLimit, int16(r.take(10)) - deltaLimit}
	}
}
