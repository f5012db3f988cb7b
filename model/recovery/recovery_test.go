package recovery

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// town has a control centre and three switches; 6 km lie between the switches. The last one serves most people.
func town(t testing.TB, crews int) *model.City {
	c := &model.City{
		Name:    "town",
		Sectors: []model.Sector{{Name: "power"}},
		Kinds: []model.Kind{
			{Name: "power/control-centre", Repair: "5h"}, {Name: "power/switch", Repair: "10h", Manual: "30m"}, {Name: "power/valve", Repair: "10h"},
		},
		Districts: []model.District{{Name: "east"}},
		Operators: []model.Operator{{Name: "dso", Control: 0, Crews: crews}, {Name: "far", Control: model.Absent, Crews: 1}},
		Assets: []model.Asset{
			{Name: "power/control-centre"}, {Name: "power/switch-1", Kind: 1, At: model.Point{X: 6000}},
			{Name: "power/switch-2", Kind: 1, At: model.Point{X: 12000}}, {Name: "power/switch-3", Kind: 1, At: model.Point{X: 18000}},
			{Name: "power/valve", Kind: 2}, {Name: "power/x", Kind: 1, Operator: 1},
		},
		Places: []model.Place{{Residents: 10, Serving: []model.Serving{{Asset: 3}}}},
	}
	require.NoError(t, c.Finish())
	return c
}

// exact takes luck out: 4 minutes a command, 10 to set off, 20 minutes from switch to switch.
func exact() Options {
	return Options{Switching: "4m", Mobilise: "10m", Speed: 18, Spread: "1s"}
}

// done is a command that an asset got.
type done struct {
	at    time.Duration
	op    model.Op
	asset string
}

// script sends messages to the crews at given times and notes the commands that come back.
type script struct {
	city *model.City
	self sim.Source
	got  []done
	news int // messages passed on to the SOC
}

func (s *script) Handle(ctx *model.Context, m *model.Msg) error {
	switch m.Kind {
	case model.MsgCommand:
		s.got = append(s.got, done{time.Duration(ctx.Now()), m.Op, s.city.Assets[m.To].Name})
	case model.MsgRequest:
		s.news++
	}
	return nil
}

// post is a message to the crews of operator 0 at an instant.
type post struct {
	at  time.Duration
	msg model.Msg
}

func request(at time.Duration, asset model.AssetID, op model.Op) post {
	return post{at, model.Msg{Kind: model.MsgRequest, From: asset.Entity(), Op: op}}
}

func control(at time.Duration, level model.Level) post {
	return post{at, model.Msg{Kind: model.MsgSupply, From: 0, Level: level, Need: model.Absent, Slot: model.Absent}}
}

// lifted says that somebody else did what an order asks for.
func lifted(at time.Duration, asset model.AssetID, op model.Op) post {
	p := request(at, asset, op)
	p.msg.Level, p.msg.Cause = model.Full, sim.RecordID{Process: 0, N: 9}
	return p
}

// play runs the crews of town through the posts.
func play(t testing.TB, s *Spec, replication uint64, posts []post) (*script, []model.Record) {
	t.Helper()
	var log []model.Record
	e := sim.New(sim.Options[model.Msg, model.Change]{Observe: func(batch []model.Record) error { log = append(log, batch...); return nil }})
	x := &script{city: s.city, self: sim.NewSource(1 << 20)}
	e.Add("assets", x)
	w := &Wiring{Root: rng.NewRoot(1, replication), Asset: make([]sim.ProcessID, len(s.city.Assets)), Crews: []sim.ProcessID{1, 2},
		SOC: []model.Address{{Entity: 99}, {Entity: model.Absent}}}
	for _, c := range s.Live(w) {
		e.Add("crews", c)
	}
	for _, p := range posts {
		p.msg.To = s.Crews(0)
		e.Post(&x.self, 1, sim.Time(p.at), p.msg)
	}
	_, err := e.Run(context.Background())
	require.NoError(t, err)
	return x, log
}

func compile(t testing.TB, crews int, o Options) *Spec {
	t.Helper()
	s, err := Compile(&model.Roster{City: town(t, crews)}, o)
	require.NoError(t, err)
	return s
}

