package citybuild

import (
	"slices"

	"cascata/model"
)

// body is an operator: who it is, which estate it has, which law it falls under, how large it is.
type body struct {
	name, title, sector, estate, regime string
	control                             string // an asset made elsewhere; empty to make a control centre; "-" for none
	crews                               int
	persons                             float64 // people in its largest data store, per resident
	records                             float64 // records per person
}

// bodies are the operators. All are invented; regimes follow the design notes' mapping of city organisations (NIS 2, CRA). Crews and stores
// are assumptions: general knowledge, uncertain.
func (in *input) bodies() []body {
	const essential, important, out, excluded, maker = "nis2-essential", "nis2-important", "out-of-scope", "excluded", "cra-manufacturer"
	list := []body{
		{"bank", "Bank and payments", "banking", "bank", essential, "", 1, 0.4, 200},
		{"buildings", "Building owners' platform", "buildings", "buildings", out, "", 2, 0.05, 50},
		{"bus", "Bus operator", "transit", "transit", important, "transit/control-centre-bus", 3, 0.3, 20},
		{"charging", "EV charging", "charging", "charging", important, "", 2, 0.04, 60},
		{"cloud", "Cloud provider", "supply", "cloud", essential, "supply/cloud-01", 0, 0.01, 10},
		{"consumers", "Residents and businesses", "consumption", "", out, "-", 0, 0, 0},
		{"core-supplier", "Mobile core supplier", "supply", "core-supplier", maker, "supply/core-supplier-01", 1, 0.001, 10},
		{"data-centre", "Data centre", "administration", "data-centre", essential, "administration/data-centre-01", 2, 0.01, 10},
		{"dso", "Electricity distribution", "power", "dso", essential, "", 14, 0.55, 365},
		{"emergency-radio", "Emergency radio", "telecom", "emergency-radio", essential, "", 2, 0.01, 100},
		{"environment", "Environment agency", "environment", "environment", out, "", 1, 0.001, 10},
		{"ferry", "Ferry operator", "transit", "transit", important, "transit/control-centre-ferry", 1, 0.05, 20},
		{"fire", "Fire brigade", "emergency", "fire", excluded, "", 2, 0.02, 4},
		{"fixed-telecom", "Fixed telecom", "telecom", "fixed-telecom", essential, "", 6, 0.5, 300},
		{"fuel", "Fuel supply", "supply", "fuel", important, "supply/fuel-depot-01", 1, 0.05, 50},
		{"health-centres", "Health centres", "health", "health-centres", essential, "", 1, 0.7, 30},
		{"heat", "District heating", "heat", "heat", important, "", 6, 0.1, 12},
		{"hospital", "Hospital group", "health", "hospital", essential, "", 2, 0.6, 40},
		{"lighting", "Street lighting", "lighting", "lighting", out, "", 3, 0, 0},
		{"medical-gas", "Medical gas supplier", "supply", "medical-gas", important, "supply/medical-gas-01", 1, 0.001, 5},
		{"metro", "Metro operator", "transit", "transit", important, "transit/control-centre-metro", 4, 0.4, 100},
		{"mno-a", "Mobile operator A", "telecom", "mno", essential, "", 4, carriers()[0].share, 1000},
		{"mno-b", "Mobile operator B", "telecom", "mno", essential, "telecom/control-centre-mno-b", 3, carriers()[1].share, 1000},
		{"mno-c", "Mobile operator C", "telecom", "mno", essential, "telecom/control-centre-mno-c", 2, carriers()[2].share, 1000},
		{"msp", "Managed service provider", "supply", "msp", important, "supply/managed-services-01", 1, 0.02, 10},
		{"municipality", "Municipality", "administration", "municipality", out, "administration/control-centre-municipality", 4, 1, 15},
		{"parking", "Parking", "parking", "parking", out, "", 2, 0.2, 50},
		{"pathology", "Pathology supplier", "supply", "pathology", essential, "supply/pathology-01", 1, 0.5, 20},
		{"police", "Police", "emergency", "police", excluded, "", 2, 0.15, 6},
		{"port", "Port", "port", "port", important, "", 2, 0.01, 50},
		{"psap", "112 and dispatch", "emergency", "psap", excluded, "emergency/psap-01", 2, 0.5, 3},
		{"rail", "Rail operator", "transit", "transit", important, "transit/control-centre-rail", 3, 0.3, 60},
		{"scada-vendor", "SCADA vendor", "supply", "scada-vendor", maker, "supply/scada-vendor-01", 1, 0.001, 5},
		{"schools", "Schools", "education", "school", out, "", 2, 0.15, 20},
		{"surveillance", "Street cameras", "surveillance", "surveillance", out, "", 2, 0.1, 30},
		{"traffic-control", "Traffic control", "traffic", "traffic-control", out, "", 4, 0.001, 1000},
		{"tso", "Electricity transmission", "power", "tso", essential, "", 3, 0.001, 10},
		{"waste", "Waste collection", "waste", "waste", important, "", 2, 0.3, 12},
		{"wastewater", "Waste water utility", "wastewater", "wastewater", essential, "", 5, 0.3, 12},
		{"water", "Water utility", "water", "water", essential, "", 8, 0.5, 24},
	}
	for i := range list {
		list[i].crews = in.scale(float64(list[i].crews), min(1, list[i].crews))
	}
	return slices.DeleteFunc(list, func(b body) bool {
		return b.name == "metro" && len(in.metro) == 0 || b.name == "ferry" && len(in.ferry) == 0
	})
}

