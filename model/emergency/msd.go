package emergency

import (
	"encoding/binary"
	"fmt"

	"cascata/model"
)

// MSDBytes is the most that an eCall's in-band modem carries [bytes]: EN 15722.
const MSDBytes = 140

// MSD is the minimum set of data of an eCall, with the fields of EN 15722 as public code has them. Its bytes here are plain fields one after
// the other, not the packed ASN.1 of the standard; the budget is the same.
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
	Recent     [2]Delta // where it was before, the latest first
	Passengers uint8    // fastened belts; NoPassengers = unknown
	More       []byte   // optional additional data
}

// Delta is a former place of a vehicle, seen from the next one [100 milliarcseconds].
type Delta struct{ Lat, Lon int16 }

// What stands for unknown.
const (
	NoDirection  = 255
	NoPassengers = 255
)

const (
	msdFormat = 2
	msdFixed  = 1 + 1 + 1 + 1 + 17 + 1 + 4 + 8 + 1 + 8 + 1 + 1
	// latLimit and lonLimit are 90 and 180 degrees in milliarcseconds.
	latLimit = 90 * 3600 * 1000
	lonLimit = 180 * 3600 * 1000
)

// Validate lists everything that is wrong.
func (m *MSD) Validate() error {
	var f model.Faults
	bad := func(wrong bool, want, format string, args ...any) {
		if wrong {
			f.Add("MSD", 0, 0, want, format, args...)
		}
	}
	bad(m.Vehicle < 1 || m.Vehicle > 13, "1 to 13", "vehicle category %d", m.Vehicle)
	bad(m.Propulsion >= 1<<7, "seven bits", "propulsion %#x", m.Propulsion)
	bad(m.Lat < -latLimit || m.Lat > latLimit, "90 degrees at most", "latitude %d", m.Lat)
	bad(m.Lon < -lonLimit || m.Lon > lonLimit, "180 degrees at most", "longitude %d", m.Lon)
	bad(m.Direction > 179 && m.Direction != NoDirection, "0 to 179, or 255", "direction %d", m.Direction)
	for i, c := range m.VIN {
		letter := c >= 'A' && c <= 'Z' && c != 'I' && c != 'O' && c != 'Q'
		bad(!letter && (c < '0' || c > '9'), "a capital letter without I, O, Q, or a digit", "VIN: %q at place %d", c, i+1)
	}
	bad(len(m.More) > MSDBytes-msdFixed, fmt.Sprintf("%d at most", MSDBytes-msdFixed), "%d bytes of additional data", len(m.More))
	return f.Err()
}

// Append appends the bytes, at most MSDBytes, or says what is wrong.
func (m *MSD) Append(b []byte) ([]byte, error) {
	if err := m.Validate(); err != nil {
		return b, err
	}
	b = append(b, msdFormat, m.Message, bit(m.Automatic, 0)|bit(m.Test, 1)|bit(m.Trusted, 2), m.Vehicle)
	b = append(append(b, m.VIN[:]...), m.Propulsion)
	b = binary.BigEndian.AppendUint32(b, m.Time)
	b = binary.BigEndian.AppendUint32(b, uint32(m.Lat))
	b = append(binary.BigEndian.AppendUint32(b, uint32(m.Lon)), m.Direction)
	for _, d := range m.Recent {
		b = binary.BigEndian.AppendUint16(b, uint16(d.Lat))
		b = binary.BigEndian.AppendUint16(b, uint16(d.Lon))
	}
	return append(append(b, m.Passengers, uint8(len(m.More))), m.More...), nil
}

func bit(on bool, n uint) uint8 {
	if on {
		return 1 << n
	}
	return 0
}

// ParseMSD reads what Append wrote; the error says what is wrong. The additional data are those of b.
func ParseMSD(b []byte) (MSD, error) {
	var m MSD
	switch {
	case len(b) < msdFixed || len(b) > MSDBytes:
		return m, fmt.Errorf("MSD of %d bytes: %d to %d expected", len(b), msdFixed, MSDBytes)
	case b[0] != msdFormat:
		return m, fmt.Errorf("MSD of format %d: %d expected", b[0], msdFormat)
	case b[2] > 7:
		return m, fmt.Errorf("MSD with unknown control bits %#x", b[2])
	case int(b[msdFixed-1]) != len(b)-msdFixed:
		return m, fmt.Errorf("MSD with %d bytes of additional data, %d announced", len(b)-msdFixed, b[msdFixed-1])
	}
	m.Message, m.Automatic, m.Test, m.Trusted, m.Vehicle = b[1], b[2]&1 > 0, b[2]&2 > 0, b[2]&4 > 0, b[3]
	copy(m.VIN[:], b[4:21])
	m.Propulsion, m.Time = b[21], binary.BigEndian.Uint32(b[22:])
	m.Lat, m.Lon, m.Direction = int32(binary.BigEndian.Uint32(b[26:])), int32(binary.BigEndian.Uint32(b[30:])), b[34]
	for i := range m.Recent {
		at := b[35+4*i:]
		m.Recent[i] = Delta{int16(binary.BigEndian.Uint16(at)), int16(binary.BigEndian.Uint16(at[2:]))}
	}
	m.Passengers = b[43]
	if len(b) > msdFixed {
		m.More = b[msdFixed:]
	}
	return m, m.Validate()
}