func TestOrders(t *testing.T) {
	const m, s = time.Minute, time.Second
	open := []post{request(0, 1, model.OpClose), request(0, 2, model.OpClose), request(0, 3, model.OpClose)}
	lost := append([]post{control(0, 0)}, open...)
	cases := []struct {
		name  string
		crews int
		posts []post
		want  []done
	}{
		// The first order is begun before the others are known; of the others the one for most people comes first.
		{"the desk closes one after the other", 0, open, []done{
			{4*m + s, model.OpClose, "power/switch-1"}, {8*m + s, model.OpClose, "power/switch-3"}, {12*m + s, model.OpClose, "power/switch-2"}}},
		{"one crew goes from site to site", 1, lost, []done{
			{60*m + s, model.OpClose, "power/switch-1"}, {140*m + s, model.OpClose, "power/switch-3"}, {200*m + s, model.OpClose, "power/switch-2"}}},
		{"three crews go at once", 3, lost, []done{
			{60*m + s, model.OpClose, "power/switch-1"}, {80*m + s, model.OpClose, "power/switch-2"}, {100*m + s, model.OpClose, "power/switch-3"}}},
		{"nobody is there", 0, lost, nil},
		{"half a control centre will do", 0, append([]post{control(0, model.Full/2)}, open[0]), []done{{4*m + s, model.OpClose, "power/switch-1"}}},
		{"a command under way is lost with the control centre", 1, []post{open[0], control(2*m, 0)}, []done{{62*m + s, model.OpClose, "power/switch-1"}}},
		{"the desk takes over what no crew has begun", 1, append(lost[:len(lost):len(lost)], control(5*m, model.Full)), []done{
			{9*m + s, model.OpClose, "power/switch-3"}, {13*m + s, model.OpClose, "power/switch-2"}, {60*m + s, model.OpClose, "power/switch-1"}}},
		{"repairs need a crew even with a desk", 1, []post{request(0, 1, model.OpRepair)}, []done{{630*m + s, model.OpRepair, "power/switch-1"}}},
		{"what cannot be done by hand waits for the desk", 1, []post{control(0, 0), request(0, 4, model.OpClose), control(90*m, model.Full)},
			[]done{{94*m + s, model.OpClose, "power/valve"}}},
		{"an order is taken once", 1, []post{open[0], open[0], open[0]}, []done{{4*m + s, model.OpClose, "power/switch-1"}}},
		{"an asset opened again is closed again", 0, []post{open[0], request(10*m, 1, model.OpClose)},
			[]done{{4*m + s, model.OpClose, "power/switch-1"}, {14*m + s, model.OpClose, "power/switch-1"}}},
		{"what somebody else closed first is dropped by the desk", 0, []post{open[0], open[1], lifted(2*m, 1, model.OpClose)},
			[]done{{6*m + s, model.OpClose, "power/switch-2"}}},
		{"what somebody else closed first is not begun", 0, append(open[:3:3], lifted(m, 3, model.OpClose)),
			[]done{{4*m + s, model.OpClose, "power/switch-1"}, {8*m + s, model.OpClose, "power/switch-2"}}},
		{"what nobody could do may be done by others", 1, []post{request(0, 4, model.OpClose), control(0, 0), lifted(m, 4, model.OpClose), control(2*m, model.Full)}, nil},
		// 20 minutes after the order the crew has set off and driven 3 of 18 km: 15 km and 10 minutes to set off take an hour.
		{"a crew turns round on its way", 1, []post{control(0, 0), open[2], request(m, 1, model.OpClose), lifted(20*m, 3, model.OpClose)},
			[]done{{70*m + s, model.OpClose, "power/switch-1"}}},
		{"a crew that has not set off is where it was", 1, []post{control(0, 0), open[2], request(m, 1, model.OpClose), lifted(5*m, 3, model.OpClose)},
			[]done{{65*m + s, model.OpClose, "power/switch-1"}}},
		{"a crew at work on site leaves it", 1, []post{control(0, 0), open[2], request(m, 1, model.OpClose), lifted(80*m, 3, model.OpClose)},
			[]done{{160*m + s, model.OpClose, "power/switch-1"}}},
		{"word of one's own work changes nothing", 1, []post{open[0], lifted(5*m, 1, model.OpClose), request(10*m, 1, model.OpClose)},
			[]done{{4*m + s, model.OpClose, "power/switch-1"}, {14*m + s, model.OpClose, "power/switch-1"}}},
		// Locked out of it, the desk cannot close it: 10 min to set off, 20 on the way, 30 on site. The desk goes on with the others.
		{"a locked asset needs a crew while the desk works", 1, []post{request(0, 1, model.OpUnlock), open[0], open[1]}, []done{
			{4*m + s, model.OpClose, "power/switch-2"}, {60*m + s, model.OpClose, "power/switch-1"}}},
		{"a lock takes the order from the desk", 1, []post{open[0], request(2*m, 1, model.OpUnlock)}, []done{{62*m + s, model.OpClose, "power/switch-1"}}},
		{"what is locked and cannot be done by hand waits for the key", 1, []post{request(0, 4, model.OpUnlock), request(0, 4, model.OpClose), lifted(90*m, 4, model.OpUnlock)},
			[]done{{94*m + s, model.OpClose, "power/valve"}}},
		{"software is others' business", 1, []post{request(0, 1, model.OpStart)}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			x, _ := play(t, compile(t, c.crews, exact()), 0, c.posts)
			assert.Equal(t, c.want, x.got)
		})
	}
}

