package citybuild

import (
	"cmp"
	"math"
	"slices"

	"cascata/model"
)

// The parameters of the water network (docs/city-build.md).
const (
	litresPerDay  = 180.0 // per resident with the trade around: 98,000 m3/d for the city
	bandHeight    = 30.0  // pressure zones by ground level [m]
	topBand       = 3     // 90 m and above
	smallZone     = 6000  // a part of a zone with fewer people joins a neighbour
	tankZone      = 8000  // a part with at least so many people gets a reservoir
	zoneDetour    = 1.5   // weight of a street that changes zone, in the spanning tree
	closing       = 0.8   // chance that a street inside a zone closes a loop
	treatments    = 2     // plants, each of which can almost carry the city
	treatmentPart = 0.75  // of the city's demand, per plant
	tankOutflow   = 2.0   // largest outflow of a reservoir, in average demands
	pumpMargin    = 1.5   // capacity of a pump over what it carries on a quiet day
	pumpLeast     = 50.0  // [m3/h]
)

// water is the pressure zones and what joins them.
type water struct {
	d      *draft
	part   []int // zone part of each street node
	parts  int
	people []int // of each part
	pipes  []int // street edges with a main
	ups    []lift
	hourly []float64 // demand of each street node [m3/h]
}

// lift is a pump from a lower part to a higher one, or with down set a pressure reducing link back.
type lift struct {
	from, to, edge int // street nodes, street edge
	down           bool
}

func (d *draft) water() {
	w := &water{d: d, hourly: make([]float64, len(d.in.streets))}
	for i, s := range d.in.streets {
		w.hourly[i] = float64(s.residents) * litresPerDay / 1000 / 24
	}
	w.zone()
	w.lay()
	d.network("water")
	for i, s := range d.in.streets {
		name := numbered("water/junction", i, len(d.in.streets))
		d.place(asset{name: name, operator: "water", at: s.at, district: s.district, demand: w.hourly[i]})
		d.junction = append(d.junction, name)
	}
	for i, e := range w.pipes {
		w.pipe(numbered("water/pipe", i, len(w.pipes)), d.in.edges[e])
	}
	sources := w.treatment()
	w.lifts(sources)
	w.reservoirs()
	for l, n := range d.loadNode {
		d.serve(l, d.junction[n])
	}
	for i, p := range d.in.districts {
		loads := d.loadsIn(i)
		var junctions []string
		for _, l := range loads {
			junctions = append(junctions, d.junction[d.loadNode[l]])
		}
		area := d.place(asset{name: "water/area-" + p.name, operator: "water", at: d.centre(i), district: i})
		d.need(area, "junctions", shares(junctions, d.weights(loads)))
	}
}

// zone labels the connected parts of each pressure zone, then merges small parts into the neighbour with the longest border.
func (w *water) zone() {
	streets := w.d.in.streets
	band := make([]int, len(streets))
	for i, s := range streets {
		band[i] = min(topBand, max(0, int(s.elev/bandHeight)))
	}
	same := newSets(len(streets))
	for _, e := range w.d.in.edges {
		if band[e.u] == band[e.v] {
			same.join(e.u, e.v)
		}
	}
	w.mergeSmall(same)
	number := map[int]int{}
	w.part = make([]int, len(streets))
	for i := range streets {
		root := same.find(i)
		if _, known := number[root]; !known {
			number[root] = len(number)
			w.people = append(w.people, 0)
		}
		w.part[i] = number[root]
		w.people[w.part[i]] += streets[i].residents
	}
	w.parts = len(number)
}

