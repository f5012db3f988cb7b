package scenarios

import (
	"maps"
	"slices"

	"cascata/model/cyber"
	"cascata/scenarios/strict"
)

// playbookEntry is a workflow of the people who respond.
type playbookEntry struct {
	Doc   string      `toml:"doc"`
	Steps []stepEntry `toml:"steps,required"`
}

type stepEntry struct {
	Name    string      `toml:"name,required"`
	Action  string      `toml:"action,required"`
	After   []string    `toml:"after"`
	If      string      `toml:"if"`
	Chance  *float64    `toml:"chance" in:"[0,1]"`
	Success *float64    `toml:"success" in:"[0,1]"`
	Time    strict.Dist `toml:"time"`
	Zones   []string    `toml:"zones"`
	Share   float64     `toml:"share" in:"[0,1]"`
	Hold    strict.Dist `toml:"hold"`
}

// teamEntry is an incident team that several operators share.
type teamEntry struct {
	Title     string      `toml:"title"`
	Operators []string    `toml:"operators,required"`
	Capacity  int         `toml:"capacity" in:"[1,1000000]"`
	Response  strict.Dist `toml:"response"`
}

// sharingEntry is a forum whose members warn each other.
type sharingEntry struct {
	Members []string    `toml:"members"`
	Delay   strict.Dist `toml:"delay,required"`
	Watch   *float64    `toml:"watch" in:"[0,1]"`
	Factor  *float64    `toml:"factor" in:"[0,1]"`
	Block   *float64    `toml:"block" in:"[0,1]"`
	Offline *float64    `toml:"offline" in:"[0,1]"`
	Hold    strict.Dist `toml:"hold"`
}

// defence adds playbooks, shared teams and the forum.
func (l *loader) defence(defs *cyber.Definitions) {
	for _, name := range slices.Sorted(maps.Keys(l.file.Playbooks)) {
		e := l.file.Playbooks[name]
		b := cyber.Playbook{Name: name, Doc: e.Doc}
		for _, s := range e.Steps {
			b.Steps = append(b.Steps, cyber.PlayStep{Name: s.Name, Action: s.Action, After: s.After, If: s.If, Chance: s.Chance, Success: s.Success,
				Time: s.Time.Text, Zones: s.Zones, Share: s.Share, Hold: s.Hold.Text})
		}
		defs.Playbooks = append(defs.Playbooks, b)
	}
	for _, name := range slices.Sorted(maps.Keys(l.file.Teams)) {
		e := l.file.Teams[name]
		defs.Teams = append(defs.Teams, cyber.TeamSpec{Name: name, Title: e.Title, Operators: e.Operators, Capacity: max(e.Capacity, 1), Response: e.Response.Text})
	}
	if e := l.file.Sharing; e != nil {
		defs.Sharing = &cyber.SharingSpec{Members: e.Members, Delay: e.Delay.Text, Watch: e.Watch, Factor: e.Factor, Block: e.Block, Offline: e.Offline, Hold: e.Hold.Text}
	}
}
