package citybuild

import "cascata/model"

// The parameters of the emergency services (docs/city-build.md).
const (
	ambulanceStations = 12
	ambulanceReach    = 3 // stations that can come to a district
	fireReach         = 3
	policeReach       = 4
	radioReach        = 2
	vehiclesECall     = 0.05 // vehicles with eCall per resident
)

// callsMobile is the share of 112 calls from mobile telephones: 72 to 73 % in the EU (Commission report of 2019). Who has lost the
// one seldom stands beside the other.
const callsMobile = 0.73

func (d *draft) emergency() {
	centres, _ := clusters(d.load, d.residents(), d.in.scale(ambulanceStations, 1), d.stream("ambulances"))
	var at []model.Point
	for _, n := range d.snap(centres) {
		at = append(at, d.in.streets[n].at)
	}
	ambulances := make([]string, len(at))
	for i, p := range at {
		ambulances[i] = numbered("emergency/ambulance-station", i, 0)
		d.station(asset{name: ambulances[i], operator: "psap", at: p, district: d.in.districtAt(p)})
	}
	fire := d.stations("emergency/fire-station", "fire", d.in.fire)
	police := d.stations("emergency/police-station", "police", d.in.police)
	ambulancesAt, fireAt, policeAt := newFinder(at), newFinder(positions(d.in.fire)), newFinder(positions(d.in.police))
	for i, p := range d.in.districts {
		c := d.centre(i)
		name := d.place(asset{name: "emergency/service-" + p.name, operator: "psap", at: c, district: i})
		d.need(name, "network", shares([]string{"telecom/lines-" + p.name, "telecom/reach-" + p.name}, []float64{1 - callsMobile, callsMobile}))
		d.need(name, "answer", psaps())
		d.need(name, "dispatch", one("emergency/cad-01"))
		d.need(name, "ambulance", d.names(ambulances, ambulancesAt.nearestN(c, ambulanceReach)))
		d.need(name, "fire", d.names(fire, fireAt.nearestN(c, fireReach)))
		d.need(name, "police", d.names(police, policeAt.nearestN(c, policeReach)))
		d.need(name, "traffic", one("traffic/flow-"+p.name))
		fleet := d.place(asset{name: "emergency/ecall-fleet-" + p.name, operator: carriers()[0].name, at: c, district: i, capacity: float64(p.residents) * vehiclesECall})
		d.need(fleet, "telecom", one("telecom/reach-"+p.name))
		d.need(fleet, "legacy", ofCarriers("telecom/legacy-"))
		d.need(fleet, "answer", psaps())
	}
}

func psaps() []string { return []string{"emergency/psap-01", "emergency/psap-02"} }

func (d *draft) stations(kind, operator string, list []facility) []string {
	names := make([]string, len(list))
	for i, f := range list {
		names[i] = numbered(kind, i, len(list))
		d.station(asset{name: names[i], kind: kind, operator: operator, label: f.name, at: f.at, district: f.district, real: true})
	}
	return names
}

// station makes a base of crews who are called by dispatch and drive on fuel.
func (d *draft) station(a asset) {
	d.place(a)
	d.need(a.name, "power", d.powerAt(a.at))
	d.need(a.name, "dispatch", one("emergency/cad-01"))
	d.need(a.name, "radio", append(d.names(d.radio, d.radios.nearestN(a.at, radioReach)), "telecom/area-"+d.in.districts[a.district].name))
	d.need(a.name, "fuel", []string{"supply/fuel-" + d.in.districts[a.district].name, "supply/fuel-depot-01"})
}