// lay chooses the streets with a main: a spanning tree of each part, and most of the streets that close loops inside it.
// Between each pair of adjacent parts one street has a pump and one, the same if there is no other, a pressure reducing link.
func (w *water) lay() {
	in := w.d.in
	var inside, across []link // b is the street edge
	for _, i := range in.simpleEdges() {
		e := in.edges[i]
		if w.part[e.u] == w.part[e.v] {
			inside = append(inside, link{0, i, e.length})
		} else {
			across = append(across, link{0, i, e.length})
		}
	}
	slices.SortFunc(inside, byLength)
	apart, s := newSets(len(in.streets)), w.d.stream("pipes")
	for _, l := range inside {
		if apart.join(in.edges[l.b].u, in.edges[l.b].v) || s.Float64() < closing {
			w.pipes = append(w.pipes, l.b)
		}
	}
	slices.Sort(w.pipes)
	slices.SortFunc(across, byLength)
	level := w.levels()
	crossings := map[[2]int]int{}
	for _, l := range across {
		e := in.edges[l.b]
		low, high := e.u, e.v
		if level[w.part[low]] > level[w.part[high]] {
			low, high = high, low
		}
		pair := [2]int{w.part[low], w.part[high]}
		switch crossings[pair]++; crossings[pair] {
		case 1:
			w.ups = append(w.ups, lift{low, high, l.b, false}, lift{high, low, l.b, true})
		case 2: // a second street: the way down moves there
			for i := range w.ups {
				if u := &w.ups[i]; u.down && w.part[u.to] == pair[0] && w.part[u.from] == pair[1] {
					*u = lift{high, low, l.b, true}
				}
			}
		}
	}
}

// levels is the mean ground level of each part, with the part's number as tie-break.
func (w *water) levels() []float64 {
	sum, count := make([]float64, w.parts), make([]float64, w.parts)
	for i, s := range w.d.in.streets {
		sum[w.part[i]] += s.elev
		count[w.part[i]]++
	}
	for i := range sum {
		sum[i] = sum[i]/count[i] + float64(i)*1e-6
	}
	return sum
}

func (w *water) pipe(name string, e streetEdge) *model.Edge {
	d := w.d
	d.place(asset{name: name, operator: "water", at: middle(d.in.streets[e.u].at, d.in.streets[e.v].at), district: d.in.streets[e.u].district})
	pipe := d.edge(name, d.junction[e.u], d.junction[e.v])
	pipe.Length = tenth(max(leastStreet, e.length))
	return pipe
}

// treatment puts the plants at low street nodes far apart, near the rim.
func (w *water) treatment() (nodes []int) {
	d, total := w.d, 0.0
	for _, h := range w.hourly {
		total += h
	}
	points := make([]model.Point, len(d.in.streets))
	for i, s := range d.in.streets {
		points[i] = s.at
	}
	for i, n := range rim(points, treatments) {
		s := d.in.streets[n]
		at := outward(points, n, 500)
		name := numbered("water/treatment", i, 0)
		d.place(asset{name: name, operator: "water", at: at, district: s.district, capacity: total * treatmentPart})
		main := numbered("water/pipe-treatment", i, 0)
		d.place(asset{name: main, kind: "water/pipe", operator: "water", at: middle(at, s.at), district: s.district})
		d.edge(main, name, d.junction[n])
		d.need(name, "power", d.powerAt(at))
		nodes = append(nodes, n)
	}
	return nodes
}

// lifts makes the pumps, sized by what they carry on a quiet day, and the pressure reducing links.
func (w *water) lifts(sources []int) {
	d := w.d
	flows := w.quietFlows(sources)
	slices.SortStableFunc(w.ups, func(x, y lift) int { return cmp.Or(cmp.Compare(x.edge, y.edge), cmp.Compare(x.from, y.from)) })
	pumps, links := 0, 0
	for _, u := range w.ups {
		e := streetEdge{u: u.from, v: u.to, length: d.in.edges[u.edge].length}
		if u.down {
			w.pipe(numbered("water/pipe-reducing", links, 0), e).Directed = true
			links++
			continue
		}
		name := numbered("water/pump", pumps, 0)
		pumps++
		at := d.in.streets[u.from].at
		limit := max(pumpLeast, math.Ceil(flows[u.edge]*pumpMargin/10)*10)
		d.place(asset{name: name, operator: "water", at: at, district: d.in.streets[u.from].district, capacity: limit})
		pump := d.edge(name, d.junction[u.from], d.junction[u.to])
		pump.Directed, pump.Length = true, tenth(max(leastStreet, e.length))
		d.need(name, "power", d.powerAt(at), backupFor(pumps)...)
	}
}

