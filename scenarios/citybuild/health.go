package citybuild

import "cascata/model"

// hospitalsNear is how many hospitals with an emergency department a district can use; all but one must work for full care.
const hospitalsNear = 3

// beds are an assumption by kind of hospital: general knowledge, uncertain.
func beds(kind string) float64 {
	switch kind {
	case "general":
		return 600
	case "paediatric", "obstetric":
		return 150
	case "private":
		return 200
	}
	return 100
}

func (d *draft) health() {
	for i, p := range [][2]string{{"public", "general"}, {"private", "private"}} {
		at := d.in.hospitals[0].at
		for _, h := range d.in.hospitals {
			if h.kind == p[1] {
				at = h.at
				break
			}
		}
		d.office(numbered("health/records", i, 0), "health/records", "hospital", d.load[d.loadNear(at)])
	}
	var emergency []string
	var at []model.Point
	for i, h := range d.in.hospitals {
		name := d.hospital(numbered("health/hospital", i, len(d.in.hospitals)), h)
		if h.kind != "" {
			emergency, at = append(emergency, name), append(at, h.at)
		}
	}
	d.need("health/control-centre-hospital", "support", one("supply/managed-services-01"))
	centres := make([][]string, len(d.in.districts))
	for i, c := range d.in.centres {
		name := d.place(asset{name: numbered("health/health-centre", i, len(d.in.centres)), operator: "health-centres", label: c.name, at: c.at, district: c.district, real: true})
		d.need(name, "power", d.powerAt(c.at))
		d.need(name, "records", one("health/records-01"))
		d.need(name, "telecom", d.telephony(c.district))
		centres[c.district] = append(centres[c.district], name)
	}
	emergencyAt, centresAt := newFinder(at), newFinder(positions(d.in.centres))
	for i, p := range d.in.districts {
		c := d.centre(i)
		name := d.place(asset{name: "health/care-" + p.name, operator: "hospital", at: c, district: i})
		d.need(name, "hospital", d.names(emergency, emergencyAt.nearestN(c, hospitalsNear)), "k="+number(float64(max(1, min(hospitalsNear, len(at))-1))))
		if centres[i] == nil {
			centres[i] = one(numbered("health/health-centre", centresAt.nearest(c, nil), len(d.in.centres)))
		}
		d.need(name, "centres", centres[i])
	}
}

func (d *draft) hospital(name string, h facility) string {
	d.place(asset{name: name, operator: "hospital", label: h.name, at: h.at, district: h.district, capacity: beds(h.kind), real: true})
	records := "health/records-01"
	if h.kind == "private" {
		records = "health/records-02"
	}
	d.need(name, "power", d.powerAt(h.at))
	d.need(name, "water", d.waterAt(h.at))
	d.need(name, "records", one(records))
	d.need(name, "telecom", d.telephony(h.district))
	d.need(name, "ambulances", psaps())
	d.need(name, "access", one("traffic/flow-"+d.in.districts[h.district].name))
	return name
}
