package emergency

import "fmt"

// How much goes to an incident: assumptions with ranges, after what services publish as their first attendance (general knowledge, uncertain).
const (
	shareBuildingFire = 0.3  // of emergencies for the fire brigade (0.15 to 0.5); the others are outdoors, rescues, floods of cellars
	buildingEngines   = 3    // first attendance to a fire in a building (2 to 4)
	shareTrapped      = 0.15 // of crashes and automatic eCalls somebody cannot get out (0.05 to 0.3)
	urgentPatrols     = 2    // to a crime under way, category 1 (1 to 3)
	maxWanted         = 8    // of a service, whatever happens
)

// extent is the units of each service that an incident needs.
func (r *Region) extent(in *incident) (n [services]uint8) {
	n[in.service] = 1
	switch {
	case in.hoax:
	case in.origin == originEmergency && in.service == fire && r.fate(in, careExtent).Float64() < shareBuildingFire,
		in.origin == originAlarm && r.fate(in, careExtent).Float64() < alarmIsFire:
		n[fire], n[ambulance], n[police] = buildingEngines, 1, 1
	case in.origin == originEmergency && in.service == police && in.category == 1:
		n[police] = urgentPatrols
	case in.origin == originCrash, in.origin == originECall:
		n[police] = 1
		if r.fate(in, careTrapped).Float64() < shareTrapped {
			n[fire] = 1
		}
	case in.origin == originGas:
		n[fire] = 1
	}
	return n
}

// total is the units that an incident needs in all.
func (in *incident) total() (n uint8) {
	for _, x := range in.wanted {
		n += x
	}
	return n
}

// part numbers the next unit of a service: 0 for the first of the service that the incident is for. The numbers of the others do not depend on
// the order in which services send them.
func (in *incident) part(s service) uint8 {
	if s == in.service && in.sent[s] == 0 {
		return 0
	}
	return 1 + uint8(s)*maxWanted + in.sent[s]
}

// check reports a unit that is lost from the books: each one that is out belongs to one incident, which knows how many it has been sent.
func (f *fleet) check() error {
	out := make([]int, len(f.incidents))
	for s := range f.units {
		for k := range f.units[s] {
			switch u := &f.units[s][k]; {
			case u.phase == phaseFree && u.incident != none, u.phase != phaseFree && u.incident == none:
				return fmt.Errorf("emergency: unit %d of service %d is in phase %d with incident %d", k, s, u.phase, u.incident)
			case u.incident != none:
				out[u.incident]++
			}
		}
	}
	for s := range f.waiting {
		for c := range f.waiting[s] {
			l := &f.waiting[s][c]
			for _, id := range l.list[l.head:] {
				out[id]++
			}
		}
	}
	for id := range f.incidents {
		if in := &f.incidents[id]; int(in.refs) != out[id] || in.there > in.total() || !in.within() {
			return fmt.Errorf("emergency: incident %d wants %v, was sent %v, saw %d; %d units and queues know it, %d say so", id, in.wanted, in.sent,
				in.there, in.refs, out[id])
		}
	}
	return nil
}

// within reports whether no more units were sent than are wanted.
func (in *incident) within() bool {
	for s := range in.wanted {
		if in.sent[s] > in.wanted[s] {
			return false
		}
	}
	return true
}
