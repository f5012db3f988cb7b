package scene

import (
	"strings"

	"cascata/model"
	"cascata/model/trace"
)

// ground fills the districts by the share of people without the service that is told of, with a hatch that says the same.
func (d *drawing) ground() {
	d.pen.layer = LayerBackground
	d.pen.bar("background", Rect{0, 0, float64(d.opt.Width), float64(d.opt.Height)}, Background, 0)
	d.pen.layer = LayerDistricts
	type patch struct {
		name  string
		rings [][]Point
		class int
	}
	var patches []patch
	for i := range d.rec.Districts {
		p := patch{name: id("district", d.rec.Districts[i].Name), class: shareClass(d.share(model.DistrictID(i)))}
		for _, ring := range d.rec.Districts[i].Rings {
			if r := clipRing(d.view.line(ring), d.view.rect); len(r) > 2 {
				p.rings = append(p.rings, r)
			}
		}
		if len(p.rings) > 0 {
			patches = append(patches, p)
		}
	}
	for _, p := range patches {
		d.pen.add(Item{ID: p.name, Kind: Polygon, Paths: p.rings, Fill: Share0 + Ink(p.class)})
		if p.class > 0 {
			d.pen.add(Item{ID: p.name, Kind: Polyline, Paths: hatch(p.rings, d.px(hatchGap(p.class))), Stroke: HatchInk,
				Width: d.px(1), Fade: 0.45})
		}
	}
	for _, p := range patches {
		d.pen.add(Item{ID: p.name, Kind: Polygon, Paths: clone(p.rings), Stroke: LandEdge, Width: d.px(1.1)})
	}
}

func clone(paths [][]Point) [][]Point {
	out := make([][]Point, len(paths))
	for i := range paths {
		out[i] = append([]Point(nil), paths[i]...)
	}
	return out
}

// share is the part of a district's people without that service.
func (d *drawing) share(district model.DistrictID) float64 {
	s, of := trace.Service{}, int64(0)
	if d.told == model.Absent {
		s, of = d.now.affected[district], d.rec.Residents[district]
	} else {
		cell := d.rec.Cell(d.told, district)
		s, of = d.now.services[cell], d.rec.Served[cell]
	}
	if of == 0 {
		return 0
	}
	return float64(s.People) / float64(of)
}

// shareClass is one of the five fixed classes: 0, under 5, 20, 50 and up to 100 per cent.
func shareClass(share float64) int {
	switch {
	case share <= 0:
		return 0
	case share < 0.05:
		return 1
	case share < 0.20:
		return 2
	case share < 0.50:
		return 3
	}
	return 4
}

// hatchGap is the distance of the hatch lines of a class [px of the standard picture].
func hatchGap(class int) float64 { return [...]float64{0, 18, 12, 8, 5}[class] }

// streets draws the layers of lines that come with the city.
func (d *drawing) streets() {
	d.pen.layer = LayerStreets
	for i := range d.rec.Layers {
		l := &d.rec.Layers[i]
		look := d.layerLook(l.Name)
		var lines [][]Point
		for _, line := range l.Lines {
			lines = clipLine(lines, d.view.line(line), d.view.rect)
		}
		if len(lines) > 0 && look.Stroke != NoInk {
			look.ID, look.Kind, look.Paths = id("layer", l.Name), Polyline, lines
			d.pen.add(look)
		}
	}
}

// layerLook is how the lines of a layer are drawn; layers of utilities only show in the overlay of their sector.
func (d *drawing) layerLook(name string) Item {
	top, rest, _ := strings.Cut(name, "/")
	switch top {
	case "river", "water-body", "coast":
		return Item{Stroke: River, Width: d.px(3)}
	case "roads", "streets", "road":
		return d.roadLook(rest)
	case "metro", "rail", "transit", "tram", "ferry":
		fade := 0.5
		if d.opt.Sector == "transit" {
			fade = 0
		}
		return Item{Stroke: SectorTransit, Width: d.px(1.5), Fade: fade, Dash: []float64{d.px(5), d.px(3)}}
	case d.opt.Sector:
		return Item{Stroke: sectorInk(top), Width: d.px(1.4), Fade: 0.3}
	}
	return Item{}
}

func (d *drawing) roadLook(class string) Item {
	switch {
	case strings.HasPrefix(class, "motorway"):
		return Item{Stroke: StreetMain, Width: d.px(2.4)}
	case strings.HasPrefix(class, "trunk"):
		return Item{Stroke: StreetMain, Width: d.px(2)}
	case strings.HasPrefix(class, "primary"):
		return Item{Stroke: StreetMain, Width: d.px(1.3)}
	}
	return Item{Stroke: Street, Width: d.px(1)}
}

// sectorInk is the colour of a sector's curve and lines.
func sectorInk(name string) Ink {
	switch name {
	case "power":
		return SectorPower
	case "water":
		return SectorWater
	case "telecom":
		return SectorTelecom
	case "health":
		return SectorHealth
	case "emergency":
		return SectorEmergency
	case "traffic":
		return SectorTraffic
	case "transit":
		return SectorTransit
	case "cyber":
		return SectorCyber
	}
	return SectorOther
}

// sectorDash is the pattern of a sector's curve [px of the standard picture]; nil is solid.
func sectorDash(name string) []float64 {
	switch name {
	case "water":
		return []float64{14, 5}
	case "telecom":
		return []float64{2.5, 4}
	case "health":
		return []float64{12, 4, 2.5, 4}
	case "emergency":
		return []float64{7, 4}
	case "traffic":
		return []float64{12, 4, 2.5, 4, 2.5, 4}
	case "heat":
		return []float64{4, 3, 10, 3}
	case "wastewater":
		return []float64{20, 4}
	}
	return nil
}
