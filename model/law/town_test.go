package law

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
	"cascata/sim/rng"
)

const h = time.Hour

// town has a utility that serves 100 people from two works, a provider that processes for it, and a maker of products.
func town(t testing.TB) *model.City {
	c := &model.City{
		Name:      "town",
		Sectors:   []model.Sector{{Name: "water"}},
		Kinds:     []model.Kind{{Name: "water/works"}},
		Districts: []model.District{{Name: "east"}},
		Operators: []model.Operator{
			{Name: "maker", Title: "Maker (SYNTHETIC)", Control: model.Absent},
			{Name: "provider", Title: "Provider (SYNTHETIC)", Control: model.Absent},
			{Name: "water", Title: "Water (SYNTHETIC)", Control: model.Absent},
		},
		Assets: []model.Asset{{Name: "water/works-1", Operator: 2}, {Name: "water/works-2", Operator: 2}},
		Places: []model.Place{{Residents: 96, Serving: []model.Serving{{Asset: 0}}}, {Residents: 4, Serving: []model.Serving{{Asset: 1}}}},
	}
	require.NoError(t, c.Finish())
	return c
}

// rules are short: reports take exactly an hour of undisturbed work, while fighting twice, while restoring four thirds of that.
func rules() Rules {
	nis, gdpr := []string{"nis2-essential"}, []string{"gdpr-controller"}
	return Rules{
		Duties: []Duty{
			{ID: "warning", Title: "Warning", Regimes: nis, Trigger: significant, Within: "24h", Prepare: "1h"},
			{ID: "notification", Title: "Notification", Regimes: nis, Trigger: significant, Follows: "warning", Within: "72h", Prepare: "1h"},
			{ID: "progress", Title: "Progress", Regimes: nis, Trigger: significant, From: "notification", Running: true, Within: "1 month", Prepare: "1h"},
			{ID: "final", Title: "Final", Regimes: nis, Trigger: significant, From: "notification", Final: true, Within: "1 month", Prepare: "1h"},
			{ID: "authority", Title: "Authority", Regimes: gdpr, Trigger: breach, Within: "72h", Prepare: "1h"},
			{ID: "persons", Title: "Persons", Regimes: gdpr, Trigger: risk, Within: "7d", Prepare: "1h"},
			{ID: "controllers", Title: "Controllers", Regimes: []string{"gdpr-processor"}, Trigger: processed, Hands: true, Within: "24h", Prepare: "1h"},
			{ID: "product", Title: "Product", Regimes: []string{"cra-manufacturer"}, Trigger: product, Within: "24h", Prepare: "1h"},
		},
		Thresholds: []Threshold{{Share: 0.05, For: "1h"}, {Share: 1, For: "30m"}, {Regimes: []string{"digital-provider"}, Share: 0.05, For: "1h", Data: true}},
		Pace:       Pace{Fighting: 0.5, Restoring: 0.75}, Discover: "10h", Persons: 100, Sensitive: 10,
	}
}

// news is what happens to an operator.
type news struct {
	at     time.Duration
	who    model.OperatorID
	what   int32       // a News..., or 0 for a level
	asset  int         // of a level
	level  model.Level // of a level
	code   model.WhyCode
	amount int64
	class  string // of data: which store
}

// teller stands in for everybody who has news for the desks.
type teller struct {
	list   []news
	spec   *Spec
	self   sim.Source
	desks  sim.ProcessID
	stores map[string]model.EntityID
	actor  model.EntityID
}

