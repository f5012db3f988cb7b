package transport

import "math"

// farthest is how many times its own length a round's move is carried on at most.
const farthest = 1000

// patience is how many rounds show that the gap falls slowly.
const patience = 10

// slow says whether the gap fell to less than a tenth in the last rounds; it looks again after as many more.
func (a *Assignment) slow() bool {
	a.rounds++
	if a.rounds%patience != 0 {
		return false
	}
	was := a.mark
	a.mark = a.last.Gap
	return a.mark > 0.1*was
}

// extrapolate carries on in the direction of the round's moves as far as the objective falls. Origins that hold each other in
// place on a steep link would else creep (a step along parallel tangents: Florian, Guelat and Spiess, Networks 17, 1987).
func (a *Assignment) extrapolate() {
	d := a.work.move
	clear(d)
	for z := range a.bushes {
		if a.number[z] >= 0 {
			b := &a.bushes[z]
			for k, l := range b.link {
				d[l] += b.flow[k] - b.before[k]
			}
		}
	}
	step := a.descend(d, farthest)
	if step == 0 {
		return
	}
	clear(d)
	for z := range a.bushes {
		if a.number[z] >= 0 {
			b := &a.bushes[z]
			b.room = min(step, b.bound())
			for k, l := range b.link {
				d[l] += b.room * (b.flow[k] - b.before[k])
			}
		}
	}
	if step = a.descend(d, 1); step == 0 {
		return
	}
	for z := range a.bushes {
		if a.number[z] >= 0 {
			b := &a.bushes[z]
			for k := range b.flow {
				b.flow[k] = max(0, b.flow[k]+step*b.room*(b.flow[k]-b.before[k]))
			}
		}
	}
}

// bound is how far the bush's move can go on until a flow is 0.
func (b *bush) bound() float64 {
	most := math.Inf(1)
	for k, x := range b.flow {
		if d := x - b.before[k]; d < 0 {
			most = min(most, -x/d)
		}
	}
	return most
}

// descend is how far along d, at most far, the objective falls: a root of its derivative by safeguarded Newton steps.
func (a *Assignment) descend(d []float64, far float64) float64 {
	low, high, t := 0.0, far, 0.0
	for range 12 {
		var slope, curve float64
		for l, x := range d {
			if x != 0 {
				c, r := a.perf[l].at(max(0, a.flow[l]+t*x))
				slope += c * x
				curve += r * x * x
			}
		}
		if slope >= 0 {
			high = t
		} else {
			low = t
		}
		if high == 0 || slope < 0 && t == far {
			return t
		}
		next := t - slope/curve
		if !(next > low && next < high) {
			if next >= high && high == far && t < far {
				next = far
			} else {
				next = (low + high) / 2
			}
		}
		if math.Abs(next-t) < 1e-3*t {
			break
		}
		t = next
	}
	return low
}
