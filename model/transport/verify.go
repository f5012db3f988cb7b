package transport

import "math"

// Imbalance is the largest violation of flow conservation at any node for any origin [trips]: what arrives less what goes on
// and what ends there. It allocates; it is for tests and reports.
func (a *Assignment) Imbalance() float64 {
	worst := 0.0
	balance := make([]float64, a.spec.nodes)
	for z := range a.bushes {
		b, i := &a.bushes[z], a.number[z]
		if i < 0 {
			continue
		}
		clear(balance)
		for k, l := range b.link {
			balance[a.spec.head[l]] += b.flow[k]
			balance[a.spec.tail[l]] -= b.flow[k]
		}
		reached := make([]bool, a.spec.nodes)
		for _, v := range b.order {
			reached[v] = true
		}
		to, trips := a.demand.of(int(i))
		for k, v := range to {
			if reached[v] {
				balance[v] -= trips[k]
				balance[z] += trips[k]
			}
		}
		for _, x := range balance {
			worst = max(worst, math.Abs(x))
		}
	}
	return worst
}
