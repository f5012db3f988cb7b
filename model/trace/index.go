package trace

import (
	"sort"
	"sync"

	"cascata/model"
)

// index answers, for one asset, which people it serves. It is built once and shared by all recordings of a stage.
type index struct {
	once  sync.Once
	spare []bool // by asset: a normally open edge

	placesFrom []int32 // places of asset a in an essential sector are places[placesFrom[a]:placesFrom[a+1]]
	places     []int32
	vitalFrom  []int32 // assets that serve place i in essential sectors are vital[vitalFrom[i]:vitalFrom[i+1]]
	vital      []model.AssetID
	cellsFrom  []int32 // cells of asset a are cells[cellsFrom[a]:cellsFrom[a+1]]
	cells      []share
}

// share is the residents of one cell whom one asset serves.
type share struct {
	cell      int32
	residents int64
}

// look is the index, built on first use.
func (s *Stage) look() *index {
	s.index.once.Do(s.build)
	return &s.index
}

func (s *Stage) build() {
	x := &s.index
	x.spare = make([]bool, s.Assets)
	for _, e := range s.Edges {
		if e.Open {
			x.spare[e.Asset] = true
		}
	}
	s.Served = make([]int64, len(s.Sectors)*len(s.Districts))
	s.Residents = make([]int64, len(s.Districts)+1)
	for _, p := range s.Places {
		s.Residents[p.District] += int64(p.Residents)
		s.Residents[len(s.Districts)] += int64(p.Residents)
		for _, v := range p.Serving {
			s.Served[s.Cell(v.Sector, p.District)] += int64(p.Residents)
		}
	}
	s.buildPlaces()
	s.buildCells()
}

// buildPlaces lists the places of every asset that serves an essential sector, and the other way round.
func (s *Stage) buildPlaces() {
	x := &s.index
	x.placesFrom = make([]int32, s.Assets+1)
	s.eachServing(func(_ int, v model.Serving) { x.placesFrom[v.Asset+1]++ })
	for a := range s.Assets {
		x.placesFrom[a+1] += x.placesFrom[a]
	}
	x.places = make([]int32, x.placesFrom[s.Assets])
	x.vital, x.vitalFrom = make([]model.AssetID, 0, len(x.places)), make([]int32, len(s.Places)+1)
	next := append([]int32(nil), x.placesFrom...)
	s.eachServing(func(place int, v model.Serving) {
		x.places[next[v.Asset]] = int32(place)
		next[v.Asset]++
		x.vital = append(x.vital, v.Asset)
		x.vitalFrom[place+1] = int32(len(x.vital))
	})
	for i := range s.Places { // those that nothing vital serves
		x.vitalFrom[i+1] = max(x.vitalFrom[i+1], x.vitalFrom[i])
	}
}

func (s *Stage) eachServing(do func(place int, v model.Serving)) {
	for i := range s.Places {
		for _, v := range s.Places[i].Serving {
			if s.Sectors[v.Sector].Essential {
				do(i, v)
			}
		}
	}
}

// buildCells adds up, for every asset, the residents it serves in each cell.
func (s *Stage) buildCells() {
	type key struct {
		asset model.AssetID
		cell  int32
	}
	sums := make(map[key]int64)
	for _, p := range s.Places {
		for _, v := range p.Serving {
			sums[key{v.Asset, s.Cell(v.Sector, p.District)}] += int64(p.Residents)
		}
	}
	keys := make([]key, 0, len(sums))
	for k := range sums { // sorted below
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if keys[i].asset != keys[j].asset {
			return keys[i].asset < keys[j].asset
		}
		return keys[i].cell < keys[j].cell
	})
	x := &s.index
	x.cellsFrom = make([]int32, s.Assets+1)
	x.cells = make([]share, len(keys))
	for i, k := range keys {
		x.cellsFrom[k.asset+1]++
		x.cells[i] = share{k.cell, sums[k]}
	}
	for a := range s.Assets {
		x.cellsFrom[a+1] += x.cellsFrom[a]
	}
}

func (x *index) vitalTo(place int32) []model.AssetID {
	return x.vital[x.vitalFrom[place]:x.vitalFrom[place+1]]
}
func (x *index) placesOf(a model.AssetID) []int32 { return x.places[x.placesFrom[a]:x.placesFrom[a+1]] }
func (x *index) cellsOf(a model.AssetID) []share  { return x.cells[x.cellsFrom[a]:x.cellsFrom[a+1]] }

// standby reports whether an entity is a normally open edge.
func (s *Stage) standby(e model.EntityID) bool { return int(e) < s.Assets && s.look().spare[e] }
