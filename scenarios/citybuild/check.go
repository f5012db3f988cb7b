package citybuild

import "slices"

// leastStreets is how many street nodes a city needs for its networks to have a shape.
const leastStreets = 100

// check refuses data sets that no city can be made of, before a generator trips over them.
func (r *reader) check() {
	in := r.in
	if len(in.streets) < leastStreets {
		r.faults.Add("roads_arterial_nodes.csv", 0, 0, "", "%d street nodes are too few: at least %d", len(in.streets), leastStreets)
		return
	}
	joined := newSets(len(in.streets))
	for _, e := range in.edges {
		joined.join(e.u, e.v)
	}
	for i := range in.streets {
		if joined.find(i) != joined.find(0) {
			r.faults.Add("roads_arterial_edges.csv", 0, 0, "keep the largest connected part", "the streets are not connected: node in line %d is apart from the first", i+2)
			break
		}
	}
	names, residents := map[string]bool{}, 0
	for _, d := range in.districts {
		if names[d.name] {
			r.faults.Add("parishes.geojson", 0, 0, "", "two parishes have the name %q", d.name)
		}
		names[d.name] = true
		residents += d.residents
	}
	if residents < leastStreets*fewPeople {
		r.faults.Add("parishes.geojson", 0, 0, "", "%d residents are too few: at least %d", residents, leastStreets*fewPeople)
	}
	for _, set := range []struct {
		file string
		list []facility
	}{
		{"hospitals.csv", in.hospitals}, {"fire_stations.csv", in.fire}, {"police_stations.csv", in.police}, {"health_centres.csv", in.centres},
		{"schools.csv", in.schools}, {"metro_stations.csv", in.metro}, {"train_stations.csv", in.rail}, {"ferry_terminals.csv", in.ferry},
	} {
		if len(set.list) == 0 {
			r.faults.Add(set.file, 0, 0, "", "has no row: a city needs at least one")
		}
	}
	if !slices.ContainsFunc(in.hospitals, func(h facility) bool { return h.kind != "" }) {
		r.faults.Add("hospitals.csv", 0, 0, "", "no hospital has an emergency department (column ed_assumed)")
	}
	r.checkMetro()
}

// checkMetro refuses links to stations that do not exist and stations on lines without links.
func (r *reader) checkMetro() {
	known, lines := map[string]bool{}, map[string]bool{}
	for _, f := range r.in.metro {
		known[f.id] = true
	}
	for i, l := range r.in.links {
		lines[l.line] = true
		if !known[l.from] || !known[l.to] {
			r.faults.Add("metro_links.csv", i+2, 0, "", "station %q or %q does not exist", l.from, l.to)
		}
	}
	for i, f := range r.in.metro {
		for _, line := range splitLines(f.kind) {
			if !lines[line] {
				r.faults.Add("metro_stations.csv", i+2, 0, "", "line %q has no links", line)
			}
		}
	}
}