// backupFor gives every fifth pump a diesel set of 8 h.
func backupFor(i int) []string {
	if i%5 == 0 {
		return []string{"buffer=8h", "failover=0.98"}
	}
	return nil
}

// quietFlows is what each street edge with a lift carries when water takes the fewest edges from the plants.
func (w *water) quietFlows(sources []int) map[int]float64 {
	type way struct{ to, edge int }
	ways := make([][]way, len(w.part))
	for _, i := range w.pipes {
		e := w.d.in.edges[i]
		ways[e.u], ways[e.v] = append(ways[e.u], way{e.v, -1}), append(ways[e.v], way{e.u, -1})
	}
	for _, u := range w.ups {
		edge := u.edge
		if u.down {
			edge = -1
		}
		ways[u.from] = append(ways[u.from], way{u.to, edge})
	}
	up, seen, order := make([]way, len(w.part)), make([]bool, len(w.part)), slices.Clone(sources)
	for _, s := range sources {
		seen[s], up[s] = true, way{-1, -1}
	}
	for k := 0; k < len(order); k++ {
		for _, x := range ways[order[k]] {
			if !seen[x.to] {
				seen[x.to], up[x.to] = true, way{order[k], x.edge}
				order = append(order, x.to)
			}
		}
	}
	sum, flows := slices.Clone(w.hourly), map[int]float64{}
	for k := len(order) - 1; k >= 0; k-- {
		n := order[k]
		if up[n].to >= 0 {
			sum[up[n].to] += sum[n]
			if up[n].edge >= 0 {
				flows[up[n].edge] += sum[n]
			}
		}
	}
	return flows
}

// reservoirs puts a tank on the high ground of each large part: among the highest tenth of its nodes the one nearest to its people.
func (w *water) reservoirs() {
	d, made := w.d, 0
	members := make([][]int, w.parts)
	for i, part := range w.part {
		members[part] = append(members[part], i)
	}
	for part := range w.parts {
		if w.people[part] < min(tankZone, d.in.people()/4) {
			continue
		}
		n, daily := w.highGround(members[part]), float64(w.people[part])*litresPerDay/1000
		s := d.in.streets[n]
		at := round(model.Point{X: s.at.X + 60, Y: s.at.Y + 60})
		name, pipe := numbered("water/reservoir", made, 0), numbered("water/pipe-reservoir", made, 0)
		made++
		d.place(asset{name: name, operator: "water", at: at, district: s.district, capacity: daily / 24 * tankOutflow, stored: daily})
		d.place(asset{name: pipe, kind: "water/pipe", operator: "water", at: middle(at, s.at), district: s.district})
		d.edge(pipe, name, d.junction[n])
	}
}

func (w *water) highGround(nodes []int) int {
	var middle model.Point
	people := 0.0
	for _, i := range nodes {
		s := w.d.in.streets[i]
		middle.X += s.at.X * float64(s.residents)
		middle.Y += s.at.Y * float64(s.residents)
		people += float64(s.residents)
	}
	middle.X, middle.Y = middle.X/people, middle.Y/people
	slices.SortStableFunc(nodes, func(a, b int) int { return cmp.Compare(w.d.in.streets[b].elev, w.d.in.streets[a].elev) })
	nodes = nodes[:(len(nodes)+9)/10]
	return slices.MinFunc(nodes, func(a, b int) int {
		return cmp.Compare(dist(w.d.in.streets[a].at, middle), dist(w.d.in.streets[b].at, middle))
	})
}
