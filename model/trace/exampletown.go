package trace

import (
	"fmt"
	"time"

	"cascata/model"
)

// exampleRoster is the invented town of the example with its actors.
func exampleRoster() *model.Roster {
	c := exampleCity()
	if err := c.Finish(); err != nil {
		panic(fmt.Sprintf("the example's city is broken: %v", err))
	}
	r := &model.Roster{City: c, Techniques: []string{
		"T1566.001 Spearphishing Attachment", "T0859 Valid Accounts", "T0855 Unauthorized Command Message",
	}}
	at := model.Point{X: 1000, Y: 1500}
	for _, a := range []model.Actor{
		{Name: "dso", Title: "Grid operations", Sort: model.SortOperator, District: 0, At: at},
		{Name: "dso/control", Title: "Control centre zone", Sort: model.SortZone, District: 0, At: at},
		{Name: "dso/control/scada", Title: "SCADA server", Sort: model.SortDevice, District: 0, At: at},
		{Name: "dso/crews", Title: "Grid crews", Sort: model.SortCrews, District: 0, At: at},
		{Name: "dso/office/mail", Title: "Mail server", Sort: model.SortDevice, District: 0, At: at},
		{Name: "dso/store", Title: "Customer records", Sort: model.SortStore, District: 0, At: at},
		{Name: "campaign/grid", Title: "Attack on the grid", Sort: model.SortCampaign, Operator: model.Absent, District: model.Absent},
	} {
		r.Add(a)
	}
	return r
}

func exampleCity() *model.City {
	const health, power, telecom, water = 0, 1, 2, 3
	c := &model.City{
		Name: "example", Title: "Example town", Attribution: "No data: an invented town",
		Synthetic: "Everything in this town is SYNTHETIC.", Hash: "",
		Sectors: []model.Sector{
			{Name: "health", Title: "Health", Doc: "hospitals", Essential: true, Glyph: "plus"},
			{Name: "power", Title: "Power", Doc: "electricity", Essential: true, Glyph: "square"},
			{Name: "telecom", Title: "Telecom", Doc: "mobile telephony", Essential: true, Glyph: "triangle"},
			{Name: "water", Title: "Water", Doc: "drinking water", Essential: true, Glyph: "circle"},
		},
		Kinds: []model.Kind{
			{Name: "health/hospital", Title: "hospital", Sector: health, Unit: "beds", Rank: 9},
			{Name: "power/line", Title: "line", Sector: power, Unit: "MW", Network: model.RoleEdge, Minor: true, Rank: 1},
			{Name: "power/load", Title: "load node", Sector: power, Unit: "MW", Network: model.RoleNode, Minor: true, Rank: 2},
			{Name: "power/substation", Title: "substation", Sector: power, Unit: "MW", Network: model.RoleNode, Rank: 8},
			{Name: "telecom/site", Title: "cell site", Sector: telecom, Rank: 4},
			{Name: "water/pump", Title: "pumping station", Sector: water, Unit: "m3/h", Network: model.RoleSource, Rank: 5},
		},
		Operators: []model.Operator{{Name: "dso", Title: "Electricity distribution (SYNTHETIC)", Sector: power,
			Regime: "nis2-essential", Control: model.Absent, Crews: 1, Persons: 40000, Records: 120000}},
		Defaults: []model.Parameter{{Name: "telecom/site.power.buffer", Value: "4h", Range: "0h to 8h", Source: "invented"}},
	}
	exampleDistricts(c)
	exampleAssets(c)
	return c
}

// exampleDistricts draws three districts side by side, each 1 km wide, with two places each.
func exampleDistricts(c *model.City) {
	for i, d := range []struct {
		name, title string
		residents   int32
	}{{"east", "East", 1000}, {"north", "North", 5000}, {"south", "South", 3000}} {
		x := float64(i) * 1000
		c.Districts = append(c.Districts, model.District{Name: d.name, Title: d.title, Residents: d.residents,
			Rings: [][]model.Point{{{X: x, Y: 0}, {X: x + 1000, Y: 0}, {X: x + 1000, Y: 2000}, {X: x, Y: 2000}, {X: x, Y: 0}}}})
	}
	c.Layers = []model.Layer{
		{Name: "river", Lines: [][]model.Point{{{X: -500, Y: -100.5}, {X: 3500, Y: -200.25}}}},
		{Name: "roads/primary", Synthetic: true, Lines: [][]model.Point{{{X: 0, Y: 1000}, {X: 3000, Y: 1000}}, {{X: 1500, Y: 0}, {X: 1500, Y: 2000}}}},
	}
}

