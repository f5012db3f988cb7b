package closure

import "cascata/model"

// Judge says what a city loses for good when several assets fail together. It keeps memory between questions: one Judge for one
// goroutine.
type Judge struct {
	city   *model.City
	state  *State
	served [][]serving // by asset
	seen   map[serving]bool
}

// serving is a sector's service at a place.
type serving struct {
	place  int32
	sector model.SectorID
}

// NewJudge prepares a city; an asset works while at least bar of its level is left. Errors: those of Compile.
func NewJudge(city *model.City, bar model.Level) (*Judge, error) {
	spec, err := FromCity(city, bar)
	if err != nil {
		return nil, err
	}
	j := &Judge{city: city, state: NewState(spec), served: make([][]serving, len(city.Assets)), seen: map[serving]bool{}}
	for p := range city.Places {
		for _, s := range city.Places[p].Serving {
			if city.Sectors[s.Sector].Essential {
				j.served[s.Asset] = append(j.served[s.Asset], serving{int32(p), s.Sector})
			}
		}
	}
	return j, nil
}

// Loss is the essential services that residents lose when these assets fail, each person counted once a service [people x services].
// O(what the failures reach).
func (j *Judge) Loss(failed []model.AssetID) int64 {
	j.state.Restore()
	for _, a := range failed {
		j.state.Fail(int32(a))
	}
	j.state.Settle()
	clear(j.seen)
	sum := int64(0)
	for _, v := range j.state.Failed() {
		for _, s := range j.served[v] {
			if !j.seen[s] {
				j.seen[s] = true
				sum += int64(j.city.Places[s.place].Residents)
			}
		}
	}
	return sum
}