func TestChangesAndCauses(t *testing.T) {
	s := compile(t, 1, exact())
	x, log := play(t, s, 0, []post{
		{0, model.Msg{Kind: model.MsgSupply, From: 0, Cause: sim.RecordID{Process: 0, N: 7}}},
		{0, model.Msg{Kind: model.MsgRequest, From: 1, Op: model.OpClose, Cause: sim.RecordID{Process: 0, N: 8}}},
	})
	require.Len(t, log, 3)
	lost, sent, finished := log[0].Value, log[1].Value, log[2].Value
	assert.Equal(t, model.KindControl, lost.Kind)
	assert.Equal(t, model.None, lost.To)
	assert.EqualValues(t, 7, lost.Causes[0].Ref.N)
	assert.Equal(t, model.WhyCrewSent, sent.Why.Code)
	assert.EqualValues(t, 8, sent.Causes[0].Ref.N, "sent because of the order")
	assert.Equal(t, log[0].ID, sent.Causes[1].Ref, "and because remote control is lost")
	assert.Equal(t, model.WhyCrewDone, finished.Why.Code)
	assert.Equal(t, log[1].ID, finished.Causes[0].Ref)
	assert.EqualValues(t, time.Hour, finished.Why.Amount)
	assert.Equal(t, 1, x.news, "the operator's people hear of the order")
}

func TestRepairsDoNotComeFromLostControl(t *testing.T) {
	_, log := play(t, compile(t, 1, exact()), 0, []post{
		{0, model.Msg{Kind: model.MsgSupply, From: 0, Cause: sim.RecordID{Process: 0, N: 7}}},
		{0, model.Msg{Kind: model.MsgRequest, From: 1, Op: model.OpRepair, Cause: sim.RecordID{Process: 0, N: 8}}},
	})
	require.Len(t, log, 3)
	sent := log[1].Value
	require.Equal(t, model.WhyCrewSent, sent.Why.Code)
	assert.EqualValues(t, 8, sent.Causes[0].Ref.N, "sent because of the damage")
	assert.Zero(t, sent.Causes[1], "a crew repairs whether or not the control centre works")
}

func TestACrewIsCalledBack(t *testing.T) {
	s := compile(t, 1, exact())
	x, log := play(t, s, 0, []post{request(0, 1, model.OpRepair), lifted(time.Hour, 1, model.OpRepair)})
	require.Len(t, log, 2)
	assert.Empty(t, x.got, "the asset needs nothing")
	assert.Equal(t, 1, x.news)
	back := log[1].Value
	assert.Equal(t, model.WhyCrewRecalled, back.Why.Code)
	assert.Equal(t, model.EntityID(1), back.Why.Other)
	assert.EqualValues(t, time.Hour, back.Why.Amount)
	assert.EqualValues(t, 9, back.Causes[0].Ref.N, "because of what somebody else did")
	assert.Equal(t, log[0].ID, back.Causes[1].Ref)
}

// TestOrdersWaitInTheOrderOfImportance takes orders out of the middle and compares with a sorted list.
func TestOrdersWaitInTheOrderOfImportance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 30).Draw(t, "people")
		x := orders{city: &model.City{Assets: make([]model.Asset, len(people))}}
		left := map[model.AssetID]bool{}
		for a := range people {
			x.city.Assets[a].People = int32(people[a])
			x.add(order{asset: model.AssetID(a), op: model.OpClose, way: onSite})
			left[model.AssetID(a)] = true
		}
		for _, a := range rapid.SliceOfDistinct(rapid.IntRange(0, len(people)-1), rapid.ID[int]).Draw(t, "withdrawn") {
			k := key{model.AssetID(a), model.OpClose}
			x.leave(k)
			x.remove(k)
			delete(left, k.asset)
		}
		want := slices.SortedFunc(maps.Keys(left), func(a, b model.AssetID) int {
			return cmp.Or(people[b]-people[a], int(a-b))
		})
		var got []model.AssetID
		for i := x.first(onSite); i != none; i = x.first(onSite) {
			got = append(got, x.list[i].asset)
			x.begin(i)
		}
		assert.Equal(t, want, got)
	})
}

