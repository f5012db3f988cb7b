package cyber

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// town is a city of two operators: a utility with a control centre, two pumps and a billing system, and its supplier.
func town(t testing.TB) *model.City {
	c := &model.City{
		Name:      "town",
		Sectors:   []model.Sector{{Name: "water"}},
		Kinds:     []model.Kind{{Name: "water/billing"}, {Name: "water/control-centre"}, {Name: "water/pump"}},
		Districts: []model.District{{Name: "east"}, {Name: "west"}},
		Operators: []model.Operator{
			{Name: "none", Control: model.Absent},
			{Name: "vendor", Estate: "vendor", Control: model.Absent, Records: 10, Persons: 10},
			{Name: "water", Estate: "water", Control: 1, Records: 1000, Persons: 900},
		},
		Assets: []model.Asset{
			{Name: "water/billing", Kind: 0, Operator: 2}, {Name: "water/control-centre", Kind: 1, Operator: 2},
			{Name: "water/pump-1", Kind: 2, Operator: 2}, {Name: "water/pump-2", Kind: 2, Operator: 2, District: 1},
		},
		Places: []model.Place{{Residents: 10, Serving: []model.Serving{{Asset: 2}}}, {District: 1, Residents: 70, Serving: []model.Serving{{Asset: 3}}}},
	}
	require.NoError(t, c.Finish())
	return c
}

func share(x float64) *float64 { return &x }

// catalogue has one technique of each sort; steps take exactly an hour, or half of one.
func catalogue() []Technique {
	list := []Technique{
		{ID: "T01", Name: "Mail", Gives: givesFoothold, Needs: []string{needEntry}, Trait: "users"},
		{ID: "T02", Name: "Dump", Gives: givesCredentials, Needs: []string{needOwn}},
		{ID: "T03", Name: "Log in", Gives: givesFoothold, Needs: []string{needReach, needCredentials}},
		{ID: "T04", Name: "Link", Gives: givesFoothold, Needs: []string{needLink}, In: []string{"supplier"}},
		{ID: "T05", Name: "Look", Gives: givesMap, Needs: []string{needPresence}},
		{ID: "T06", Name: "Open", Gives: givesOpen, Needs: []string{needOwn, needMap}, Pace: "1m"},
		{ID: "T07", Name: "Encrypt", Gives: givesStop, Needs: []string{needOwn}, Backups: true},
		{ID: "T08", Name: "Copy", Gives: givesData, Needs: []string{needOwn}},
		{ID: "T09", Name: "Break", Gives: givesDamage, Needs: []string{needOwn}},
		{ID: "T10", Name: "Set", Gives: givesSet, Needs: []string{needOwn}, Level: 0.5},
		{ID: "T11", Name: "Spoil backups", Gives: givesBackups, Needs: []string{needOwn}, On: []string{"A0008"}},
	}
	for i := range list {
		list[i].Domain, list[i].Tactic, list[i].Difficulty, list[i].Detection = "ics", "impact", "1h", 1
	}
	return list
}

// estates are an office that leads to a control room, and a vendor with a link into the supplier zone. Nobody watches.
func estates() []Template {
	return []Template{
		{
			Name:  "office",
			Zones: map[string]ZoneTemplate{"office": {Kind: "office"}},
			Devices: map[string]DeviceTemplate{
				"mail": {Type: "A0001", Zone: "office", Traits: []string{"users"}, Holds: []string{"staff"}},
				"bill": {Type: "A0008", Zone: "office", Admits: []string{"staff"}, Controls: []string{"water/billing"}},
			},
			Accounts: map[string]AccountTemplate{"staff": {}},
			Stores:   map[string]StoreTemplate{"customers": {Device: "bill", Class: "personal"}},
			Response: Response{
				Notice: "10m", Calls: "30m", Escalate: "1h", Decide: "1h", Eradicate: "24h", Restore: "48h", Rebuild: "240h",
				Lost: share(0), Precaution: share(0), Isolate: []string{"office"},
			},
		},
		{
			Name: "vendor", Base: "office",
			Zones:    map[string]ZoneTemplate{"support": {Kind: "supplier"}},
			Conduits: []ConduitTemplate{{From: "office", To: "support"}},
			Devices:  map[string]DeviceTemplate{"station": {Type: "A0001", Zone: "support", Admits: []string{"staff"}}},
		},
		{
			Name: "water", Base: "office",
			Zones: map[string]ZoneTemplate{
				"control": {Kind: "control"}, "supplier": {Kind: "supplier"},
			},
			Conduits: []ConduitTemplate{
				{From: "office", To: "control", Filter: 2}, {From: "vendor:support", To: "supplier"}, {From: "supplier", To: "control"},
			},
			Devices: map[string]DeviceTemplate{
				"scada":   {Type: "A0007", Zone: "control", Admits: []string{"staff", "vendor"}, Controls: []string{"water/pump", "control"}},
				"gateway": {Type: "A0012", Zone: "supplier", Holds: []string{"vendor"}},
			},
			Accounts: map[string]AccountTemplate{"vendor": {}},
			Response: Response{Isolate: []string{"office", "control"}},
		},
	}
}

