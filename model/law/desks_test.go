package law

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// told is a clock in a line: duty, started, due, sent, status, to the second.
func told(k trace.LegalClock) string {
	text := func(t sim.Time) string {
		if t == sim.Never {
			return "-"
		}
		return time.Duration(t).Round(time.Second).String()
	}
	return fmt.Sprintf("%s %s %s %s %s", k.Duty, text(k.Started), text(k.Due), text(k.Sent), k.Status)
}

func lines(list []trace.LegalClock) []string {
	out := []string{}
	for _, k := range list {
		out = append(out, told(k))
	}
	return out
}

const aware, clean, done = model.NewsAware, model.NewsClean, model.NewsOver

// The expected instants are worked out by hand from the rules in rules(): an hour of work takes 2 h while fighting and 80 min while restoring;
// news arrive a second after they were sent, and awareness counts from when it was.
func TestClocks(t *testing.T) {
	for _, c := range []struct {
		name    string
		set     set
		horizon time.Duration
		list    []news
		want    []string
	}{
		{"nobody becomes aware", set{}, 100 * h, []news{loss(h, 0, 0), data(h, "health", 1000)}, []string{}},
		{"aware of nothing that counts", set{}, 100 * h, []news{tell(h, 2, aware)}, []string{}},
		{"a loss below the share", set{}, 100 * h, []news{loss(h, 1, 0), tell(2*h, 2, aware)}, []string{}},
		{"a loss that does not last", set{}, 100 * h, []news{tell(h, 2, aware), loss(2*h, 0, 0), loss(2*h+20*time.Minute, 0, model.Full)}, []string{}},
		{"significant when they become aware", set{}, 100 * h, []news{loss(h, 0, model.Full/2), tell(10*h, 2, aware), tell(11*h, 2, clean), tell(12*h, 2, done)}, []string{
			// warning: half an hour of it done after 1 h, 0.5 h left, 40 min at three quarters
			"warning 10h0m0s 34h0m0s 11h40m1s met", "notification 10h0m0s 82h0m0s 12h45m1s met", "final 12h45m1s 756h45m1s 13h45m1s met"}},
		{"significant an hour after awareness", set{}, 6 * h, []news{tell(h, 2, aware), loss(2*h, 0, model.Full/2)}, []string{
			"warning 3h0m1s 27h0m1s 5h0m1s met", "notification 3h0m1s 75h0m1s - open"}},
		{"total loss counts sooner", set{}, 3 * h, []news{tell(h, 2, aware), loss(2*h, 0, 0), loss(2*h, 1, 0)}, []string{
			"warning 2h30m1s 26h30m1s - open", "notification 2h30m1s 74h30m1s - open"}},
		{"late, and what waits for it", set{clocks: []Clock{{"water", "warning", "1h", ""}}}, 100 * h, []news{loss(h, 0, 0), tell(10*h, 2, aware)}, []string{
			"warning 10h0m0s 11h0m0s 12h0m1s late", "notification 10h0m0s 82h0m0s 14h0m1s met", "final 14h0m1s 758h0m1s - open"}},
		{"missed", set{clocks: []Clock{{"water", "warning", "1h", "1000h"}}}, 100 * h, []news{loss(h, 0, 0), tell(10*h, 2, aware)}, []string{
			"warning 10h0m0s 11h0m0s - missed", "notification 10h0m0s 82h0m0s - missed"}},
		{"still running after a month: a progress report, and the final report a month after the end", set{start: "2026-01-31T00:00:00"}, 60 * 24 * h,
			[]news{loss(h, 0, 0), tell(10*h, 2, aware), tell(31*24*h, 2, clean), tell(32*24*h, 2, done)}, []string{
				"warning 10h0m0s 34h0m0s 12h0m1s met", "notification 10h0m0s 82h0m0s 14h0m1s met",
				// sent on 31 January at 14:00: due on 28 February; over on 4 March: due on 4 April, 63 days after the start
				"final 14h0m1s 1512h0m1s 769h0m1s met", "progress 10h0m0s 686h0m1s 686h0m1s met"}},
		{"a breach, once it is known whose data", set{}, 200 * h, []news{tell(h, 2, aware), data(2*h, "personal", 400)}, []string{
			"authority 12h0m1s 84h0m1s 14h0m1s met"}},
		{"a high risk, by how many", set{}, 200 * h, []news{tell(h, 2, aware), data(2*h, "personal", 500)}, []string{
			"authority 12h0m1s 84h0m1s 14h0m1s met", "persons 12h0m1s 180h0m1s 14h0m1s met"}},
		{"a high risk, by what", set{}, 200 * h, []news{tell(h, 2, aware), data(2*h, "health", 50)}, []string{
			"authority 12h0m1s 84h0m1s 14h0m1s met", "persons 12h0m1s 180h0m1s 14h0m1s met"}},
		{"data on no person", set{}, 200 * h, []news{tell(h, 2, aware), data(2*h, "operational", 1000)}, []string{}},
		{"data before awareness, over before it is known", set{}, 200 * h, []news{data(h, "personal", 10), tell(2*h, 2, aware), tell(3*h, 2, clean), tell(4*h, 2, done)}, []string{
			"authority 12h0m1s 84h0m1s 13h0m1s met"}},
		{"out of scope", set{regimes: []string{"out-of-scope"}}, 200 * h, []news{loss(h, 0, 0), tell(h, 2, aware), data(2*h, "health", 1000)}, []string{}},
		{"a digital provider whose data are touched", set{regimes: []string{"nis2-essential", "digital-provider"}}, 4 * h, []news{tell(h, 2, aware), data(2*h, "operational", 1)}, []string{
			"warning 1h0m0s 25h0m0s - open", "notification 1h0m0s 73h0m0s - open"}},
		{"a maker, whatever happened", set{}, 100 * h, []news{tell(h, 0, aware)}, []string{"product 1h0m0s 25h0m0s 3h0m1s met"}},
		{"a processor tells, and the controller is aware from then on", set{}, 100 * h, []news{data(h, "personal", 10), tell(2*h, 1, aware)}, []string{
			"controllers 12h0m1s 36h0m1s 14h0m1s met", "authority 14h0m1s 86h0m1s 15h0m1s met"}},
		{"two incidents, each with its clocks", set{}, 300 * h, []news{loss(h, 0, 0), tell(2*h, 2, aware), tell(20*h, 2, clean), tell(20*h, 2, done), tell(100*h, 2, aware), tell(120*h, 2, done)}, []string{
			// the loss has lasted an hour a second after they became aware: that second is what the news took
			"warning 2h0m1s 26h0m1s 4h0m1s met", "notification 2h0m1s 74h0m1s 6h0m1s met", "final 6h0m1s 750h0m1s 21h0m1s met",
			"warning 100h0m0s 124h0m0s 102h0m1s met", "notification 100h0m0s 172h0m0s 104h0m1s met", "final 104h0m1s 848h0m1s 121h0m1s met"}},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, lines(play(t, c.set, c.horizon, c.list...))) })
	}
}

