package defaults

import (
	_ "embed" // techniques.toml and estates.toml

	"cascata/model"
	"cascata/model/cyber"
	"cascata/scenarios/strict"
)

//go:embed techniques.toml
var techniquesTOML []byte

//go:embed estates.toml
var estatesTOML []byte

// Cyber is the shipped catalogue of techniques and the templates of estates, each in the order of names.
func Cyber() ([]cyber.Technique, []cyber.Template, error) {
	var faults model.Faults
	techniques := readTechniques("techniques.toml", techniquesTOML, &faults)
	templates := readEstates("estates.toml", estatesTOML, &faults)
	return techniques, templates, faults.Err()
}

type techniqueEntry struct {
	Name       string   `toml:"name,required"`
	Domain     string   `toml:"domain,required" one:"enterprise ics"`
	Tactic     string   `toml:"tactic,required"`
	Difficulty string   `toml:"difficulty,required"`
	Detection  float64  `toml:"detection,required" in:"[0,1]"`
	Needs      []string `toml:"needs,required"`
	Gives      string   `toml:"gives,required"`
	On         []string `toml:"on"`
	In         []string `toml:"in"`
	Trait      string   `toml:"trait"`
	Level      float64  `toml:"level" in:"[0,1]"`
	Pace       string   `toml:"pace"`
	Backups    bool     `toml:"backups"`
	Rate       float64  `toml:"rate" in:"[0,1e15]"`
	Data       string   `toml:"data" one:"lock alter"`
	Reported   float64  `toml:"reported" in:"[0,1]"`
	Delay      float64  `toml:"delay" in:"[1,1000]"`
	Source     string   `toml:"source,required"`
}

// readTechniques reads a catalogue of techniques.
func readTechniques(name string, text []byte, faults *model.Faults) []cyber.Technique {
	var file struct {
		Sources   map[string]string         `toml:"sources"`
		Technique map[string]techniqueEntry `toml:"technique"`
	}
	doc := strict.Parse(name, text)
	collect(faults, doc.Decode(&file))
	var list []cyber.Technique
	for _, id := range sortedKeys(file.Technique) {
		e := file.Technique[id]
		if file.Sources[e.Source] == "" && !doc.Broken() {
			doc.Fault(faults, strict.Path("technique", id, "source"), model.DidYouMean(e.Source, sortedKeys(file.Sources)), "unknown source %q", e.Source)
		}
		list = append(list, cyber.Technique{
			ID: id, Name: e.Name, Domain: e.Domain, Tactic: e.Tactic, Difficulty: e.Difficulty, Detection: e.Detection, Needs: e.Needs,
			Gives: e.Gives, On: e.On, In: e.In, Trait: e.Trait, Level: e.Level, Pace: e.Pace, Backups: e.Backups, Rate: e.Rate, Data: e.Data,
			Reported: e.Reported, Delay: e.Delay, Source: file.Sources[e.Source],
		})
	}
	return list
}

type estateEntry struct {
	Base     string                  `toml:"base"`
	Doc      string                  `toml:"doc,required"`
	Source   string                  `toml:"source,required"`
	Zones    map[string]zoneEntry    `toml:"zones"`
	Conduits []conduitEntry          `toml:"conduits"`
	Devices  map[string]deviceEntry  `toml:"devices"`
	Accounts map[string]accountEntry `toml:"accounts"`
	Stores   map[string]storeEntry   `toml:"stores"`
	Response responseEntry           `toml:"response"`
}

type zoneEntry struct {
	Title      string   `toml:"title"`
	Kind       string   `toml:"kind"`
	Monitoring *float64 `toml:"monitoring" in:"[0,1]"`
}

type conduitEntry struct {
	From   string  `toml:"from,required"`
	To     string  `toml:"to,required"`
	Filter float64 `toml:"filter" in:"[1,1000000]"`
}

type deviceEntry struct {
	Title    string   `toml:"title"`
	Type     string   `toml:"type"`
	Zone     string   `toml:"zone"`
	Traits   []string `toml:"traits"`
	Holds    []string `toml:"holds"`
	Admits   []string `toml:"admits"`
	Controls []string `toml:"controls"`
}

type accountEntry struct {
	Title string `toml:"title"`
	Of    string `toml:"of"`
}

type storeEntry struct {
	Title  string  `toml:"title"`
	Device string  `toml:"device"`
	Class  string  `toml:"class"`
	Share  float64 `toml:"share" in:"(0,1]"`
}

type responseEntry struct {
	Notice     string   `toml:"notice"`
	Calls      string   `toml:"calls"`
	Escalate   string   `toml:"escalate"`
	Decide     string   `toml:"decide"`
	Eradicate  string   `toml:"eradicate"`
	Restore    string   `toml:"restore"`
	Rebuild    string   `toml:"rebuild"`
	Lost       *float64 `toml:"lost" in:"[0,1]"`
	Isolate    []string `toml:"isolate"`
	Precaution *float64 `toml:"precaution" in:"[0,1]"`
	Shutdown   []string `toml:"shutdown"`
	Playbook   string   `toml:"playbook"`
	Failed     *float64 `toml:"failed" in:"[0,0.99]"`
	Missed     *float64 `toml:"missed" in:"[0,1]"`
	Dwell      string   `toml:"dwell"`
	Manual     *float64 `toml:"manual" in:"[0,1]"`
	Alarms     *float64 `toml:"alarms" in:"[0,1000000]"`
	Analysts   *int     `toml:"analysts" in:"[1,10000]"`
	Triage     string   `toml:"triage"`
}

// readEstates reads templates of estates.
func readEstates(name string, text []byte, faults *model.Faults) []cyber.Template {
	var file struct {
		Sources map[string]string      `toml:"sources"`
		Estate  map[string]estateEntry `toml:"estate"`
	}
	collect(faults, strict.Decode(name, text, &file))
	var list []cyber.Template
	for _, key := range sortedKeys(file.Estate) {
		list = append(list, file.Estate[key].template(key))
	}
	return list
}

func (e estateEntry) template(name string) cyber.Template {
	t := cyber.Template{
		Name: name, Base: e.Base, Doc: e.Doc, Source: e.Source, Response: cyber.Response(e.Response),
		Zones: map[string]cyber.ZoneTemplate{}, Devices: map[string]cyber.DeviceTemplate{},
		Accounts: map[string]cyber.AccountTemplate{}, Stores: map[string]cyber.StoreTemplate{},
	}
	for k, z := range e.Zones {
		t.Zones[k] = cyber.ZoneTemplate(z)
	}
	for _, c := range e.Conduits {
		t.Conduits = append(t.Conduits, cyber.ConduitTemplate(c))
	}
	for k, d := range e.Devices {
		t.Devices[k] = cyber.DeviceTemplate(d)
	}
	for k, a := range e.Accounts {
		t.Accounts[k] = cyber.AccountTemplate(a)
	}
	for k, s := range e.Stores {
		t.Stores[k] = cyber.StoreTemplate(s)
	}
	return t
}

// collect adds the faults in err, if any.
func collect(faults *model.Faults, err error) {
	if list, ok := err.(model.Faults); ok {
		*faults = append(*faults, list...)
	} else if err != nil {
		faults.Add("defaults", 0, 0, "", "%v", err)
	}
}
