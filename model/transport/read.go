package transport

import (
	"io"
	"strconv"
)

// The keys of the heads.
const (
	keyZones    = "NUMBER OF ZONES"
	keyNodes    = "NUMBER OF NODES"
	keyFirst    = "FIRST THRU NODE"
	keyLinks    = "NUMBER OF LINKS"
	keyToll     = "TOLL FACTOR"
	keyDistance = "DISTANCE FACTOR"
	keyTotal    = "TOTAL OD FLOW"
)

// ReadNetwork reads a TNTP network. name stands in the faults; every fault of the file is in the error, a model.Faults.
//
// The file need not give all ten columns of a link: speed, toll and type may be missing and then are 0. Links from a node to
// itself are kept and never used; several links between the same nodes are as many roads.
func ReadNetwork(name string, r io.Reader) (*Network, error) {
	s := newScanner(name, r)
	m := s.readMetadata(keyZones, keyNodes, keyFirst, keyLinks, keyToll, keyDistance)
	n := &Network{Zones: m.whole(keyZones, 0, mostNodes), Nodes: m.whole(keyNodes, 0, mostNodes), FirstThru: m.whole(keyFirst, 1, mostNodes+1)}
	links := m.whole(keyLinks, 0, mostNodes)
	n.TollFactor, _ = m.real(keyToll, 0)
	n.DistanceFactor, _ = m.real(keyDistance, 0)
	if n.Zones > n.Nodes && n.Nodes > 0 {
		s.faultAt(m.lines[keyZones], m.values[keyZones].col, "zones are the first nodes", "%d zones, but %d nodes", n.Zones, n.Nodes)
	}
	rows := 0
	for s.next() {
		rows++
		if link, ok := s.link(n); ok {
			n.Links = append(n.Links, link)
		}
	}
	if !s.full && s.lines.Err() == nil {
		if links != rows && links > 0 {
			s.faultAt(m.lines[keyLinks], m.values[keyLinks].col, strconv.Itoa(rows)+", or the rest of the file", "%d links, but %d rows", links, rows)
		}
		if n.Nodes > 1000+20*rows {
			s.faultAt(m.lines[keyNodes], m.values[keyNodes].col, "at most 20 a link", "%d nodes for %d links", n.Nodes, rows)
		}
	}
	if err := s.end(); err != nil {
		return nil, err
	}
	return n, nil
}

// columns of a link after its nodes. Those from optional on may be missing and may be negative.
var columns = [...]string{"capacity", "length", "free flow time", "b", "power", "speed", "toll", "type"}

const optional = 5

// link reads a row.
func (s *scanner) link(n *Network) (Link, bool) {
	f := s.fields(";")
	if len(f) > 0 && f[len(f)-1].text == ";" {
		f = f[:len(f)-1]
	}
	if len(f) < 2+optional || len(f) > 2+len(columns) {
		s.fault(1, "from, to, capacity, length, free flow time, b, power, speed, toll, type and a semicolon", "row of %d columns", len(f))
		return Link{}, false
	}
	most := n.Nodes
	if most == 0 {
		most = mostNodes
	}
	from, ok := s.index(f[0], "from", most)
	to, good := s.index(f[1], "to", most)
	ok = ok && good
	var x [len(columns)]float64
	for i, word := range f[2:] {
		if x[i], good = s.number(word, columns[i]); good && x[i] < 0 && i < optional {
			s.fault(word.col, "0 or more", "%s is %s", columns[i], clip(word.text))
			good = false
		}
		ok = ok && good
	}
	l := Link{From: from, To: to, Capacity: x[0], Length: x[1], FreeFlow: x[2], B: x[3], Power: x[4], Speed: x[5], Toll: x[6], Type: x[7]}
	if ok && l.Capacity == 0 && l.congestible() {
		s.fault(f[2].col, "more than 0, or b 0", "capacity is 0 while the cost depends on it")
		ok = false
	}
	if ok && !within(l.fixed(n)) {
		s.fault(f[2].col, "0 to 1e30", "cost without traffic is %g, tolls and length included", l.fixed(n))
		ok = false
	}
	return l, ok
}

// congestible says whether the cost depends on the flow.
func (l *Link) congestible() bool { return l.FreeFlow > 0 && l.B > 0 && l.Power > 0 }

// fixed is the part of the cost that does not depend on the flow.
func (l *Link) fixed(n *Network) float64 {
	c := l.FreeFlow + n.TollFactor*l.Toll + n.DistanceFactor*l.Length
	if l.Power == 0 { // x^0 = 1
		c += l.FreeFlow * l.B
	}
	return c
}