// attack is mail to the office, then the pumps.
func attack() CampaignSpec {
	return CampaignSpec{
		Name: "test", Entry: EntrySpec{Technique: "T01", Operator: "water", Zone: "office"},
		Goals: []GoalSpec{{Technique: "T06", Operator: "water", Target: "water/pump"}},
	}
}

// watched makes every zone of every operator monitored to that share.
func watched(x float64) DefenceSpec {
	d := DefenceSpec{Monitoring: map[string]float64{}}
	for _, k := range zoneKinds() {
		d.Monitoring[k] = x
	}
	return d
}

func compile(t testing.TB, d Definitions) (*Spec, *model.Roster) {
	t.Helper()
	if d.Techniques == nil {
		d.Techniques = catalogue()
	}
	if d.Templates == nil {
		d.Templates = estates()
	}
	r := &model.Roster{City: town(t)}
	s, problems := Compile(r, d)
	require.Empty(t, problems)
	return s, r
}

// order is a command that an asset got.
type order struct {
	at    time.Duration
	op    model.Op
	asset string
	level model.Level // of OpSet
}

// fence stands in for all assets: it notes the commands and does nothing.
type fence struct {
	city   *model.City
	orders []order
	causes []sim.RecordID
}

func (f *fence) Handle(ctx *model.Context, m *model.Msg) error {
	o := order{time.Duration(ctx.Now()), m.Op, f.city.Assets[m.To].Name, 0}
	if m.Op == model.OpSet {
		o.level = m.Level
	}
	f.orders = append(f.orders, o)
	f.causes = append(f.causes, m.Cause)
	return nil
}

// play runs a Spec for some time and returns the orders to assets and the Changes.
func play(t testing.TB, s *Spec, replication uint64, workers int, horizon time.Duration) (*fence, []model.Record) {
	t.Helper()
	var log []model.Record
	e := sim.New(sim.Options[model.Msg, model.Change]{
		Workers: workers, MinParallelEvents: -1, Horizon: sim.Time(horizon),
		Observe: func(batch []model.Record) error { log = append(log, batch...); return nil },
	})
	f := &fence{city: s.city}
	e.Add("assets", f)
	w := &Wiring{Root: rng.NewRoot(1, replication), Asset: make([]sim.ProcessID, len(s.city.Assets))}
	next := sim.ProcessID(1)
	for range s.estates {
		w.SOC = append(w.SOC, next)
		next++
	}
	for range s.campaigns {
		w.Campaign = append(w.Campaign, next)
		next++
	}
	w.Shared = next
	live := s.Live(w)
	for _, p := range live.SOCs {
		e.Add("soc", p)
	}
	for _, p := range live.Campaigns {
		e.Add("campaign", p)
	}
	if live.Shared != nil {
		e.Add("shared", live.Shared)
	}
	live.Start(e, w)
	_, err := e.Run(context.Background())
	require.NoError(t, err)
	return f, log
}

// event is a Change in short.
type event struct {
	at     time.Duration
	entity string
	code   model.WhyCode
}

// story is the Changes in short.
func story(log []model.Record, r *model.Roster) []event {
	var list []event
	for _, x := range log {
		list = append(list, event{time.Duration(x.At), r.Name(x.Value.Entity), x.Value.Why.Code})
	}
	return list
}