// The assets of the example, in the order of their names.
const (
	assetHospital = iota
	assetLine1
	assetLine2
	assetLoad1
	assetLoad2
	assetLoad3
	assetSub1
	assetSub2
	assetSite1
	assetSite2
	assetPump1
	assetPump2
)

func exampleAssets(c *model.City) {
	c.Assets = []model.Asset{
		{Name: "health/hospital-01", Label: "Invented General", Kind: 0, District: 1, At: model.Point{X: 1600, Y: 1400}, Capacity: 200, Demand: 150},
		{Name: "power/line-01", Kind: 1, District: 1, At: model.Point{X: 1500, Y: 1200}, Capacity: 20},
		{Name: "power/line-02", Kind: 1, District: 2, At: model.Point{X: 2200, Y: 800}, Capacity: 20},
		{Name: "power/load-01", Kind: 2, District: 1, At: model.Point{X: 1300, Y: 900}, Demand: 6},
		{Name: "power/load-02", Kind: 2, District: 2, At: model.Point{X: 2400, Y: 700}, Demand: 4},
		{Name: "power/load-03", Kind: 2, District: 0, At: model.Point{X: 500, Y: 600}, Demand: 1.5},
		{Name: "power/substation-01", Kind: 3, District: 1, At: model.Point{X: 1500, Y: 1600}, Capacity: 20},
		{Name: "power/substation-02", Kind: 3, District: 0, At: model.Point{X: 400, Y: 1500}, Capacity: 10},
		{Name: "telecom/site-01", Kind: 4, District: 1, At: model.Point{X: 1700, Y: 700}},
		{Name: "telecom/site-02", Kind: 4, District: 2, At: model.Point{X: 2600, Y: 1300}},
		{Name: "water/pump-01", Kind: 5, District: 2, At: model.Point{X: 2100, Y: 300}, Capacity: 400, Demand: 300},
		{Name: "water/pump-02", Kind: 5, District: 0, At: model.Point{X: 300, Y: 300}, Capacity: 100, Demand: 60},
	}
	for i := range c.Assets {
		c.Assets[i].Synthetic = true
	}
	one := func(asset, supplier model.AssetID, buffer time.Duration) model.Need {
		return model.Need{Asset: asset, Name: "power", Suppliers: []model.Supplier{{Asset: supplier}}, Buffer: buffer,
			Failover: 1, Backup: model.Full}
	}
	c.Needs = []model.Need{ // in the order of the constants beside the story
		one(assetHospital, assetLoad1, 24*time.Hour),
		one(assetSite1, assetLoad1, 4*time.Hour),
		one(assetSite2, assetLoad2, 4*time.Hour),
		one(assetPump1, assetLoad2, 0),
		one(assetPump2, assetLoad3, 0),
	}
	c.Networks = []model.Network{{Name: "power", Sector: 1, Edges: []model.Edge{
		{Asset: assetLine1, From: assetSub1, To: assetLoad1}, {Asset: assetLine2, From: assetSub1, To: assetLoad2},
	}}}
	examplePlaces(c)
}

func examplePlaces(c *model.City) {
	place := func(d model.DistrictID, x, y float64, people int32, serving ...model.AssetID) {
		p := model.Place{District: d, At: model.Point{X: x, Y: y}, Residents: people}
		for sector, a := range serving {
			if a != model.Absent {
				p.Serving = append(p.Serving, model.Serving{Sector: model.SectorID(sector), Asset: a})
			}
		}
		c.Places = append(c.Places, p)
	}
	place(0, 500, 500, 600, assetHospital, assetLoad3, assetSite1, assetPump2)
	place(0, 500, 1500, 400, assetHospital, assetLoad3, assetSite1, assetPump2)
	place(1, 1250, 500, 2000, assetHospital, assetLoad1, assetSite1, assetPump2)
	place(1, 1750, 1500, 3000, assetHospital, assetLoad1, assetSite2, assetPump1)
	place(2, 2250, 500, 1000, assetHospital, assetLoad2, assetSite2, assetPump1)
	place(2, 2750, 1500, 2000, assetHospital, assetLoad2, assetSite2, assetPump1)
}
