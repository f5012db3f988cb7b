package recovery

import (
	"slices"

	"cascata/model"
	"cascata/sim"
)

// order is work to be done: a command that the asset needs.
type order struct {
	asset model.AssetID
	op    model.Op
	way   way
	cause sim.RecordID
	since sim.Time
	hands int // crew at work on it, remote while a dispatcher is; nobody
	sent  sim.RecordID
	done  sim.Timer // the end of a crew's work
}

const (
	nobody = -1
	remote = -2
)

// way is how an order can be carried out.
type way uint8

const (
	onSite    way = iota // by a crew
	eitherWay            // by a dispatcher, or by a crew when remote operation is lost
	remotely             // by a dispatcher only
	ways
	noWay = ways // not at all
)

// orders is the work of one operator: found by asset and command, and waiting in the order of importance, one heap for each way, so
// that a great attack does not sort a long list for every order.
type orders struct {
	city    *model.City
	matters func(model.AssetID) float64 // what comes first, largest first; nil: by people
	list    []order
	unused  []int32 // places in list
	places  map[key]int32
	waiting [ways][]int32 // heaps of places
}

// none is no place.
const none = int32(-1)

func (x *orders) has(k key) bool {
	_, found := x.places[k]
	return found
}

// add takes in an order, which waits if anything can be done about it.
func (x *orders) add(o order) {
	if x.places == nil {
		x.places = make(map[key]int32)
	}
	i := int32(len(x.list))
	if n := len(x.unused); n > 0 {
		i, x.unused = x.unused[n-1], x.unused[:n-1]
		x.list[i] = o
	} else {
		x.list = append(x.list, o)
	}
	x.places[key{o.asset, o.op}] = i
	if o.way != noWay {
		x.wait(i)
	}
}

// remove forgets an order that does not wait.
func (x *orders) remove(k key) order {
	i := x.places[k]
	delete(x.places, k)
	x.unused = append(x.unused, i)
	return x.list[i]
}

// first is the most important order that waits for one of the ways, or none.
func (x *orders) first(list ...way) int32 {
	best := none
	for _, w := range list {
		if h := x.waiting[w]; len(h) > 0 {
			best = x.earlier(best, h[0])
		}
	}
	return best
}

// earlier is the more important of two orders, either of which may be none.
func (x *orders) earlier(i, j int32) int32 {
	if i == none || j != none && x.before(j, i) {
		return j
	}
	return i
}

// before puts orders that matter most first, then those with the first name.
func (x *orders) before(i, j int32) bool {
	a, b := &x.list[i], &x.list[j]
	if x.matters != nil {
		if p, q := x.matters(a.asset), x.matters(b.asset); p != q {
			return p > q
		}
	} else if p, q := x.city.Assets[a.asset].People, x.city.Assets[b.asset].People; p != q {
		return p > q
	}
	return a.asset < b.asset || a.asset == b.asset && a.op < b.op
}

// wait puts an order among those that wait.
func (x *orders) wait(i int32) {
	h := append(x.waiting[x.list[i].way], i)
	for k := len(h) - 1; k > 0 && x.before(h[k], h[(k-1)/2]); k = (k - 1) / 2 {
		h[k], h[(k-1)/2] = h[(k-1)/2], h[k]
	}
	x.waiting[x.list[i].way] = h
}

// begin takes an order from those that wait: mostly the first of its way.
func (x *orders) begin(i int32) {
	w := x.list[i].way
	x.take(w, slices.Index(x.waiting[w], i))
}

// leave takes an order from those that wait, if it does.
func (x *orders) leave(k key) {
	i := x.places[k]
	if w := x.list[i].way; w != noWay {
		if at := slices.Index(x.waiting[w], i); at >= 0 {
			x.take(w, at)
		}
	}
}

// take takes place k from a heap. The last one fills the gap: it goes up or down to where it belongs.
func (x *orders) take(w way, k int) {
	h := x.waiting[w]
	last := len(h) - 1
	h[k] = h[last]
	h = h[:last]
	for ; k > 0 && k < last && x.before(h[k], h[(k-1)/2]); k = (k - 1) / 2 {
		h[k], h[(k-1)/2] = h[(k-1)/2], h[k]
	}
	for {
		least := k
		for _, c := range [2]int{2*k + 1, 2*k + 2} {
			if c < last && x.before(h[c], h[least]) {
				least = c
			}
		}
		if least == k {
			break
		}
		h[k], h[least] = h[least], h[k]
		k = least
	}
	x.waiting[w] = h
}