// operators writes the rows of the operators and makes their control centres.
func (d *draft) operators() {
	everyone := d.in.people()
	s := d.stream("controls")
	for _, b := range d.bodies {
		if b.control == "" {
			b.control = d.office(b.sector+"/control-centre-"+b.name, b.sector+"/control-centre", b.name, d.load[s.IntN(len(d.load))])
		}
		home := 0
		if b.control == "-" {
			b.control = ""
		} else {
			home = d.home(b.control)
		}
		persons := float64(everyone) * b.persons
		o := model.Operator{Name: b.name, Title: b.title + " (SYNTHETIC)", Sector: d.cat.Sector(b.sector), District: model.DistrictID(home), Estate: b.estate, Regime: b.regime,
			Control: model.Absent, Crews: b.crews, Persons: int32(least(float64(int(persons)))), Records: int64(digits(float64(int(persons * b.records))))}
		if b.control != "" {
			o.Control = d.id(b.control)
		}
		d.city.Operators = append(d.city.Operators, o)
	}
	d.controlNeeds()
}

// office makes a place with people and computers: it needs power and a line.
func (d *draft) office(name, kind, operator string, at model.Point, options ...string) string {
	home := d.in.districtAt(at)
	d.place(asset{name: name, kind: kind, operator: operator, at: at, district: home})
	d.need(name, "power", d.powerAt(at), options...)
	d.need(name, "telecom", d.telephony(d.in.districtAt(at)))
	return name
}

// controlNeeds are what single control centres depend on besides power and a line: vendors and hosted platforms.
func (d *draft) controlNeeds() {
	for _, name := range []string{"power/control-centre-dso", "water/control-centre-water", "wastewater/control-centre-wastewater", "heat/control-centre-heat",
		"traffic/control-centre-traffic-control"} {
		d.need(name, "vendor", one("supply/scada-vendor-01"))
	}
	for _, name := range []string{"charging/control-centre-charging", "parking/control-centre-parking", "environment/control-centre-environment",
		"waste/control-centre-waste", "buildings/control-centre-buildings", "education/control-centre-schools", "lighting/control-centre-lighting"} {
		d.need(name, "cloud", one("supply/cloud-01"))
	}
	d.need("health/control-centre-health-centres", "support", one("supply/managed-services-01"))
}

// rooms makes the control rooms that others need by name, and the suppliers.
func (d *draft) rooms() {
	s := d.stream("rooms")
	somewhere := func() model.Point { return d.load[s.IntN(len(d.load))] }
	first := s.IntN(len(d.load))
	d.office("emergency/psap-01", "emergency/psap", "psap", d.load[first])
	d.office("emergency/psap-02", "emergency/psap", "psap", d.load[d.farFrom(first)])
	for _, name := range []string{"emergency/psap-01", "emergency/psap-02"} {
		d.need(name, "staff", one("traffic/flow-"+d.in.districts[d.home(name)].name))
	}
	d.office("emergency/cad-01", "emergency/cad", "psap", d.placed("emergency/psap-01").At)
	d.need("emergency/cad-01", "support", one("supply/managed-services-01"))
	d.office("emergency/control-centre-civil-protection", "emergency/control-centre", "municipality", somewhere())
	for _, mode := range []string{"bus", "ferry", "metro", "rail"} {
		if _, runs := d.operator[mode]; !runs {
			continue
		}
		d.office("transit/control-centre-"+mode, "transit/control-centre", mode, somewhere())
	}
	at := somewhere()
	centre := d.office("administration/data-centre-01", "administration/data-centre", "data-centre", at)
	d.need(centre, "water", d.waterAt(at))
	platform := "administration/control-centre-municipality"
	at = somewhere()
	d.place(asset{name: platform, kind: "administration/control-centre", operator: "municipality", at: at, district: d.in.districtAt(at)})
	d.need(platform, "hosting", one(centre))
	d.need(platform, "telecom", d.telephony(d.in.districtAt(at)))
	d.need(platform, "support", one("supply/managed-services-01"))
	for _, kind := range []string{"cloud", "core-supplier", "managed-services", "scada-vendor"} {
		operator := kind
		if kind == "managed-services" {
			operator = "msp"
		}
		d.office("supply/"+kind+"-01", "supply/"+kind, operator, somewhere())
	}
	d.carers()
	head := d.office("power/head-end-01", "power/head-end", "dso", somewhere())
	d.office("banking/switch-01", "banking/switch", "bank", somewhere())
	d.need("banking/switch-01", "core", one("banking/control-centre-bank"))
	for i, p := range d.in.districts {
		meters := d.place(asset{name: "power/meters-" + p.name, operator: "dso", at: d.centre(i), district: i, capacity: float64(p.households)})
		d.need(meters, "power", one("power/area-"+p.name))
		d.need(meters, "head-end", one(head))
		d.need(meters, "telecom", one("telecom/area-"+p.name))
	}
}

// farFrom is the load farthest from another one that hangs on another substation and another exchange.
func (d *draft) farFrom(first int) int {
	best, far := first, 0.0
	line := d.exchangesAt(d.load[first], 1)[0]
	for i, p := range d.load {
		if r := dist(p, d.load[first]); r > far && d.substOf[i] != d.substOf[first] && d.exchangesAt(p, 1)[0] != line {
			best, far = i, r
		}
	}
	return best
}

// waterAt is the main that supplies a point: that of the nearest street with people.
func (d *draft) waterAt(p model.Point) []string { return one(d.junction[d.loadNode[d.loadNear(p)]]) }
