package cyber

import (
	"fmt"

	"cascata/model"
)

// Definitions is everything a Spec is compiled from, as people write it. Compile checks it.
type Definitions struct {
	Techniques []Technique
	Templates  []Template
	Defences   []DefenceSpec
	Campaigns  []CampaignSpec
	Hardenings []Hardening // what measures change, on top of the defences
	Maturity   []Maturity
	Fleets     []Population
	Playbooks  []Playbook
	Teams      []TeamSpec
	Sharing    *SharingSpec // nil: operators do not warn each other

	// Choose picks at most count (0: all) of the assets that a goal with a Strategy could strike, in the order of strikes. reach is
	// Spec.Reach at the campaign's skill.
	Choose func(strategy string, among []model.AssetID, count int, reach func() []Reach) []model.AssetID
}

// Maturity are factors on what the estate of an operator says of its defence. What a DefenceSpec states stands as it is stated.
type Maturity struct {
	Operator   string  // name
	Monitoring float64 // on the monitoring of every zone, which is 1 at most in the end [0 or more]
	Delay      float64 // on the time to notice, escalate, decide and eradicate [0 or more]
	Lost       float64 // on the chance that an attacked backup is lost, which is 1 at most in the end [0 or more]
}

// Population is a fleet of small devices that goals may aim at: whoever controls assets of its kind can give it orders. Wiring says
// where they go.
type Population struct {
	Name     string
	Operator string
	Kind     string // kind of asset that stands for its devices
}

// Technique is one way of doing one step, by its ATT&CK number. There is no code behind it: only how hard it is, how
// visible, what it needs and what it gives.
type Technique struct {
	ID         string   // "T0855"
	Name       string   // as in ATT&CK: "Unauthorized Command Message"
	Domain     string   // "enterprise" or "ics"
	Tactic     string   // as in ATT&CK, lower case with hyphens: "impair-process-control"
	Difficulty string   // a class (see Difficulties), or a distribution in rng.Parse form
	Detection  float64  // chance that a fully monitored zone sees the step [0 to 1]
	Needs      []string // all of: "entry", "reach", "link", "credentials", "own", "presence", "map" (see Need... constants)
	Gives      string   // "foothold", "credentials", "map", "open", "stop", "damage", "set", "data", "backups", "lock", "blind", "quiet", "spoof", "disarm", "force", "draw", "flood"
	On         []string // ATT&CK asset types it works on; empty = all
	In         []string // kinds of zone it works in; empty = all
	Trait      string   // trait a device must have: "users", "exposed", "weak", "legacy"; empty = none
	Level      float64  // for "set" and "flood": the level to which targets are limited; for "spoof": what sensors read; for "draw": the share of the load [0 to 1]
	Pace       string   // time between two targets of one step (duration); empty = all at once
	Backups    bool     // it goes for the backups as well
	Rate       float64  // for "data": records copied out an hour; 0 = all at once
	Data       string   // what it does to data stores besides: "lock" those within reach, "alter" the one it is aimed at instead of copying it; empty = nothing
	Reported   float64  // chance that people report it, whoever watches [0 to 1]
	Delay      float64  // factor on the time until effects make sense to the operator's people, as long as the attacker is in [1 or more; 0 means 1]
	Source     string   // where its numbers come from
}

// Template is the estate of a sort of operator. One with a Base takes over what that has, adds to it and
// changes it, field by field; conduits are added.
type Template struct {
	Name     string
	Base     string
	Doc      string
	Source   string
	Zones    map[string]ZoneTemplate
	Conduits []ConduitTemplate
	Devices  map[string]DeviceTemplate
	Accounts map[string]AccountTemplate
	Stores   map[string]StoreTemplate
	Response Response
}

// ZoneTemplate is a part of an estate in which devices reach each other freely.
type ZoneTemplate struct {
	Title      string
	Kind       string   // "office", "dmz", "control", "field", "iot", "supplier"
	Monitoring *float64 // share of what could be seen that somebody watches [0 to 1]; nil = 0 or the base's
}

// ConduitTemplate lets From reach To. From may be a zone of another sort of operator, written "estate:zone": then every
// operator with that estate reaches this one (a supplier's access).
type ConduitTemplate struct {
	From, To string
	Filter   float64 // factor on the time to compromise across it [1 or more; 0 means 1]
}

