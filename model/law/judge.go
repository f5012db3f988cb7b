package law

import (
	"slices"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// feel is the level of one of the operator's assets.
func (k *desk) feel(ctx *model.Context, a model.AssetID, level model.Level, cause sim.RecordID) {
	p, ok := k.place[a]
	if !ok || level == k.levels[p] {
		return
	}
	k.lost += k.weight[p] * int64(k.levels[p]-level)
	k.levels[p] = level
	risen := false
	for i, t := range k.thresholds {
		switch passed := k.lost >= k.total*int64(t.share); {
		case !passed:
			k.since[i] = sim.Never
		case k.since[i] == sim.Never:
			k.since[i], risen = ctx.Now(), true
		}
	}
	if risen {
		k.tip = cause
		k.judgeWith(ctx)
	}
}

// judgeWith judges the incident of this desk and of those of its processors, who answer for what they did to others.
func (k *desk) judgeWith(ctx *model.Context) {
	k.judge(ctx)
	for _, p := range k.processors {
		k.all.list[p].judge(ctx)
	}
}

// judge starts the clocks of a significant incident once a loss has lasted long enough, or looks again when it may have.
func (k *desk) judge(ctx *model.Context) {
	x := k.current()
	if x == nil || x.begun[rank(significant)] {
		return
	}
	next := k.lasts(ctx.Now())
	for _, c := range k.customers {
		next = min(next, k.all.list[c].lasts(ctx.Now()))
	}
	switch {
	case next <= ctx.Now() || k.anyData && k.data.any:
		k.begin(ctx, significant)
	case next < sim.Never:
		k.own(ctx, next, msgHeld, 0)
	}
}

// lasts is when the loss of service will have lasted long enough, if it goes on.
func (k *desk) lasts(now sim.Time) sim.Time {
	next := sim.Never
	for i, t := range k.thresholds {
		if k.since[i] != sim.Never {
			next = min(next, max(now, k.since[i].Add(t.held)))
		}
	}
	return next
}

// touched is an entry of the data ledger about one of the operator's stores.
func (k *desk) touched(ctx *model.Context, m *model.Msg) {
	s, ok := k.spec.stores[m.From]
	if !ok || model.WhyCode(m.Need) == model.WhyDataBack {
		return
	}
	k.data.any, k.data.latest = true, m.Cause
	if s.Class != "operational" && s.Records > 0 {
		n := concerned(s, m.Amount)
		k.data.persons = max(k.data.persons, n)
		if by := model.EntityID(ctx.From()); !slices.Contains(k.data.by, by) {
			k.data.by = append(k.data.by, by)
		}
		if s.Class != "personal" && model.WhyCode(m.Need) != model.WhyDataLocked { // of whom nothing was read, nothing is known
			k.data.sensitive = max(k.data.sensitive, n)
		}
	}
	k.judge(ctx)
	k.ask(ctx)
	for _, p := range k.processors {
		k.all.list[p].ask(ctx)
	}
}

// concerned is how many persons n records of a store are about, rounded up.
func concerned(s Store, n int64) int64 {
	if n >= s.Records {
		return s.Persons
	}
	share := float64(n) / float64(s.Records)
	return min(s.Persons, int64(share*float64(s.Persons))+1)
}

// leaked reports whether personal data of the operator, or of those for whom it processes, were touched.
func (k *desk) leaked() bool {
	_, through := k.served()
	return through || k.data.persons > 0
}

// served is the entry of the data ledger about a controller whose data were touched by an attacker who may have come through this
// processor.
func (k *desk) served() (sim.RecordID, bool) {
	for _, c := range k.customers {
		d := &k.all.list[c].data
		if slices.ContainsFunc(d.by, func(by model.EntityID) bool { return slices.Contains(k.attackers, by) }) {
			return d.latest, true
		}
	}
	return sim.RecordID{}, false
}

// ask has somebody find out which data were concerned, once an incident and a breach are there.
func (k *desk) ask(ctx *model.Context) {
	x := k.current()
	switch {
	case x == nil || !k.leaked():
	case x.found:
		k.find(ctx, int32(len(k.incidents)-1))
	case !x.asking:
		x.asking = true
		luck := k.luck[0].Sub(uint64(len(k.incidents)))
		k.own(ctx, ctx.Now().Add(rng.Duration(k.spec.discover, &luck)), msgFound, int32(len(k.incidents)-1))
	}
}

// find starts the clocks of a breach of personal data.
func (k *desk) find(ctx *model.Context, n int32) {
	if int(n) != len(k.incidents)-1 { // a later incident has its own
		return
	}
	x := &k.incidents[n]
	x.found = true
	if k.data.persons > 0 {
		k.begin(ctx, breach)
	}
	if k.data.persons >= k.spec.persons || k.data.sensitive >= k.spec.sensitive {
		k.begin(ctx, risk)
	}
	if _, through := k.served(); through {
		k.begin(ctx, processed)
	}
	k.settle()
}

// settle forgets the data of an incident that is over once it is known what they were: the next one has its own.
func (k *desk) settle() {
	if n := len(k.incidents); k.current() == nil && n > 0 && (k.incidents[n-1].found || !k.incidents[n-1].asking) {
		k.data = holdings{}
	}
}

// handed is a processor's notice: from now on the controller is aware of the breach, whatever its own people have seen.
func (k *desk) handed(ctx *model.Context, notice sim.RecordID) {
	if k.data.persons == 0 {
		return
	}
	k.data.told = notice
	if k.current() == nil {
		if n := len(k.incidents); n > 0 && k.incidents[n-1].begun[rank(breach)] {
			return // it reported this
		}
		k.incidents = append(k.incidents, incident{cause: notice, aware: ctx.Now(), stage: over})
	}
	k.find(ctx, int32(len(k.incidents)-1))
}
