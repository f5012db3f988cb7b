package emergency

import (
	"fmt"

	"cascata/model"
)

// MSDBytes is the most that an eCall's in-band modem carries [bytes]: EN 15722.
const MSDBytes = 140

// MSD is the minimum set of data of an eCall, with the fields of EN 15722 as public code has them. Append packs them by the unaligned packed
// encoding rules of ASN.1 (UPER, ITU-T X.691). The standard is not free to read: the fields, the 140 bytes and the units are public, the ranges that decide
// how many bits a field takes are from memory and uncertain; docs/psap.md lists them.
type MSD struct {
	Message    uint8 // counts retransmissions
	Automatic  bool
	Test       bool
	Trusted    bool     // the position can be trusted
	Vehicle    uint8    // category: 1 = M1 to 13 = L7e
	VIN        [17]byte // capital letters without I, O, Q, and digits
	Propulsion uint8    // bits: gasoline, diesel, CNG, LPG, electric, hydrogen, other
	Time       uint32   // seconds since 1970
	Lat, Lon   int32    // [milliarcseconds, north and east]
	Direction  uint8    // [2 degrees, clockwise from north; NoDirection = unknown]
	Recents    uint8    // how many former places there are [0 to 2]
	Recent     [2]Delta // where it was before, the latest first
	Passengers uint8    // fastened belts; NoPassengers = unknown, and left out
	OID        []byte   // contents of the relative object identifier of the additional data
	More       []byte   // optional additional data; nothing without an OID
}

// Delta is a former place of a vehicle, seen from the next one [100 milliarcseconds, -512 to 511].
type Delta struct{ Lat, Lon int16 }

// What stands for unknown.
const (
	NoDirection  = 255
	NoPassengers = 255
)

const (
	msdFormat = 2
	// latLimit and lonLimit are 90 and 180 degrees in milliarcseconds.
	latLimit    = 90 * 3600 * 1000
	lonLimit    = 180 * 3600 * 1000
	deltaLimit  = 512
	vehicles    = 13 // categories
	propulsions = 7
)

// Validate lists everything that is wrong; what is too long for the modem is no fault of a field (Fit).
func (m *MSD) Validate() error {
	var f model.Faults
	bad := func(wrong bool, want, format string, args ...any) {
		if wrong {
			f.Add("MSD", 0, 0, want, format, args...)
		}
	}
	bad(m.Vehicle < 1 || m.Vehicle > vehicles, "1 to 13", "vehicle category %d", m.Vehicle)
	bad(m.Propulsion >= 1<<propulsions, "seven bits", "propulsion %#x", m.Propulsion)
	bad(m.Lat < -latLimit || m.Lat > latLimit, "90 degrees at most", "latitude %d", m.Lat)
	bad(m.Lon < -lonLimit || m.Lon > lonLimit, "180 degrees at most", "longitude %d", m.Lon)
	bad(m.Direction > 179 && m.Direction != NoDirection, "0 to 179, or 255", "direction %d", m.Direction)
	bad(m.Recents > 2, "0 to 2", "%d former places", m.Recents)
	for i, d := range m.Recent {
		bad(!d.ok(), "-512 to 511", "former place %d at %d, %d", i+1, d.Lat, d.Lon)
		bad(i >= int(m.Recents) && d != (Delta{}), "count it in Recents, or leave it out", "former place %d is not counted", i+1)
	}
	for i, c := range m.VIN {
		bad(vinCode(c) < 0, "a capital letter without I, O, Q, or a digit", "VIN: %q at place %d", c, i+1)
	}
	bad(len(m.OID) == 0 && len(m.More) > 0, "an object identifier", "%d bytes of additional data that nobody can tell", len(m.More))
	bad(len(m.OID) > MSDBytes || len(m.More) > MSDBytes, fmt.Sprintf("%d at most", MSDBytes), "%d and %d bytes of additional data", len(m.OID), len(m.More))
	return f.Err()
}

func (d Delta) ok() bool {
	return d.Lat >= -deltaLimit && d.Lat < deltaLimit && d.Lon >= -deltaLimit && d.Lon < deltaLimit
}

// Bits is how long the message is [bits].
func (m *MSD) Bits() int {
	var n bitCounter
	m.fields(&n)
	return int(n)
}

// Fit leaves out optional data, in this order, until the message fits into a number of bytes, and reports whether it does: the additional data, the
// former place before the last, the last one, the passengers. The rest cannot be left out.
func (m *MSD) Fit(bytes int) bool {
	for _, leaveOut := range []func(){
		func() {},
		func() { m.OID, m.More = nil, nil },
		func() { m.Recents = min(m.Recents, 1) },
		func() { m.Recents = 0 },
		func() { m.Passengers = NoPassengers },
	} {
		leaveOut()
		for i := int(m.Recents); i < len(m.Recent); i++ {
			m.Recent[i] = Delta{}
		}
		if m.Bits() <= 8*bytes {
			return true
		}
	}
	return false
}

// Append appends the message, or says what is wrong with it; one of more than MSDBytes is refused.
func (m *MSD) Append(b []byte) ([]byte, error) {
	if err := m.Validate(); err != nil {
		return b, err
	}
	if n := m.Bits(); n > 8*MSDBytes {
		return b, fmt.Errorf("MSD of %d bits: %d at most, leave out optional data", n, 8*MSDBytes)
	}
	w := bitWriter{b: b}
	m.fields(&w)
	return w.b, nil
}

// ParseMSD reads what Append wrote; the error says what is wrong.
func ParseMSD(b []byte) (MSD, error) {
	var m MSD
	if len(b) > MSDBytes {
		return m, fmt.Errorf("MSD of %d bytes: %d at most", len(b), MSDBytes)
	}
	r := bitReader{b: b}
	m.read(&r)
	if r.err != nil {
		return m, r.err
	}
	return m, m.Validate()
}