// DeviceTemplate is a thing with software.
type DeviceTemplate struct {
	Title    string
	Type     string   // ATT&CK ICS asset type, "A0001" to "A0018"
	Zone     string   // zone it stands in
	Traits   []string // "users" (people open mail on it), "exposed" (reachable from the internet), "weak" (default or shared password), "legacy" (asks for no account, cannot be patched)
	Holds    []string // accounts whose credentials can be found on it
	Admits   []string // accounts that may log in to it
	Controls []string // selectors of the operator's assets it can command (see Select)
}

// AccountTemplate is an identity that can be stolen.
type AccountTemplate struct {
	Title string
	Of    string // "estate:account": it is that account of every operator with that estate, the same at all who admit it; empty = the operator's own
}

// StoreTemplate is a collection of data on a device.
type StoreTemplate struct {
	Title  string
	Device string
	Class  string  // "personal", "health", "location", "operational"
	Share  float64 // share of the operator's records in it [0 to 1; 0 means 1]
}

// Response is how an operator's people notice, decide and restore. Durations are distributions in rng.Parse form. An empty
// field takes the value of the base template.
type Response struct {
	Notice     string   // from a step that was seen until somebody looks at the alarm
	Calls      string   // from a visible effect until customers' calls and screens make sense of it
	Escalate   string   // from noticing until people who may decide understand: awareness
	Decide     string   // from awareness until the decisions
	Eradicate  string   // from the decisions until the attacker is out
	Restore    string   // of one asset from backup
	Rebuild    string   // of one asset without backup
	Lost       *float64 // chance that a backup which was attacked is lost [0 to 1]
	Isolate    []string // zones that are cut off when the attacker was seen in them
	Precaution *float64 // chance that healthy software is shut down as a precaution [0 to 1]
	Shutdown   []string // zones whose software a precautionary shutdown stops
	Playbook   string   // name of the workflow that follows the decision; empty = "usual"
	Failed     *float64 // chance that an action of it does not work [0 to 0.99]
	Missed     *float64 // chance that eradication misses a foothold [0 to 1]
	Dwell      string   // from such an eradication until the attacker uses what was missed
	Manual     *float64 // service level of what a zone controls while it is cut off and run by hand [0 to 1]; nil = 1
	Alarms     *float64 // false alarms an hour [0 or more]
	Analysts   *int     // people who look at alarms at any time; nil = 1
	Triage     string   // mean time to look at one (duration)
}

// DefenceSpec changes the defence of some operators in one scenario.
type DefenceSpec struct {
	Operator   string             // name or pattern with "*"; empty = all
	Monitoring map[string]float64 // by kind of zone, or by name, which comes first [0 to 1]
	Response   Response           // fields that are not empty replace the template's
}

// CampaignSpec is an attack as a scenario writes it.
type CampaignSpec struct {
	Name   string
	Title  string
	Skill  string  // "novice", "beginner", "intermediate" (default), "expert"
	Tempo  float64 // factor on all times of steps; 0 means 1: days of preparation stay days
	Start  string  // when the first step begins (duration since the scenario began); empty = 0
	Strike string  // no goal's own step begins before this instant; empty = no waiting
	Until  string  // the attacker gives up at this instant; empty = never
	Hands  *int    // steps of the cheapest way worked at once; nil = 1, 0 = every step that helps, without limit
	Retry  bool    // a step that failed can be tried again
	Wander bool    // no plan: one step after the other, drawn from all of them, whether it helps, or can be taken at all, or not
	Entry  EntrySpec
	Goals  []GoalSpec
	Avoid  AvoidSpec
}

// EntrySpec is where the attacker comes in.
type EntrySpec struct {
	Technique string // id: "T1566"
	Operator  string // name
	Zone      string // name of a zone in its estate
}

// GoalSpec is something the attacker wants: a technique's effect on targets. Goals are struck in the order written, however
// far ahead they were prepared, unless AtOnce.
type GoalSpec struct {
	Technique string
	Operator  string
	Target    string // selector of assets (see Select), or of data stores by name for "data"; empty = all the operator has
	Count     int    // at most so many assets, those with most people first; 0 = all
	Strategy  string // who comes first instead, a name that Definitions.Choose knows; empty = most people
	AtOnce    bool   // do not wait for the goals before
	Fleet     string // instead of Target: all devices of the fleet of that name, through a device that controls its assets
	Load      string // what they do: "on" (draw all they can) or "off" (switch off what they switch)
}

// AvoidSpec is what the attacker will not do or touch.
type AvoidSpec struct {
	Techniques []string
	Operators  []string
}

// problems collects.
type problems []model.Problem

func (p *problems) add(path, want, format string, args ...any) {
	*p = append(*p, model.Problem{Path: path, What: fmt.Sprintf(format, args...), Want: want})
}
