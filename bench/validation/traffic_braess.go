package validation

import (
	"context"
	"embed"
	"math"

	"cascata/model/transport"
)

//go:embed testdata/traffic
var trafficData embed.FS

// readTraffic reads a file of the data that may be copied.
func readTraffic(name string) ([]byte, error) {
	data, err := trafficData.ReadFile("testdata/traffic/" + name + ".gz")
	if err != nil {
		return nil, err
	}
	return unpack(data)
}

// braessRows are Braess's paradox with its link, without it, and with it again, each found from the flows before.
func braessRows() ([]Row, error) {
	line := func(from, to int32, fixed, slope float64) transport.Link {
		return transport.Link{From: from, To: to, Capacity: 1, FreeFlow: fixed, B: slope / fixed, Power: 1}
	}
	const nothing = 1e-9 // the format has no cost that begins at 0 and rises
	n := &transport.Network{Zones: 2, Nodes: 4, FirstThru: 1, Links: []transport.Link{
		line(1, 3, nothing, 10), line(1, 4, 50, 1), line(3, 2, 50, 1), line(3, 4, 10, 1), line(4, 2, nothing, 10)}}
	spec, err := transport.Compile(n)
	if err != nil {
		return nil, err
	}
	demand, err := transport.NewDemand(spec, &transport.Trips{Zones: 2, Origins: []transport.Origin{{Zone: 1, To: []transport.Flow{{Zone: 2, Trips: 6}}}}})
	if err != nil {
		return nil, err
	}
	a := transport.NewAssignment(spec, demand)
	var rows []Row
	for _, c := range []struct {
		title string
		open  float64
		total float64
		flows [5]float64
	}{
		{"Braess with the link 3-4: total cost", 1, 552, [5]float64{4, 2, 2, 2, 4}},
		{"Braess, link closed", 0, 498, [5]float64{3, 3, 3, 0, 3}},
		{"Braess, link open again", 1, 552, [5]float64{4, 2, 2, 2, 4}},
	} {
		if err := a.SetLink(3, c.open, 0); err != nil {
			return nil, err
		}
		r, err := a.Solve(context.Background(), transport.Options{Gap: 1e-13})
		if err != nil {
			return nil, err
		}
		row := Row{ID: "T1", Title: c.title, Source: trafficBraess, Reference: c.total, Computed: r.TotalTime, Tolerance: 1e-6,
			TolWhy: "1e-9 of fixed cost on two links; every flow within 1e-7"}
		for i, want := range c.flows {
			if math.Abs(a.Flow(i)-want) > 1e-7 {
				row.Computed = math.NaN()
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}
