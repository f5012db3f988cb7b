package scene

import (
	"cascata/model"
)

// network draws the edges of the chosen sector, or of all sectors but the minor ones.
func (d *drawing) network() {
	d.pen.layer = LayerNetwork
	chosen := model.SectorID(model.Absent)
	if d.opt.Sector != "" {
		chosen = sectorOf(d.rec, d.opt.Sector)
	}
	styles := map[[2]uint8]*Item{}
	var order []*Item
	for i := range d.rec.Edges {
		e := &d.rec.Edges[i]
		kind := &d.rec.Kinds[d.rec.Entities[e.Asset].Kind]
		if (chosen == model.Absent && kind.Minor) || (chosen != model.Absent && kind.Sector != chosen) {
			continue
		}
		a, b := d.view.at(d.rec.Entities[e.From].At), d.view.at(d.rec.Entities[e.To].At)
		lines := clipLine(nil, []Point{a, b}, d.view.rect)
		look := d.edgeLook(e.Asset, e.Open, kind.Minor)
		key := [2]uint8{uint8(look.Stroke), uint8(len(look.Dash))}
		if styles[key] == nil {
			styles[key] = &look
			order = append(order, &look)
		}
		styles[key].Paths = append(styles[key].Paths, lines...)
	}
	for _, it := range order {
		if len(it.Paths) > 0 {
			it.ID, it.Kind = id("edges", it.Stroke.String()), Polyline
			d.pen.add(*it)
		}
	}
}

// edgeLook is how one edge is drawn: its state in colour, a dead one thin and dotted, an open tie with gaps.
func (d *drawing) edgeLook(asset model.AssetID, open, minor bool) Item {
	width := 1.8
	if minor {
		width = 1.1
	}
	switch state := d.now.state[asset]; {
	case state == Failed && open:
		return Item{Stroke: NormalEdge, Width: d.px(0.8), Dash: []float64{d.px(2), d.px(6)}}
	case state == Failed:
		return Item{Stroke: StateFailed, Width: d.px(width), Dash: []float64{d.px(2.5), d.px(4)}}
	case state != Normal:
		return Item{Stroke: state.Ink(), Width: d.px(width), Dash: []float64{d.px(9), d.px(3)}}
	case open:
		return Item{Stroke: NormalEdge, Width: d.px(0.8), Dash: []float64{d.px(2), d.px(6)}}
	}
	return Item{Stroke: NormalEdge, Width: d.px(width), Fade: 0.25}
}
