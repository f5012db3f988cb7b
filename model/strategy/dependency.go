package strategy

import (
	"container/heap"

	"cascata/model"
)

// dependencyAware is the greedy heuristic for the most service lost downstream.
func dependencyAware() Strategy {
	return Strategy{Name: "dependency-aware", Doc: "one after the other what adds most lost service downstream (greedy)", Waves: 1, pick: greedy}
}

// twoStage is dependency-aware, with the second half kept back for the recovery.
func twoStage() Strategy {
	return Strategy{Name: "two-stage", Doc: "dependency-aware, the second half once the first begins to come back", Waves: 2, pick: greedy}
}

// greedy chooses one asset after the other, each time what adds most loss to those chosen; while nothing adds any (the next of several that
// stand in for each other), most people, then most dependants. It is a heuristic: the best choice is NP-hard. Gains are looked at again
// only when they come to the top (lazy greedy), exact if no gain grows; where two stand in for each other the second one's does, which is then
// seen when it is looked at again for another reason, or not at all.
func greedy(g *Ground, among []model.AssetID, count int) []model.AssetID {
	q := &gains{}
	for _, a := range among {
		q.list = append(q.list, gain{asset: a, adds: g.Loss([]model.AssetID{a}), people: g.City.Assets[a].People, links: len(g.City.Dependants(a))})
	}
	heap.Init(q)
	chosen, lost := make([]model.AssetID, 0, count), int64(0)
	for len(chosen) < count {
		top := &q.list[0]
		if top.known < len(chosen) {
			top.known, top.adds = len(chosen), g.Loss(append(chosen, top.asset))-lost
			heap.Fix(q, 0)
			continue
		}
		chosen, lost = append(chosen, top.asset), lost+top.adds
		heap.Pop(q)
	}
	return chosen
}

// gain is what an asset would add.
type gain struct {
	asset  model.AssetID
	adds   int64 // [people x services]
	known  int   // when so many were chosen
	people int32
	links  int
}

// gains is a heap, most first.
type gains struct{ list []gain }

func (q *gains) Len() int      { return len(q.list) }
func (q *gains) Swap(i, j int) { q.list[i], q.list[j] = q.list[j], q.list[i] }
func (q *gains) Push(x any)    { q.list = append(q.list, x.(gain)) }
func (q *gains) Less(i, j int) bool {
	a, b := &q.list[i], &q.list[j]
	switch {
	case a.adds != b.adds:
		return a.adds > b.adds
	case a.people != b.people:
		return a.people > b.people
	case a.links != b.links:
		return a.links > b.links
	}
	return a.asset < b.asset
}

func (q *gains) Pop() any {
	last := q.list[len(q.list)-1]
	q.list = q.list[:len(q.list)-1]
	return last
}