func TestEvidenceLeadsBackToTheIncident(t *testing.T) {
	rec := record(t, set{}, 100*h, loss(h, 0, 0), tell(10*h, 2, aware))
	k := rec.LegalClocks()[0]
	var kinds []model.ChangeKind
	for _, n := range k.Evidence {
		kinds = append(kinds, rec.Change(int(n)).Kind)
	}
	assert.Equal(t, []model.ChangeKind{model.KindService, model.KindAwareness, model.KindDeadline, model.KindDeadline}, kinds)
	assert.Equal(t, model.KindAwareness, rec.Change(int(k.Trigger)).Kind)
	x, err := trace.Explain(rec, "water/law/warning", sim.Time(100*h))
	require.NoError(t, err)
	assert.Positive(t, x.At)
}

// story is a random incident of the utility.
func story(t *rapid.T) (list []news, horizon time.Duration) {
	at := func(name string, most int) time.Duration {
		return time.Duration(rapid.IntRange(0, most).Draw(t, name)) * time.Minute
	}
	begin := at("aware", 5000)
	list = []news{loss(at("loss", 6000), 0, model.Level(rapid.Int64Range(0, int64(model.Full)).Draw(t, "level"))), tell(begin, 2, aware)}
	if rapid.Bool().Draw(t, "leak") {
		list = append(list, data(at("copied", 9000), rapid.SampledFrom([]string{"personal", "health"}).Draw(t, "class"), rapid.Int64Range(1, 1000).Draw(t, "records")))
	}
	out := begin + at("clean", 20000)
	list = append(list, tell(out, 2, clean), tell(out+at("over", 60000), 2, done))
	return list, at("horizon", 160000) + time.Minute
}

// A clock is exactly one of met, late, missed and open, and which one follows from its instants.
func TestAClockHasOneStatus(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list, horizon := story(r)
		for _, k := range play(t, set{clocks: []Clock{{"water", "warning", "20h", rapid.SampledFrom([]string{"1h", "9h", "30h"}).Draw(r, "work")}}}, horizon, list...) {
			end, want := sim.Time(horizon), trace.ClockOpen
			switch {
			case k.Sent != sim.Never && k.Sent <= k.Due:
				want = trace.ClockMet
			case k.Sent != sim.Never:
				want = trace.ClockLate
			case k.Due < end:
				want = trace.ClockMissed
			}
			if k.Status != want || k.Started > k.Due || k.Sent < k.Started {
				r.Fatalf("%s until %v: want %v", told(k), horizon, want)
			}
		}
	})
}

