package scenarios

import (
	"slices"
	"strings"
	"time"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/scenarios/defaults"
	"cascata/scenarios/strict"
)

// attack compiles estates and campaigns and assembles what all runs share.
func (l *loader) attack() {
	defs, err := l.definitions()
	if err != nil {
		l.join(err)
		return
	}
	if l.doc.Broken() || l.legal == nil {
		return
	}
	defs.Maturity = l.maturity()
	roster := &model.Roster{City: l.s.City}
	spec, problems := cyber.Compile(roster, defs)
	for _, p := range problems {
		l.problem(p)
	}
	l.strikes(spec)
	l.repairs()
	l.duties(roster, spec)
	l.fleets(roster)
	if len(l.faults) > 0 {
		return
	}
	l.s.Attack, l.s.world.fleetNames = spec, l.fleetNames()
	l.inForce()
	l.join(l.s.assemble(roster))
}

// definitions are what estates and campaigns are compiled from.
func (l *loader) definitions() (cyber.Definitions, error) {
	techniques, templates, err := defaults.Cyber()
	if err != nil {
		return cyber.Definitions{}, err
	}
	defs := cyber.Definitions{Techniques: techniques, Templates: templates, Hardenings: l.hardenings(), Fleets: l.populations(), Choose: l.choose}
	l.defence(&defs)
	for i := range l.file.Defences {
		defs.Defences = append(defs.Defences, l.file.Defences[i].spec())
	}
	for i := range l.file.Campaigns {
		defs.Campaigns = append(defs.Campaigns, l.campaign(i, &l.file.Campaigns[i]))
	}
	return defs, nil
}

// problem finds the place of a problem: in the scenario, or, when it concerns an operator, a technique or an estate as such, in
// the city or the embedded definitions, which have no places here.
func (l *loader) problem(p model.Problem) {
	root, _, _ := strings.Cut(p.Path, ".")
	if sort, _, _ := strings.Cut(root, "["); slices.Contains([]string{"campaign", "defence", "playbook", "team", "sharing"}, sort) {
		l.fault(p.Path, p.Want, "%s", p.What)
		return
	}
	l.faults.Add("city "+l.s.City.Name, 0, 0, p.Want, "%s: %s", p.Path, p.What)
}

func (l *loader) campaign(i int, e *campaignEntry) cyber.CampaignSpec {
	at := func(key string) string { return strict.Path("campaign", i, key) }
	spec := cyber.CampaignSpec{
		Name: e.Name, Title: e.Title, Skill: e.Skill, Tempo: e.Tempo, Hands: e.Hands, Retry: e.Retry, Wander: e.Wander,
		Start: l.begin(at("start"), e.Start), Strike: l.span(at("strike"), e.Strike), Until: l.span(at("until"), e.Until),
		Entry: cyber.EntrySpec(e.Entry), Avoid: cyber.AvoidSpec(e.Avoid),
	}
	for k, g := range e.Goals {
		l.strategy(strict.Path("campaign", i, "goals", k, "strategy"), g.Strategy)
		spec.Goals = append(spec.Goals, cyber.GoalSpec(g))
	}
	return spec
}

// begin is span for the beginning of a campaign, which should come before the end.
func (l *loader) begin(path, text string) string {
	if text == "" {
		return ""
	}
	start := l.instant(path, text)
	l.never(path, "the campaign begins", text, start)
	return time.Duration(start).String()
}

// span is an instant as the span from the start, which is how the cyber room takes it.
func (l *loader) span(path, text string) string {
	if text == "" {
		return ""
	}
	return time.Duration(l.instant(path, text)).String()
}

func (e *defenceEntry) spec() cyber.DefenceSpec {
	r := &e.Response
	return cyber.DefenceSpec{Operator: e.Operator, Monitoring: e.Monitoring, Response: cyber.Response{
		Notice: r.Notice.Text, Calls: r.Calls.Text, Escalate: r.Escalate.Text, Decide: r.Decide.Text, Eradicate: r.Eradicate.Text,
		Restore: r.Restore.Text, Rebuild: r.Rebuild.Text, Lost: r.Lost, Isolate: r.Isolate, Precaution: r.Precaution, Shutdown: r.Shutdown,
		Playbook: r.Playbook, Failed: r.Failed, Missed: r.Missed, Dwell: r.Dwell.Text, Manual: r.Manual,
		Alarms: r.Alarms, Analysts: r.Analysts, Triage: r.Triage,
	}}
}
