package citybuild

import (
	"strings"
)

// The parameters of what districts have besides (docs/city-build.md): things per resident, and large buildings per district.
const (
	lampsPerResident    = 0.12
	spacesPerResident   = 0.10
	chargersPerResident = 0.004
	sensorsPerResident  = 0.0004
	camerasPerResident  = 0.0005
	workPerResident     = 0.9 // Lisbon has about as many jobs as residents
	shopsPerResident    = 1.0
	smartBuildings      = 3 // per district
	wasteDepots         = 2
	terminalsMobile     = 0.6 // share of card terminals and cash machines without a fixed line: 0.3 to 0.9, Kyivstar 2023 says many; uncertain
	camerasMobile       = 0.3 // share of street cameras without a fixed line: 0.1 to 0.6, general knowledge, uncertain
)

// civic makes the aggregates of each district.
func (d *draft) civic() {
	hall := d.office2("administration/town-hall-01", "administration/town-hall", "municipality", d.load[d.loadNear(mean(d.load))])
	d.need(hall, "platform", one("administration/control-centre-municipality"))
	plant := d.office2("waste/plant-01", "waste/plant", "waste", d.waterfront(2)[1])
	s := d.stream("waste")
	var depots []string
	for i := range d.in.scale(wasteDepots, 1) {
		at := d.load[s.IntN(len(d.load))]
		name := d.place(asset{name: numbered("waste/depot", i, 0), operator: "waste", at: at, district: d.in.districtAt(at)})
		d.need(name, "fuel", one("supply/fuel-depot-01"))
		d.need(name, "plant", one(plant))
		depots = append(depots, name)
	}
	schools := d.schools()
	for i := range d.in.districts {
		d.district(i, depots, schools[i])
		d.smart(i)
	}
}

func (d *draft) schools() [][]string {
	byDistrict := make([][]string, len(d.in.districts))
	for i, f := range d.in.schools {
		name := d.place(asset{name: numbered("education/school", i, len(d.in.schools)), operator: "schools", label: f.name, at: f.at, district: f.district, real: true})
		d.need(name, "power", d.powerAt(f.at))
		d.need(name, "water", d.waterAt(f.at))
		byDistrict[f.district] = append(byDistrict[f.district], name)
	}
	return byDistrict
}

// district makes one asset of each kind that is too many to show one by one. A need is "name: supplier supplier".
func (d *draft) district(i int, depots, schools []string) {
	p := d.in.districts[i]
	people := float64(p.residents)
	power, water, cells := "power: power/area-"+p.name, "water: water/area-"+p.name, "telecom: telecom/area-"+p.name
	lines := "telecom: " + strings.Join(d.telephony(i), " ")
	link := "link: telecom/area-" + p.name // small things in the street talk over the mobile network
	sewage := "sewage: " + strings.Join(d.sewersOf(i), " ")
	d.aggregate(i, "administration/citizen-services", "municipality", people, power, lines, "platform: administration/control-centre-municipality")
	d.aggregate(i, "banking/payments", "bank", people, power, d.mixed(i, terminalsMobile), "switch: banking/switch-01")
	d.aggregate(i, "buildings/alarms", "buildings", 0, power, "line: "+strings.TrimPrefix(lines, "telecom: "), "answer: "+strings.Join(psaps(), " "))
	d.aggregate(i, "charging/points", "charging", people*chargersPerResident, power, link, "backend: charging/control-centre-charging")
	d.aggregate(i, "consumption/homes", "consumers", people, power, water, sewage, lines)
	d.aggregate(i, "consumption/shops", "consumers", people*shopsPerResident, power, water, sewage, lines, "payments: banking/payments-"+p.name)
	d.aggregate(i, "consumption/workplaces", "consumers", people*workPerResident, power, water, sewage, lines, "transit: transit/service-"+p.name)
	d.aggregate(i, "environment/sensors", "environment", people*sensorsPerResident, power, cells, "platform: environment/control-centre-environment")
	d.aggregate(i, "lighting/cabinets", "lighting", people*lampsPerResident, power, link, "management: lighting/control-centre-lighting")
	d.aggregate(i, "parking/zone", "parking", people*spacesPerResident, power, link, "backend: parking/control-centre-parking", "payments: banking/switch-01")
	d.aggregate(i, "supply/fuel", "fuel", 0, power, "payments: banking/payments-"+p.name, "depot: supply/fuel-depot-01")
	d.aggregate(i, "surveillance/cameras", "surveillance", people*camerasPerResident, power, d.mixed(i, camerasMobile), "control-room: surveillance/control-centre-surveillance")
	d.aggregate(i, "waste/collection", "waste", people, "routing: waste/control-centre-waste", "depot: "+strings.Join(depots, " "), "traffic: traffic/flow-"+p.name)
	if schools != nil {
		d.aggregate(i, "education/service", "schools", people, "schools: "+strings.Join(evenly(schools), " "), "platform: education/control-centre-schools")
	}
	d.servedBy(i, schools != nil)
}

// aggregate makes one asset of a district with its needs.
func (d *draft) aggregate(i int, kind, operator string, capacity float64, needs ...string) {
	name := d.place(asset{name: kind + "-" + d.in.districts[i].name, kind: kind, operator: operator, at: d.centre(i), district: i, capacity: float64(int(capacity + 0.5))})
	for _, n := range needs {
		need, suppliers, _ := strings.Cut(n, ": ")
		d.need(name, need, strings.Fields(suppliers))
	}
}

// mixed is the telephony of many things, each of which has either a mobile link or a line.
func (d *draft) mixed(district int, mobile float64) string {
	return "telecom: " + strings.Join(shares(d.telephony(district), []float64{1 - mobile, mobile}), " ")
}

// servedBy lists the services of a district for the people in it.
func (d *draft) servedBy(i int, schools bool) {
	for _, kind := range []string{"administration/citizen-services", "banking/payments", "buildings/alarms", "charging/points", "consumption/homes", "emergency/service",
		"environment/sensors", "health/care", "lighting/cabinets", "parking/zone", "supply/fuel", "surveillance/cameras", "traffic/flow", "transit/service",
		"waste/collection", "education/service"} {
		if kind != "education/service" || schools {
			d.common[i] = append(d.common[i], int32(d.id(kind+"-"+d.in.districts[i].name)))
		}
	}
}

// sewersOf are the drains of a district, weighted by people.
func (d *draft) sewersOf(district int) []string {
	var names []string
	var weights []float64
	loads := d.loadsIn(district)
	for i, w := range d.weights(loads) {
		for _, id := range d.serving[loads[i]] {
			name := d.city.Assets[id].Name
			if !strings.HasPrefix(name, "wastewater/") {
				continue
			}
			at := 0
			for at < len(names) && names[at] != name {
				at++
			}
			if at == len(names) {
				names, weights = append(names, name), append(weights, 0)
			}
			weights[at] += w
		}
	}
	return shares(names, weights)
}

// smart puts automated buildings at the busiest loads of a district.
func (d *draft) smart(i int) {
	loads := d.loadsIn(i)
	for k, at := range largest(d.weights(loads), smartBuildings) {
		l := loads[at]
		name := d.place(asset{name: "buildings/smart-building-" + d.in.districts[i].name + "-" + number(float64(k+1)), kind: "buildings/smart-building", operator: "buildings",
			at: d.load[l], district: i, capacity: 500})
		d.need(name, "power", one(d.loadOf[l]))
		d.need(name, "water", d.waterAt(d.load[l]))
		d.need(name, "platform", one("buildings/control-centre-buildings"))
	}
}