// More preparation never makes a clock met that was late or missed, whichever duty it is.
func TestMorePreparationNeverHelps(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list, horizon := story(r)
		duty := rapid.SampledFrom([]string{"warning", "notification", "final", "progress", "authority", "persons"}).Draw(r, "duty")
		less := rapid.IntRange(1, 100).Draw(r, "less")
		more := less + rapid.IntRange(1, 100).Draw(r, "more")
		within := rapid.SampledFrom([]string{"", "5h"}).Draw(r, "within")
		of := func(hours int) *trace.LegalClock {
			for _, k := range play(t, set{clocks: []Clock{{"water", duty, within, fmt.Sprintf("%dh", hours)}}}, horizon, list...) {
				if k.Duty == duty {
					return &k
				}
			}
			return nil
		}
		a, b := of(less), of(more)
		if (a == nil) != (b == nil) {
			r.Fatalf("%s is owed in one case only", duty)
		}
		if a != nil && (b.Sent < a.Sent || a.Status != trace.ClockMet && a.Status != trace.ClockOpen && b.Status == trace.ClockMet) {
			r.Fatalf("%d h: %s, %d h: %s", less, told(*a), more, told(*b))
		}
	})
}

func TestNoDeskWithoutAnAttackerOrADuty(t *testing.T) {
	roster := &model.Roster{City: town(t)}
	o := Options{Rules: rules(), Operators: []Operator{{Regimes: []string{"cra-manufacturer"}}, {Regimes: []string{"excluded"}, Attackers: []model.EntityID{9}}, {}}}
	spec, problems := Compile(roster, o)
	require.Empty(t, problems)
	assert.True(t, spec.Empty())
	assert.Empty(t, roster.Actors)
	assert.Empty(t, spec.Listeners(0))
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(o *Options)
		want   string
	}{
		{"clock without a regime", func(o *Options) { o.Clocks = []Clock{{"provider", "warning", "", ""}} },
			`clock[0].duty: a report clock without a regime: operator "provider" (gdpr-processor) owes nobody warning; give [operators.provider] a regime that has it: nis2-essential`},
		{"clock of nobody", func(o *Options) { o.Clocks = []Clock{{"watr", "warning", "", ""}} }, `clock[0].operator: the city has no operator "watr"; did you mean "water"?`},
		{"unknown duty", func(o *Options) { o.Clocks = []Clock{{"water", "warnin", "", ""}} }, `clock[0].duty: there is no duty "warnin"; did you mean "warning"?`},
		{"period", func(o *Options) { o.Clocks = []Clock{{"water", "warning", "1 moon", ""}} }, `clock[0].within: "1 moon" is not a period`},
		{"work", func(o *Options) { o.Clocks = []Clock{{"water", "warning", "", "x(1)"}} }, `clock[0].prepare: `},
		{"twice", func(o *Options) { o.Clocks = []Clock{{"water", "warning", "", ""}, {"water", "warning", "", ""}} }, `clock[1]: there are two clocks`},
		{"two places", func(o *Options) { o.Operators[2].Regimes = []string{"nis2-essential", "excluded"} }, `operators.water.regimes: an operator has one place`},
		{"critical, not essential", func(o *Options) { o.Operators[2].Regimes = []string{"cer-critical"} }, `operators.water.regimes: an operator that is critical under CER`},
		{"unknown regime", func(o *Options) { o.Operators[2].Regimes = []string{"nis2"} }, `operators.water.regimes: unknown regime "nis2"`},
		{"provider out of scope", func(o *Options) { o.Operators[2].Regimes = []string{"digital-provider"} }, `operators.water.regimes: digital-provider needs`},
		{"waits for itself", func(o *Options) { o.Rules.Duties[0].Follows = "warning" }, `rules.duty.warning: "warning" is no such duty`},
		{"unknown trigger", func(o *Options) { o.Rules.Duties[0].Trigger = "sign" }, `rules.duty.warning.trigger: unknown trigger "sign"`},
		{"progress of nothing", func(o *Options) { o.Rules.Duties[0].Running = true }, `rules.duty.warning.from: a progress report follows`},
		{"share", func(o *Options) { o.Rules.Thresholds[0].Share = 0 }, `rules.threshold[0].share: 0 is no share`},
		{"pace", func(o *Options) { o.Rules.Pace.Fighting = 0 }, `rules.pace: 0 is no share`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Options{Rules: rules(), Operators: []Operator{{Regimes: []string{"cra-manufacturer"}}, {Regimes: []string{"gdpr-processor"}}, {Regimes: []string{"nis2-essential"}}}}
			c.change(&o)
			spec, problems := Compile(&model.Roster{City: town(t)}, o)
			require.Nil(t, spec)
			var all string
			for _, p := range problems {
				all += p.Path + ": " + p.What + "; " + p.Want + "\n"
			}
			assert.Contains(t, all, c.want)
		})
	}
}
