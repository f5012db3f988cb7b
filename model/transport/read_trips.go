package transport

import (
	"io"
	"math"
	"sort"
	"strconv"
	"strings"
)

// ReadTrips reads a TNTP trip table. name stands in the faults; every fault of the file is in the error, a model.Faults.
// A total in the head must be that of the rows within a hundredth: published totals are rounded, cut files are further off.
func ReadTrips(name string, r io.Reader) (*Trips, error) {
	s := newScanner(name, r)
	m := s.readMetadata(keyZones, keyTotal)
	t := tripReader{s: s, zones: m.whole(keyZones, 0, mostNodes), seen: map[int32]int{}}
	if t.zones == 0 {
		t.zones = mostNodes
	}
	for s.next() {
		t.row()
	}
	t.close()
	trips := &Trips{Zones: t.zones, Origins: t.origins}
	if total, ok := m.real(keyTotal, 0); ok && !s.full && len(s.faults) == 0 && s.lines.Err() == nil && m.lines[keyTotal] > 0 {
		if sum := trips.Total(); math.Abs(sum-total) > 0.01*max(math.Abs(total), math.Abs(sum)) {
			s.faultAt(m.lines[keyTotal], m.values[keyTotal].col, strconv.FormatFloat(sum, 'g', 10, 64)+", or the rest of the file",
				"<%s> is %g, but the rows make %g", keyTotal, total, sum)
		}
	}
	if err := s.end(); err != nil {
		return nil, err
	}
	sort.Slice(trips.Origins, func(i, j int) bool { return trips.Origins[i].Zone < trips.Origins[j].Zone })
	return trips, nil
}

// tripReader is the state between the rows.
type tripReader struct {
	s       *scanner
	zones   int
	origins []Origin
	seen    map[int32]int // line of an origin
	current Origin        // zone 0: none that is good
	began   bool
}

// row reads "Origin 3" or "4 : 100.0; 5 : 20;".
func (t *tripReader) row() {
	f := t.s.fields(":;")
	if len(f) == 0 { // a line of odd white space
		return
	}
	if strings.EqualFold(f[0].text, "origin") {
		t.close()
		t.origin(f)
		return
	}
	for len(f) > 0 {
		if f[0].text == ";" {
			f = f[1:]
			continue
		}
		if len(f) < 3 || f[1].text != ":" {
			t.s.fault(f[0].col, "zone : trips;", "%q", clip(f[0].text))
			return
		}
		zone, ok := t.s.index(f[0], "zone", t.zones)
		trips, good := t.s.number(f[2], "trips")
		if good && trips < 0 {
			t.s.fault(f[2].col, "0 or more", "trips are %s", clip(f[2].text))
			good = false
		}
		if !t.began {
			t.s.fault(f[0].col, "a line Origin before it", "trips without an origin")
			t.began = true
		}
		if ok && good {
			t.current.To = append(t.current.To, Flow{zone, trips})
		}
		f = f[3:]
	}
}

func (t *tripReader) origin(f []field) {
	t.began, t.current = true, Origin{}
	if len(f) != 2 {
		t.s.fault(f[0].col, "Origin and the number of a zone", "origin line of %d words", len(f))
		return
	}
	zone, ok := t.s.index(f[1], "origin", t.zones)
	if at, twice := t.seen[zone]; ok && twice {
		t.s.fault(f[1].col, "once", "origin %d again, as in line %d", zone, at)
		return
	}
	if ok {
		t.seen[zone] = t.s.line
		t.current.Zone = zone
	}
}

// close ends the current origin.
func (t *tripReader) close() {
	o := t.current
	if o.Zone == 0 {
		return
	}
	sort.SliceStable(o.To, func(i, j int) bool { return o.To[i].Zone < o.To[j].Zone })
	for i := 1; i < len(o.To); i++ {
		if o.To[i].Zone == o.To[i-1].Zone {
			t.s.faultAt(t.seen[o.Zone], 1, "each zone once", "origin %d names zone %d twice", o.Zone, o.To[i].Zone)
		}
	}
	t.origins = append(t.origins, o)
	t.current = Origin{}
}
