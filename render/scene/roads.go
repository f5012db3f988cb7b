package scene

import (
	"math"

	"cascata/model"
)

// roads draws every street that is not as it should be as a line in the colour of its state, over the line of its layer: the one
// in whose middle the street's asset stands. A street without a line stays undrawn.
func (d *drawing) roads() {
	if d.opt.Sector != "" && d.opt.Sector != "traffic" {
		return
	}
	inState := map[State]*Item{}
	var lines midpoints
	for i := range d.rec.Assets {
		e := &d.rec.Entities[i]
		state := d.now.state[i]
		if state == Normal || d.rec.Kinds[e.Kind].Name != "traffic/street" {
			continue
		}
		if lines == nil {
			lines = d.midpoints()
		}
		if inState[state] == nil {
			inState[state] = &Item{ID: id("roads", state.Ink().String()), Kind: Polyline, Stroke: state.Ink(), Width: d.px(2.6)}
			if state == Failed {
				inState[state].Dash = []float64{d.px(6), d.px(4)}
			}
		}
		it := inState[state]
		it.Paths = clipLine(it.Paths, d.view.line(lines.at(e.At)), d.view.rect)
	}
	for state := range states {
		if it := inState[state]; it != nil && len(it.Paths) > 0 {
			d.pen.add(*it)
		}
	}
}

// midpoints finds the line of a layer by the point in its middle, to a metre.
type midpoints map[[2]int32][][]model.Point

func (d *drawing) midpoints() midpoints {
	m := midpoints{}
	for i := range d.rec.Layers {
		for _, line := range d.rec.Layers[i].Lines {
			if len(line) > 1 {
				cell := cellOf(middleOf(line))
				m[cell] = append(m[cell], line)
			}
		}
	}
	return m
}

// at is a line whose middle is no farther from p than a metre; nil if there is none.
func (m midpoints) at(p model.Point) []model.Point {
	c := cellOf(p)
	for x := c[0] - 1; x <= c[0]+1; x++ {
		for y := c[1] - 1; y <= c[1]+1; y++ {
			for _, line := range m[[2]int32{x, y}] {
				if q := middleOf(line); math.Hypot(p.X-q.X, p.Y-q.Y) <= 1 {
					return line
				}
			}
		}
	}
	return nil
}

func cellOf(p model.Point) [2]int32 { return [2]int32{int32(math.Floor(p.X)), int32(math.Floor(p.Y))} }

// middleOf is the point halfway along a line.
func middleOf(line []model.Point) model.Point {
	left := 0.0
	for i := 1; i < len(line); i++ {
		left += math.Hypot(line[i].X-line[i-1].X, line[i].Y-line[i-1].Y) / 2
	}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		step := math.Hypot(b.X-a.X, b.Y-a.Y)
		if step >= left && step > 0 {
			return model.Point{X: a.X + left/step*(b.X-a.X), Y: a.Y + left/step*(b.Y-a.Y)}
		}
		left -= step
	}
	return line[0]
}
