package defaults

import (
	_ "embed" // automatics.toml
	"math"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/scenarios/strict"
)

//go:embed automatics.toml
var automaticsTOML []byte

type automaticEntry struct {
	Sensor string  `toml:"sensor,required"`
	Acts   string  `toml:"acts,required"`
	Where  string  `toml:"where,required" one:"nearest district"`
	At     float64 `toml:"at,required" in:"[0,1]"`
	Level  float64 `toml:"level,required" in:"[0,1]"`
	Source string  `toml:"source,required"`
}

// Automatics are what acts on the readings of a city's sensors, by the shipped rules, in the order of the rules' names and of assets.
func Automatics(c *model.City) ([]cascade.Automatic, error) {
	var file struct {
		Sources   map[string]string         `toml:"sources"`
		Automatic map[string]automaticEntry `toml:"automatic"`
	}
	if err := strict.Decode("automatics.toml", automaticsTOML, &file); err != nil {
		return nil, err
	}
	var list []cascade.Automatic
	for _, name := range sortedKeys(file.Automatic) {
		e := file.Automatic[name]
		sensors := ofKind(c, e.Sensor)
		for _, a := range ofKind(c, e.Acts) {
			for _, s := range e.heeded(c, a, sensors) {
				list = append(list, cascade.Automatic{Sensor: s, Acts: a, At: model.LevelOf(e.At), Level: model.LevelOf(e.Level)})
			}
		}
	}
	return list, nil
}

// ofKind are the assets of a kind, ascending.
func ofKind(c *model.City, kind string) []model.AssetID {
	var list []model.AssetID
	for i := range c.Assets {
		if c.Kinds[c.Assets[i].Kind].Name == kind {
			list = append(list, model.AssetID(i))
		}
	}
	return list
}

// heeded are the sensors on which an asset acts.
func (e *automaticEntry) heeded(c *model.City, acts model.AssetID, sensors []model.AssetID) []model.AssetID {
	a := &c.Assets[acts]
	var list []model.AssetID
	best := math.Inf(1)
	for _, s := range sensors {
		x := &c.Assets[s]
		far := math.Hypot(x.At.X-a.At.X, x.At.Y-a.At.Y)
		switch {
		case e.Where == "district" && x.District == a.District:
			list = append(list, s)
		case e.Where == "nearest" && x.Operator == a.Operator && far < best:
			list, best = []model.AssetID{s}, far
		}
	}
	return list
}
