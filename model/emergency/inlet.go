package emergency

import (
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// inlet is a Poisson stream of calls of one origin in one district, whose rate changes as the run goes. Draws are unit spans by
// number that the rate stretches: a higher rate brings the same calls earlier.
type inlet struct {
	next     sim.Time
	at       sim.Time // up to which left is right
	left     float64  // until the next call [mean gaps]
	rate     float64  // [calls/ns]
	number   uint64   // of the next call
	stream   rng.Stream
	district model.DistrictID
	origin   origin
	flood    int32 // of the spec, for originFlood
}

func (f *inlet) begin() {
	f.left = rng.Exponential{Avg: 1}.Sample(&f.stream)
	f.next = sim.Never
}

// set changes the rate at an instant [calls/h].
func (f *inlet) set(now sim.Time, perHour float64) {
	rate := perHour / float64(time.Hour)
	if rate == f.rate {
		return
	}
	f.left = max(0, f.left-float64(f.rate*float64(now-f.at)))
	f.at, f.rate = now, rate
	f.aim()
}

// aim works out when the next call comes.
func (f *inlet) aim() {
	f.next = sim.Never
	if f.rate > 0 {
		if span := math.Ceil(f.left / f.rate); span < float64(sim.Never-f.at) {
			f.next = f.at.Add(time.Duration(span))
		}
	}
}

// take hands out the call that is due and draws the following one.
func (f *inlet) take() uint64 {
	n := f.number
	f.number++
	f.at = f.next
	f.left = rng.Exponential{Avg: 1}.Sample(&f.stream)
	f.aim()
	return n
}

// inlets is all of them as a heap of their places, by the next call, then by place.
type inlets struct {
	list []inlet
	heap []int32
	at   []int32 // by place: where it stands in the heap
}

func (h *inlets) add(f inlet) {
	f.begin()
	h.at = append(h.at, int32(len(h.heap)))
	h.heap = append(h.heap, int32(len(h.list)))
	h.list = append(h.list, f)
}

func (h *inlets) less(a, b int32) bool {
	x, y := h.list[a].next, h.list[b].next
	return x < y || x == y && a < b
}

// next is when the next call comes.
func (h *inlets) next() sim.Time {
	if len(h.heap) == 0 {
		return sim.Never
	}
	return h.list[h.heap[0]].next
}

// fix puts one in order after its next call has moved.
func (h *inlets) fix(i int32) {
	k := h.at[i]
	for ; k > 0 && h.less(i, h.heap[(k-1)/2]); k = (k - 1) / 2 {
		h.put(k, h.heap[(k-1)/2])
	}
	n := int32(len(h.heap))
	for {
		child := 2*k + 1
		if child >= n {
			break
		}
		if child+1 < n && h.less(h.heap[child+1], h.heap[child]) {
			child++
		}
		if !h.less(h.heap[child], i) {
			break
		}
		h.put(k, h.heap[child])
		k = child
	}
	h.put(k, i)
}

func (h *inlets) put(k, i int32) { h.heap[k], h.at[i] = i, k }

// task is something that a region will do.
type task struct {
	at     sim.Time
	seq    uint64 // ties go in the order in which tasks were set
	what   duty
	id     int32 // of the call, the unit, the incident
	mark   uint32
	number uint64
}

type duty uint8

const (
	dutyTry     duty = iota // a caller dials
	dutyCrowd               // one more calls about an emergency
	dutyDrop                // a pocket call ends
	dutyConnect             // a call comes through to a PSAP
	dutyRaise               // a call taker passes an incident to dispatch
	dutyUnit                // a unit comes to its next phase
	dutyFailover
	dutyTick
	dutyRing   // somebody looks at the calls to ring back
	dutyReview // how well calls are answered
)

// agenda is a heap of tasks.
type agenda struct {
	heap heap[task, *task]
	seq  uint64
}

func (h *agenda) next() sim.Time {
	if len(h.heap) == 0 {
		return sim.Never
	}
	return h.heap[0].at
}

func (x *task) before(y *task) bool { return x.at < y.at || x.at == y.at && x.seq < y.seq }

func (h *agenda) push(x task) {
	h.seq++
	x.seq = h.seq
	h.heap.push(x)
}

func (h *agenda) pop() task { return h.heap.pop() }
