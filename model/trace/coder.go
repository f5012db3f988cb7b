package trace

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// coder writes values to bytes, or reads them back: one walk over a structure serves both, so that the two cannot drift
// apart. Integers are zigzag varints (as in Protocol Buffers), strings and lists begin with their length. The first fault
// of a reading sticks; everything after it reads as zero.
type coder struct {
	buf     []byte
	off     int // reading: next byte
	claimed int // reading: entries of all lists so far
	reading bool
	err     error
	sink    io.Writer // writing: takes the bytes whenever there are sinkSize of them; nil = they stay. It must not fail
}

// sinkSize is more than a run of ordinary size has [bytes].
const sinkSize = 1 << 20

// room passes the bytes on when there are many.
func (c *coder) room() {
	if c.sink != nil && len(c.buf) >= sinkSize {
		c.pass()
	}
}

func (c *coder) pass() {
	_, _ = c.sink.Write(c.buf)
	c.buf = c.buf[:0]
}

func (c *coder) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("byte %d of it: %s", c.off, fmt.Sprintf(format, args...))
		c.off = len(c.buf)
	}
}

func (c *coder) left() int { return len(c.buf) - c.off }

// done is the first fault; bytes that nobody read are one.
func (c *coder) done() error {
	if c.err == nil && c.reading && c.left() > 0 {
		c.fail("%d bytes too many", c.left())
	}
	return c.err
}

// integer codes any integer that fits 64 signed bits; a read value outside its type is a fault.
func integer[T ~int | ~int32 | ~int64 | ~uint8 | ~uint16](c *coder, v *T) {
	if !c.reading {
		c.room()
		c.buf = binary.AppendVarint(c.buf, int64(*v))
		return
	}
	x, n := binary.Varint(c.buf[c.off:])
	if n <= 0 {
		c.fail("a number is cut short or too long")
		*v = 0
		return
	}
	c.off += n
	*v = T(x)
	if int64(*v) != x {
		c.fail("the number %d is out of range", x)
		*v = 0
	}
}

// natural codes an integer that is not below 0 and, when read, not above limit.
func natural[T ~int | ~int32 | ~int64 | ~uint8 | ~uint16](c *coder, v *T, limit int64) {
	if !c.reading {
		c.room()
		c.buf = binary.AppendUvarint(c.buf, uint64(*v))
		return
	}
	x, n := binary.Uvarint(c.buf[c.off:])
	if n <= 0 {
		c.fail("a number is cut short or too long")
		*v = 0
		return
	}
	c.off += n
	if limit < 0 || x > uint64(limit) {
		c.fail("the number %d is above %d", x, limit)
		x = 0
	}
	*v = T(x)
}

// number codes an id that refers to one of n things, or is Absent.
func number[T ~int32](c *coder, v *T, n int) {
	next := *v + 1
	natural(c, &next, int64(n))
	*v = next - 1
}

func (c *coder) bit(v *bool) {
	var b uint8
	if *v {
		b = 1
	}
	natural(c, &b, 1)
	*v = b == 1
}

func (c *coder) text(v *string) {
	n := len(*v)
	natural(c, &n, math.MaxInt32)
	if !c.reading {
		c.buf = append(c.buf, *v...)
		return
	}
	if n > c.left() {
		c.fail("a text of %d bytes where %d are left", n, c.left())
		n = 0
	}
	*v = string(c.buf[c.off : c.off+n])
	c.off += n
}

// list codes the length of a list and makes room for it. Every entry of every list takes at least one byte of its own, so
// that all lists together cannot have more entries than the chunk has bytes.
func list[T any](c *coder, v *[]T) { listOf(c, v, 1) }

// listOf is list for entries that take at least so many bytes each, which keeps a short hostile file from claiming much memory.
func listOf[T any](c *coder, v *[]T, least int) {
	n := len(*v)
	natural(c, &n, math.MaxInt32)
	if !c.reading {
		return
	}
	if n > c.left()/least || c.claimed+n*least > len(c.buf) {
		c.fail("a list of %d entries where %d bytes are left", n, c.left())
		n = 0
	}
	c.claimed += n * least
	*v = sized(*v, n)
}

// sized is a list of n zero entries, in the memory of an old one if that suffices; nil for none.
func sized[T any](old []T, n int) []T {
	switch {
	case n == 0:
		return nil
	case n <= cap(old):
		clear(old[:n])
		return old[:n]
	}
	return make([]T, n)
}

// column codes one field of every element of a list.
func column[T any](v []T, field func(*T)) {
	for i := range v {
		field(&v[i])
	}
}

// floats codes a column of n numbers: as differences of decimals with few places when every number is exactly one, else as
// the 64 bits of each.
func (c *coder) floats(n int, at func(i int) *float64) {
	places := uint8(0)
	if !c.reading {
		places = decimals(n, at)
	}
	natural(c, &places, rawFloats)
	if places == rawFloats {
		for i := range n {
			c.float(at(i))
		}
		return
	}
	scale, last := math.Pow10(int(places)), int64(0)
	for i := range n {
		v := at(i)
		x := int64(math.Round(*v * scale))
		d := x - last
		integer(c, &d)
		if c.reading {
			x = last + d
			*v = float64(x) / scale
		}
		last = x
	}
}

const rawFloats = 5 // marks a column of 64-bit numbers; smaller marks are places after the point

// decimals is the fewest places after the point that give every number back exactly, or rawFloats.
func decimals(n int, at func(i int) *float64) uint8 {
	for places := uint8(0); places < rawFloats; places++ {
		scale, fits := math.Pow10(int(places)), true
		for i := 0; i < n && fits; i++ {
			v := *at(i)
			x := math.Round(v * scale)
			fits = math.Abs(x) < 1<<53 && math.Float64bits(float64(int64(x))/scale) == math.Float64bits(v)
		}
		if fits {
			return places
		}
	}
	return rawFloats
}

func (c *coder) float(v *float64) {
	if !c.reading {
		c.buf = binary.LittleEndian.AppendUint64(c.buf, math.Float64bits(*v))
		return
	}
	if c.left() < 8 {
		c.fail("a number is cut short")
		*v = 0
		return
	}
	*v = math.Float64frombits(binary.LittleEndian.Uint64(c.buf[c.off:]))
	c.off += 8
}