func (x *teller) Handle(ctx *model.Context, m *model.Msg) error {
	n := &x.list[m.Slot]
	to, ok := x.spec.Address(n.who, x.desks)
	if !ok {
		return nil
	}
	if n.what == 0 {
		ref := ctx.Emit(model.Change{Kind: model.KindService, Entity: model.EntityID(n.asset), From: model.Full - n.level, To: n.level, Why: model.Why{Other: model.Absent, Need: model.Absent}})
		ctx.Send(&x.self, x.desks, ctx.Lookahead(), model.Msg{Kind: model.MsgSupply, To: to.Entity, From: model.EntityID(n.asset), Level: n.level, Cause: ref})
		return nil
	}
	kind := map[int32]model.ChangeKind{model.NewsAware: model.KindAwareness, model.NewsData: model.KindData, model.NewsClean: model.KindRepair, model.NewsOver: model.KindRepair}[n.what]
	ref := ctx.Emit(model.Change{Kind: kind, Entity: x.actor, Why: model.Why{Code: n.code, Other: model.Absent, Need: model.Absent}})
	msg := model.Msg{Kind: model.MsgIncident, To: to.Entity, From: x.actor, Slot: n.what, Cause: ref, Amount: int64(ctx.Now())}
	if n.what == model.NewsData {
		msg.From, msg.Need, msg.Amount = x.stores[n.class], model.NeedID(n.code), n.amount
	}
	ctx.Send(&x.self, x.desks, ctx.Lookahead(), msg)
	return nil
}

// set is how a test differs from the usual.
type set struct {
	rules   *Rules
	clocks  []Clock
	start   string
	regimes []string // of the utility
}

// play lets things happen and returns the legal clocks of the run.
func play(t testing.TB, s set, horizon time.Duration, list ...news) []trace.LegalClock {
	return record(t, s, horizon, list...).LegalClocks()
}

func record(t testing.TB, s set, horizon time.Duration, list ...news) *trace.Recording {
	roster := &model.Roster{City: town(t)}
	x := &teller{list: list, stores: map[string]model.EntityID{}}
	x.actor = roster.Add(model.Actor{Name: "campaign", Sort: model.SortCampaign, Operator: model.Absent, District: model.Absent})
	o := Options{Rules: rules(), Clocks: s.clocks, Start: date(t, or(s.start, "2026-01-10T00:00:00"))}
	if s.rules != nil {
		o.Rules = *s.rules
	}
	for _, class := range []string{"personal", "health", "operational"} {
		x.stores[class] = roster.Add(model.Actor{Name: "water/data/" + class, Sort: model.SortStore, Operator: 2})
		o.Stores = append(o.Stores, Store{Entity: x.stores[class], Operator: 2, Class: class, Records: 1000, Persons: 200})
	}
	regimes := s.regimes
	if regimes == nil {
		regimes = []string{"nis2-essential", "gdpr-controller"}
	}
	by := []model.EntityID{x.actor}
	o.Operators = []Operator{{Regimes: []string{"cra-manufacturer"}, Attackers: by}, {Regimes: []string{"gdpr-processor"}, Controls: []model.OperatorID{2}, Attackers: by},
		{Regimes: regimes, Attackers: by}}
	spec, problems := Compile(roster, o)
	require.Empty(t, problems)
	rec := trace.NewRecorder(roster)
	e := sim.New(sim.Options[model.Msg, model.Change]{Lookahead: time.Second, Horizon: sim.Time(horizon), Observe: rec.Observe})
	x.spec, x.self = spec, x.actor.Source()
	x.desks = e.Add("desks", spec.Live(rng.NewRoot(1, 0)))
	id := e.Add("teller", x)
	for i := range list {
		e.Post(&x.self, id, sim.Time(list[i].at), model.Msg{Kind: model.MsgPrivate, Slot: int32(i)})
	}
	_, err := e.Run(context.Background())
	require.NoError(t, err)
	out := rec.Finish(sim.Time(horizon))
	out.Header.Start = o.Start.Format(layout)
	return out
}

func loss(at time.Duration, asset int, level model.Level) news {
	return news{at: at, who: 2, asset: asset, level: level}
}

func tell(at time.Duration, who model.OperatorID, what int32) news {
	return news{at: at, who: who, what: what}
}

func data(at time.Duration, class string, n int64) news {
	return news{at: at, who: 2, what: model.NewsData, code: model.WhyExfiltrated, class: class, amount: n}
}
