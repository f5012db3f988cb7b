package scenarios

import "cascata/scenarios/strict"

// file is a scenario as TOML has it; docs/scenario-format.md explains every key.
type file struct {
	Title      string                    `toml:"title,required"`
	Doc        string                    `toml:"doc"`
	ModelledOn string                    `toml:"modelled_on"`
	Invented   string                    `toml:"invented"`
	City       string                    `toml:"city"`
	Start      strict.Clock              `toml:"start,required"`
	Horizon    strict.Duration           `toml:"horizon" in:"[1m,800d]"`
	Lookahead  strict.Duration           `toml:"lookahead" in:"[1ms,10m]"`
	Seed       int64                     `toml:"seed" in:"[0,)"`
	Weather    weatherEntry              `toml:"weather"`
	Sectors    map[string]sectorEntry    `toml:"sector"`
	Events     []eventEntry              `toml:"event"`
	Strikes    []strikeEntry             `toml:"strike"`
	Recovery   recoveryEntry             `toml:"recovery"`
	Calls      []callsEntry              `toml:"calls"`
	ECall      ecallEntry                `toml:"ecall"`
	PSAP       psapEntry                 `toml:"psap"`
	Dispatch   dispatchEntry             `toml:"dispatch"`
	Campaigns  []campaignEntry           `toml:"campaign"`
	Defences   []defenceEntry            `toml:"defence"`
	Measures   []measureEntry            `toml:"measure"`
	Fleets     map[string]fleetEntry     `toml:"fleet"`
	Worms      []wormEntry               `toml:"worm"`
	Needs      map[string]map[string]any `toml:"needs"`
	Kinds      map[string]map[string]any `toml:"kinds"`
	Operators  map[string]operatorEntry  `toml:"operators"`
	Law        lawEntry                  `toml:"law"`
	Clocks     []clockEntry              `toml:"clock"`
	Experiment experimentEntry           `toml:"experiment"`
	Playbooks  map[string]playbookEntry  `toml:"playbook"`
	Teams      map[string]teamEntry      `toml:"team"`
	Sharing    *sharingEntry             `toml:"sharing"`
}

// weatherEntry is the outdoor temperature of every day of the run.
type weatherEntry struct {
	LowC  *float64 `toml:"low_c" in:"[-60,60]"`
	HighC *float64 `toml:"high_c" in:"[-60,60]"`
}

// sectorEntry says how a sector is simulated.
type sectorEntry struct {
	Fidelity string `toml:"fidelity" one:"physics connectivity"`
}

// eventEntry is something that happens without an attacker.
type eventEntry struct {
	At      string   `toml:"at,required"`
	Until   string   `toml:"until"`
	Command string   `toml:"command,required" one:"open close stop start damage repair set black-start draw disarm arm lock unlock blind see spoof true force"`
	Level   float64  `toml:"level" in:"[0,1]"`
	Targets []string `toml:"targets,required"`
	Share   float64  `toml:"share" in:"(0,1]"`
	Why     string   `toml:"why,required"`
}

type campaignEntry struct {
	Name   string      `toml:"name,required"`
	Title  string      `toml:"title"`
	Skill  string      `toml:"skill" one:"novice beginner intermediate expert"`
	Tempo  float64     `toml:"tempo" in:"(0,1000]"`
	Start  string      `toml:"start"`
	Strike string      `toml:"strike"`
	Until  string      `toml:"until"`
	Hands  *int        `toml:"hands" in:"[0,1000]"`
	Retry  bool        `toml:"retry"`
	Wander bool        `toml:"wander"`
	Entry  entryEntry  `toml:"entry,required"`
	Goals  []goalEntry `toml:"goals,required"`
	Avoid  avoidEntry  `toml:"avoid"`
}

type entryEntry struct {
	Technique string `toml:"technique,required"`
	Operator  string `toml:"operator,required"`
	Zone      string `toml:"zone,required"`
}

type goalEntry struct {
	Technique string `toml:"technique,required"`
	Operator  string `toml:"operator,required"`
	Target    string `toml:"target"`
	Count     int    `toml:"count" in:"[1,1000000]"`
	Strategy  string `toml:"strategy"`
	AtOnce    bool   `toml:"at_once"`
	Fleet     string `toml:"fleet"`
	Load      string `toml:"load" one:"on off"`
}

type avoidEntry struct {
	Techniques []string `toml:"techniques"`
	Operators  []string `toml:"operators"`
}

// defenceEntry changes the defence of the operators whose name fits a pattern.
type defenceEntry struct {
	Operator   string             `toml:"operator"`
	Monitoring map[string]float64 `toml:"monitoring"`
	Response   responseEntry      `toml:"response"`
}

type responseEntry struct {
	Notice     strict.Dist `toml:"notice"`
	Calls      strict.Dist `toml:"calls"`
	Escalate   strict.Dist `toml:"escalate"`
	Decide     strict.Dist `toml:"decide"`
	Eradicate  strict.Dist `toml:"eradicate"`
	Restore    strict.Dist `toml:"restore"`
	Rebuild    strict.Dist `toml:"rebuild"`
	Lost       *float64    `toml:"lost" in:"[0,1]"`
	Isolate    []string    `toml:"isolate"`
	Precaution *float64    `toml:"precaution" in:"[0,1]"`
	Shutdown   []string    `toml:"shutdown"`
	Playbook   string      `toml:"playbook"`
	Failed     *float64    `toml:"failed" in:"[0,0.99]"`
	Missed     *float64    `toml:"missed" in:"[0,1]"`
	Dwell      strict.Dist `toml:"dwell"`
	Manual     *float64    `toml:"manual" in:"[0,1]"`
	Alarms     *float64    `toml:"alarms" in:"[0,1000000]"`
	Analysts   *int        `toml:"analysts" in:"[1,10000]"`
	Triage     string      `toml:"triage"`
}

type operatorEntry struct {
	Crews   *int     `toml:"crews" in:"[0,10000]"`
	Regimes []string `toml:"regimes"`
}
