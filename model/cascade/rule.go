package cascade

import "cascata/model"

// combine is what the suppliers of a need give together, by its rule; below its threshold it is nothing.
func (g *group) combine(s *needSpec) model.Level {
	inputs := g.inputs[s.inputs0:s.inputs1]
	var level model.Level
	switch {
	case s.rule == model.Weighted:
		level = weighted(inputs, g.spec.inputs[s.inputs0:s.inputs1])
	case s.quorum == 1:
		for i := range inputs {
			level = max(level, inputs[i].level)
		}
	case int(s.quorum) == len(inputs):
		level = model.Full
		for i := range inputs {
			level = min(level, inputs[i].level)
		}
	default:
		level = g.highest(inputs, int(s.quorum))
	}
	if level < s.threshold {
		return model.None
	}
	return level
}

// highest is the k-th highest level [1 <= k <= number of inputs]: a list of the k best so far, worst last. O(n k) at worst,
// O(n) while most are equal.
func (g *group) highest(inputs []input, k int) model.Level {
	best := g.ranked[:0]
	for i := range inputs {
		level := inputs[i].level
		if len(best) == k && level <= best[k-1] {
			continue
		}
		if len(best) < k {
			best = append(best, level)
		}
		j := len(best) - 1
		for ; j > 0 && best[j-1] < level; j-- {
			best[j] = best[j-1]
		}
		best[j] = level
	}
	return best[k-1]
}

// weighted is max(0, 1 - sum of w(1-s)), rounded to the nearest level. Weights are in 2^-32, at most 2^10, so that a product
// fits 62 bits; the sum stops where nothing is left.
func weighted(inputs []input, specs []inputSpec) model.Level {
	const all = int64(model.Full) * weightOne
	var lost int64
	for i := range inputs {
		lost += specs[i].weight * int64(model.Full-inputs[i].level)
		if lost >= all {
			return model.None
		}
	}
	return model.Full - model.Level((lost+weightOne/2)/weightOne)
}
