package fleet

// alias draws one of several with given weights in constant time (Walker 1977, built as by Vose 1991).
type alias struct {
	keep  []float64
	other []int32
}

// newAlias takes weights of 0 or more, at least one of them above 0.
func newAlias(weights []float64) alias {
	n, total := len(weights), 0.0
	for _, w := range weights {
		total += w
	}
	a := alias{make([]float64, n), make([]int32, n)}
	var small, large []int32
	for i, w := range weights {
		a.keep[i] = w * float64(n) / total
		a.other[i] = int32(i)
		if a.keep[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		a.other[s] = l
		if a.keep[l] -= 1 - a.keep[s]; a.keep[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, rest := range [][]int32{small, large} { // what rounding left over
		for _, i := range rest {
			a.keep[i] = 1
		}
	}
	return a
}

// draw turns a uniform number from [0, 1) into a choice.
func (a *alias) draw(u float64) int32 {
	x := u * float64(len(a.keep))
	i := min(int32(x), int32(len(a.keep)-1))
	if x-float64(i) < a.keep[i] {
		return i
	}
	return a.other[i]
}
