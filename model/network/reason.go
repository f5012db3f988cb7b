package network

import "cascata/model"

// reason says why the level of element i changes, and which asset's change or emptiness is the nearest reason.
func (v *Solver) reason(i int32, rises bool) (model.WhyCode, model.AssetID) {
	if rises {
		return model.WhyNetworkBack, v.touchedAbove(i)
	}
	if v.elements[i].role == model.RoleNone {
		return model.WhyNetworkCut, v.elements[i].asset // itself
	}
	if b := v.brokenAbove(i); b >= 0 {
		if v.isDry(b) {
			return model.WhyStorageEmpty, v.elements[b].asset
		}
		return model.WhyNetworkCut, v.elements[b].asset
	}
	if v.at[i].root < 0 {
		return model.WhyNetworkCut, model.Absent
	}
	if s := v.driedWith(i); s >= 0 {
		return model.WhyStorageEmpty, v.elements[s].asset
	}
	for x := i; x >= 0; x = v.at[x].up {
		if v.factor[x] < 1 && v.elements[x].role != model.RoleSource && v.elements[x].role != model.RoleStorage {
			return model.WhyNetworkShort, v.elements[x].asset
		}
	}
	return v.poolReason(i)
}

// touchedAbove is the nearest asset Set in this round on the way that now feeds i, or Absent.
func (v *Solver) touchedAbove(i int32) model.AssetID {
	for x := i; x >= 0; x = v.at[x].up {
		if v.state[x].touched == v.round {
			return v.elements[x].asset
		}
	}
	return model.Absent
}

// brokenAbove is the nearest element on the way that fed i before, else on the way the plan has, which passes nothing now or
// is a storage run dry; -1 if i is fed or there is none. An element that is merely cut off is passed over: what cut it off
// stands further up.
func (v *Solver) brokenAbove(i int32) int32 {
	if v.out(i) {
		return i
	}
	if v.at[i].root >= 0 {
		return -1
	}
	for _, tree := range [2][]place{v.was, v.start} {
		for x := i; x >= 0; x = tree[x].up {
			if v.out(x) || x != i && v.isDry(x) {
				return x
			}
		}
	}
	if v.isDry(i) {
		return i
	}
	return -1
}

// isDry reports whether an element is a storage that holds nothing.
func (v *Solver) isDry(i int32) bool {
	if v.elements[i].role != model.RoleStorage {
		return false
	}
	for k, s := range v.storages {
		if s == i {
			return v.stores[k].empty
		}
	}
	return false
}

// driedWith is another storage of i's pool that has run dry in this round, or -1.
func (v *Solver) driedWith(i int32) int32 {
	for k, s := range v.storages {
		if v.stores[k].dried == v.round && s != i && v.at[s].root >= 0 && v.poolOf(s) == v.poolOf(i) {
			return s
		}
	}
	return -1
}

// poolReason names what leaves a pool short: a source Set in this round, the source that feeds i if it is not fully available,
// or nothing in particular.
func (v *Solver) poolReason(i int32) (model.WhyCode, model.AssetID) {
	for _, s := range v.sources {
		if v.state[s].touched == v.round && v.state[s].available < model.Full {
			return model.WhyNetworkShort, v.elements[s].asset
		}
	}
	if r := v.at[i].root; v.state[r].available < model.Full {
		return model.WhyNetworkShort, v.elements[r].asset
	}
	return model.WhyNetworkShort, model.Absent
}
