package citybuild

import (
	"strings"
	"time"

	"cascata/model"
)

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

// The parameters of what hospitals are supplied with (docs/city-build.md).
const (
	staffByCar     = 0.55                // the others come by public transport: general knowledge, uncertain
	laboratoryBack = 42 * 24 * time.Hour // time constant with which a lost laboratory system comes back: fitted to Synnovis 2024 (docs/health.md)
)

// carers makes the suppliers that hospitals share: a laboratory with its information system, and one of medical gases.
func (d *draft) carers() {
	s := d.stream("carers")
	at := d.load[s.IntN(len(d.load))]
	lab := d.office("supply/pathology-01", "supply/pathology", "pathology", at)
	system := d.place(asset{name: "supply/pathology-system-01", kind: "supply/pathology-system", operator: "pathology", at: model.Point{X: at.X + 20, Y: at.Y - 20},
		district: d.home(lab), inertia: laboratoryBack})
	d.need(lab, "system", one(system))
	at = d.load[s.IntN(len(d.load))]
	gas := d.office("supply/medical-gas-01", "supply/medical-gas", "medical-gas", at)
	d.need(gas, "access", one("traffic/flow-"+d.in.districts[d.home(gas)].name))
}

// waterworks are the plants whose water is fit for dialysis.
func (d *draft) waterworks() []string {
	var names []string
	for i := range d.city.Assets {
		if a := &d.city.Assets[i]; strings.HasPrefix(a.Name, "water/treatment-") {
			names = append(names, a.Name)
		}
	}
	return names
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
	works := d.waterworks()
	for i, h := range d.in.hospitals {
		name := d.hospital(numbered("health/hospital", i, len(d.in.hospitals)), h, works)
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
		d.need(name, "pathology", one("supply/pathology-01"))
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

func (d *draft) hospital(name string, h facility, works []string) string {
	d.place(asset{name: name, operator: "hospital", label: h.name, at: h.at, district: h.district, capacity: beds(h.kind), real: true})
	records := "health/records-01"
	if h.kind == "private" {
		records = "health/records-02"
	}
	d.need(name, "power", d.powerAt(h.at))
	d.need(name, "water", d.waterAt(h.at))
	d.need(name, "quality", works)
	d.need(name, "records", one(records))
	d.need(name, "oxygen", one("supply/medical-gas-01"))
	d.need(name, "pathology", one("supply/pathology-01"))
	d.need(name, "telecom", d.telephony(h.district))
	d.need(name, "ambulances", psaps())
	home := d.in.districts[h.district].name
	d.need(name, "access", one("traffic/flow-"+home))
	d.need(name, "staff", shares([]string{"traffic/flow-" + home, "transit/service-" + home}, []float64{staffByCar, 1 - staffByCar}))
	return name
}
