package scale

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cascata/scenarios"
	"cascata/scenarios/cities"
	"cascata/scenarios/citybuild"
	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
)

// Load is a scenario, as text, and the file of its city.
type Load struct {
	Scenario string
	City     string
}

// Plain has the sectors with physics do without: the bars of speed are for networks by connectivity and capacity.
func Plain() []string {
	var sets []string
	for _, sector := range []string{"emergency", "health", "power", "telecom", "traffic", "water"} {
		sets = append(sets, "sector."+sector+".fidelity=connectivity")
	}
	return sets
}

// Open reads the city and compiles what replications share.
func (l Load) Open() (*scenarios.Scenario, error) {
	return scenarios.Load("./load.toml", Plain(), func(name string) ([]byte, error) {
		if strings.HasSuffix(name, ".toml") {
			return []byte(l.Scenario), nil
		}
		return os.ReadFile(l.City)
	})
}

// assetsPerResident is what citybuild.Generate makes unless told otherwise.
const assetsPerResident = 0.1

// blackout is the regional blackout: all infeeds are lost for eight hours.
const blackout = `title = "Regional blackout"
city = "./large.city.zst"
start = "2025-04-28T08:00"
horizon = "72h"

[[event]]
at = "3h"
until = "11h"
command = "stop"
targets = ["power/infeed"]
why = "voltage collapse of the grid"
`

// Blackout is the regional blackout of an invented city of about so many assets, which it puts into a folder.
func Blackout(assets int, dir string) (Load, error) {
	city, _, err := citybuild.Generate(citybuild.Plan{Residents: int(float64(assets) / assetsPerResident), Seed: 1})
	if err != nil {
		return Load{}, err
	}
	cat, err := defaults.Load()
	if err != nil {
		return Load{}, err
	}
	l := Load{blackout, filepath.Join(dir, "large.city.zst")}
	file, err := os.Create(l.City)
	if err != nil {
		return l, err
	}
	return l, errors.Join(cityfile.WriteCompressed(file, city, cat), file.Close())
}

// outage is an attacker who is quick to the meters' head-end and stops all of them in one go. The distributor notices, throws the
// attacker out and brings the meters back one by one.
const outage = `title = "Smart meters stopped"
city = "./meters.city"
start = "2025-04-28T08:00"
horizon = "72h"

[[campaign]]
name = "meters"
skill = "expert"
tempo = 0.001
entry = { technique = "T1566", operator = "dso", zone = "office" }
goals = [{ technique = "T0881", operator = "dso", target = "power/meters" }]

[[defence]]
operator = "dso"
response = { calls = "lognormal(1h, 0.3)", escalate = "lognormal(1h, 0.3)", decide = "lognormal(1h, 0.3)", eradicate = "lognormal(4h, 0.3)", restore = "lognormal(12h, 0.3)" }
`

// Outage is an attack on so many smart meters, in a small city to which they are added; its file goes into a folder.
func Outage(meters int, dir string) (Load, error) {
	city, err := cities.Load("mini")
	if err != nil {
		return Load{}, err
	}
	cat, err := defaults.Load()
	if err != nil {
		return Load{}, err
	}
	var text, assets, needs strings.Builder
	if err := cityfile.Write(&text, city, cat); err != nil {
		return Load{}, err
	}
	for i := range meters {
		fmt.Fprintf(&assets, "power/meters-%07d,power/meters,north,dso,%d,%d,,,1,,,yes,,\n", i, i%1000, i/1000)
		fmt.Fprintf(&needs, "power/meters-%07d,power,power/area-north,,,,,,,,,,\n", i)
	}
	file := strings.Replace(text.String(), "\n[needs]", assets.String()+"\n[needs]", 1)
	file = strings.Replace(file, "\n[networks]", needs.String()+"\n[networks]", 1)
	l := Load{outage, filepath.Join(dir, "meters.city")}
	return l, os.WriteFile(l.City, []byte(file), 0o644)
}
