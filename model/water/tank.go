package water

import (
	"math"
	"sort"
)

// tank is a tank in feet and cubic feet.
type tank struct {
	node               int32
	bottom             float64
	area               float64
	hmin, hmax, hstart float64 // heads
	vmin, vmax, vstart float64
	level, volume      []float64 // of the volume curve; nil: a cylinder
	overflow           bool
}

func (s *Spec) compileTank(k int32, n *Node) tank {
	f := s.unit.head
	bottom, d := n.Elevation/f, n.Diameter/f
	t := tank{node: k, bottom: bottom, area: math.Pi * d * d / 4, overflow: n.Overflow,
		hmin: bottom + n.MinLevel/f, hmax: bottom + n.MaxLevel/f, hstart: bottom + n.InitLevel/f}
	if n.VolumeCurve != None {
		c := s.net.Curves[n.VolumeCurve]
		for i := range c.X {
			t.level = append(t.level, c.X[i]/f)
			t.volume = append(t.volume, c.Y[i]/s.unit.volume)
		}
		t.vmin, t.vmax, t.vstart = t.volumeAt(t.hmin), t.volumeAt(t.hmax), t.volumeAt(t.hstart)
		t.area = (t.vmax - t.vmin) / max(1e-9, t.hmax-t.hmin)
		return t
	}
	t.vmin = t.area * n.MinLevel / f
	if n.MinVolume > 0 {
		t.vmin = n.MinVolume / s.unit.volume
	}
	t.vmax, t.vstart = t.volumeAt(t.hmax), t.volumeAt(t.hstart)
	return t
}

// volumeAt is the volume [ft3] at a head [ft].
func (t *tank) volumeAt(h float64) float64 {
	if t.level == nil {
		return t.vmin + (h-t.hmin)*t.area
	}
	return between(t.level, t.volume, h-t.bottom)
}

// headAt is the head [ft] at a volume [ft3].
func (t *tank) headAt(v float64) float64 {
	if t.level == nil {
		return t.hmin + (v-t.vmin)/t.area
	}
	return t.bottom + between(t.volume, t.level, v)
}

// between interpolates, constant outside the points.
func between(x, y []float64, at float64) float64 {
	i := sort.SearchFloat64s(x, at)
	switch {
	case i == 0:
		return y[0]
	case i == len(x):
		return y[len(y)-1]
	}
	return y[i-1] + (at-x[i-1])*(y[i]-y[i-1])/(x[i]-x[i-1])
}