func TestEndlessWorkEndsAtTheLongestTime(t *testing.T) {
	const long = "36525d" // rng.MaxDuration; three times that is more than 64 bits of nanoseconds
	c := town(t, 1)
	c.Kinds[1].Repair = long
	cases := map[string]Options{"setting off and work": {Mobilise: long}, "the way": {Spread: "36525d"}, "all three": {Mobilise: long, Spread: long}}
	for name, o := range cases {
		t.Run(name, func(t *testing.T) {
			s, err := Compile(&model.Roster{City: c}, o)
			require.NoError(t, err)
			x, _ := play(t, s, 0, []post{request(0, 3, model.OpRepair)})
			require.Len(t, x.got, 1)
			assert.Equal(t, rng.MaxDuration+time.Second, x.got[0].at)
		})
	}
}

func TestDrawsBelongToTheAsset(t *testing.T) {
	s := compile(t, 3, Options{})
	alone, _ := play(t, s, 5, []post{control(0, 0), request(0, 2, model.OpRepair)})
	beside, _ := play(t, s, 5, []post{control(0, 0), request(0, 1, model.OpRepair), request(0, 2, model.OpRepair)})
	require.Len(t, alone.got, 1)
	assert.Contains(t, beside.got, alone.got[0], "another order moves nobody's luck")
}

func TestOptionsAreChecked(t *testing.T) {
	cases := map[string]Options{
		"switching": {Switching: "soon"}, "mobilise": {Mobilise: "x"}, "spread": {Spread: "-"}, "speed": {Speed: 1000}, "remote": {Remote: 2},
		"crews": {Crews: map[string]int{"dso": -1}}, "operators named": {Crews: map[string]int{"nobody": 1}},
	}
	for name, o := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Compile(&model.Roster{City: town(t, 1)}, o)
			assert.ErrorContains(t, err, name)
		})
	}
	c := town(t, 1)
	c.Kinds[0].Repair, c.Kinds[1].Manual = "x", "y"
	_, err := Compile(&model.Roster{City: c}, Options{Speed: -1})
	assert.Len(t, err.(model.Faults), 3, "all faults at once")
	s := compile(t, 1, Options{Crews: map[string]int{"dso": 4}})
	assert.Equal(t, []int{4, 1}, s.crews)
}

// Crews that take half as long by hand and twice as long to repair: of two operators only the one that is meant.
func TestPaceOfAnOperator(t *testing.T) {
	cases := []struct {
		name string
		pace []Pace
		want time.Duration // of closing by hand: 10 minutes to set off, 20 on the way, 30 of work
		mend time.Duration // of repairing there: 10 h
	}{
		{"as usual", nil, 60 * time.Minute, 10*time.Hour + 30*time.Minute},
		{"nothing said", []Pace{{}, {}}, 60 * time.Minute, 10*time.Hour + 30*time.Minute},
		{"trained", []Pace{{Manual: 0.5}, {}}, 45 * time.Minute, 10*time.Hour + 30*time.Minute},
		{"without spare parts", []Pace{{Repair: 2}, {}}, 60 * time.Minute, 20*time.Hour + 30*time.Minute},
		{"the other operator's", []Pace{{}, {Manual: 0.5, Repair: 2}}, 60 * time.Minute, 10*time.Hour + 30*time.Minute},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := exact()
			o.Pace = c.pace
			s, err := Compile(&model.Roster{City: town(t, 2)}, o)
			require.NoError(t, err)
			byHand, _ := play(t, s, 0, []post{control(0, model.None), request(time.Minute, 1, model.OpClose)})
			mended, _ := play(t, s, 0, []post{request(time.Minute, 1, model.OpRepair)})
			require.Len(t, byHand.got, 1)
			require.Len(t, mended.got, 1)
			assert.Equal(t, time.Minute+c.want+time.Second, byHand.got[0].at) // and a second to get there
			assert.Equal(t, time.Minute+c.mend+time.Second, mended.got[0].at)
		})
	}
	_, err := Compile(&model.Roster{City: town(t, 2)}, Options{Pace: []Pace{{}}})
	assert.ErrorContains(t, err, "1 for 2 operators")
	_, err = Compile(&model.Roster{City: town(t, 2)}, Options{Pace: []Pace{{Manual: -1}, {}}})
	assert.ErrorContains(t, err, "pace")
}
