package emergency

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func anMSD() MSD {
	return MSD{Message: 1, Automatic: true, Trusted: true, Vehicle: 1, VIN: [17]byte([]byte("WVWZZZ1JZXW000001")), Propulsion: 1, Time: 1_760_000_000,
		Lat: 38*3600_000 + 1234, Lon: -9 * 3600_000, Direction: 90, Recents: 2, Recent: [2]Delta{{10, -20}, {5, 7}}, Passengers: 2}
}

// largest is an MSD with all that is optional and so many bytes of additional data.
func largest(oid, more int) MSD {
	m := anMSD()
	m.Propulsion = 1<<propulsions - 1
	m.OID, m.More = bytes.Repeat([]byte{1}, oid), bytes.Repeat([]byte{255}, more)
	return m
}

// TestBits: the table of docs/psap.md, added up by hand.
func TestBits(t *testing.T) {
	least := anMSD()
	least.Recents, least.Recent, least.Passengers, least.Propulsion = 0, [2]Delta{}, NoPassengers, 0
	const always = 8 + 2 + 4 + 8 + 3 + 5 + 17*6 + 8 + 32 + 64 + 8
	for name, c := range map[string]struct {
		m    MSD
		bits int
	}{
		"nothing optional": {least, always},
		"as usual":         {anMSD(), always + 1 + 2*20 + 8},
		"all propulsions":  {largest(0, 0), always + 7 + 2*20 + 8},
		"additional data":  {largest(2, 90), always + 7 + 2*20 + 8 + 8 + 2*8 + 8 + 90*8},
		"more than 127":    {largest(1, 128), always + 7 + 2*20 + 8 + 8 + 8 + 16 + 128*8},
	} {
		assert.Equal(t, c.bits, c.m.Bits(), name)
	}
	assert.Equal(t, 244, always)
}

// TestTheLargestMSD: 98 bytes of additional data under an identifier of two bytes are the most that 140 bytes hold; one more is refused.
func TestTheLargestMSD(t *testing.T) {
	m := largest(2, 98)
	b, err := m.Append(nil)
	require.NoError(t, err)
	assert.Len(t, b, MSDBytes)
	m = largest(2, 99)
	_, err = m.Append(nil)
	assert.ErrorContains(t, err, "MSD of 1123 bits: 1120 at most")
}

// TestFit: what does not fit is left out in the documented order, and no more than needed.
func TestFit(t *testing.T) {
	for name, c := range map[string]struct {
		bytes             int
		fits              bool
		more              int
		recents, passages uint8
	}{
		"all":                     {MSDBytes, true, 98, 2, 2},
		"no additional data":      {MSDBytes - 1, true, 0, 2, 2},
		"as small as it may be":   {38, true, 0, 2, 2},            // 299 bits
		"not the place before":    {37, true, 0, 1, 2},            // 279
		"no place":                {34, true, 0, 0, 2},            // 259 bits are 33 bytes
		"no passengers":           {32, true, 0, 0, NoPassengers}, // 251
		"what cannot be left out": {31, false, 0, 0, NoPassengers},
	} {
		m := largest(2, 98)
		assert.Equal(t, c.fits, m.Fit(c.bytes), name)
		assert.Equal(t, []any{c.more, c.recents, c.passages}, []any{len(m.More), m.Recents, m.Passengers}, name)
		assert.NoError(t, m.Validate(), name)
	}
}

func TestMSDIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anMSD()
		m.Message, m.Test = rapid.Uint8().Draw(t, "message"), rapid.Bool().Draw(t, "test")
		m.Vehicle, m.Propulsion = rapid.Uint8Range(1, vehicles).Draw(t, "vehicle"), rapid.Uint8Range(0, 127).Draw(t, "propulsion")
		m.Lat, m.Lon = rapid.Int32Range(-latLimit, latLimit).Draw(t, "lat"), rapid.Int32Range(-lonLimit, lonLimit).Draw(t, "lon")
		m.Recent[1].Lat = rapid.Int16Range(-deltaLimit, deltaLimit-1).Draw(t, "delta")
		m.Passengers = rapid.SampledFrom([]uint8{0, 5, NoPassengers}).Draw(t, "belts")
		if n := rapid.IntRange(0, MSDBytes).Draw(t, "more"); n > 0 {
			m.OID, m.More = []byte{7}, bytes.Repeat([]byte{7}, n)
		}
		require.True(t, m.Fit(MSDBytes))
		b, err := m.Append(nil)
		require.NoError(t, err)
		require.Len(t, b, (m.Bits()+7)/8)
		require.LessOrEqual(t, len(b), MSDBytes)
		back, err := ParseMSD(b)
		require.NoError(t, err)
		require.Equal(t, m, back)
	})
}

func TestMSDFaults(t *testing.T) {
	m := anMSD()
	m.Vehicle, m.Propulsion, m.Lat, m.Lon, m.Direction, m.VIN[3], m.More = 0, 255, latLimit+1, -lonLimit-1, 200, 'I', make([]byte, MSDBytes)
	m.Recents, m.Recent[1].Lat = 1, 512
	_, err := m.Append(nil)
	for _, want := range []string{"category 0", "propulsion", "latitude", "longitude", "direction 200", "place 4", "140 bytes of additional", "not counted", "at 512, 7"} {
		assert.ErrorContains(t, err, want)
	}
	_, err = ParseMSD(make([]byte, MSDBytes+1))
	assert.ErrorContains(t, err, "141 bytes")
	good := anMSD()
	b, _ := good.Append(nil)
	for name, c := range map[string]struct {
		change func(b []byte) []byte
		want   string
	}{
		"empty":         {func([]byte) []byte { return nil }, "ends after 0 bits"},
		"cut short":     {func(b []byte) []byte { return b[:20] }, "ends after 160 bits"},
		"another one":   {func(b []byte) []byte { b[0] = 9; return b }, "format 9"},
		"extended":      {func(b []byte) []byte { b[1] |= 128; return b }, "message has extensions"},
		"longer":        {func(b []byte) []byte { return append(b, 0) }, "something follows"},
		"no last place": {func(b []byte) []byte { b[1] &^= 16; return b }, "no last one"},
	} {
		_, err := ParseMSD(c.change(bytes.Clone(b)))
		assert.ErrorContains(t, err, c.want, name)
	}
}

func FuzzParseMSD(f *testing.F) {
	m := anMSD()
	b, _ := m.Append(nil)
	f.Add(b)
	f.Add([]byte{2})
	m = largest(2, 98)
	b, _ = m.Append(nil)
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ParseMSD(b)
		if err != nil {
			return
		}
		again, err := m.Append(nil)
		require.NoError(t, err)
		require.Equal(t, b, again)
	})
}
