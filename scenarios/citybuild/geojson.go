package citybuild

import (
	"encoding/json"
	"io/fs"

	"github.com/paulmach/orb"
)

// feature is the part of a GeoJSON feature (RFC 7946) that is used here. The reader of orb would bring a database driver with it.
type feature struct {
	Properties struct {
		Dicofre, Name         string
		Residents, Households int
	}
	Geometry struct {
		Type        string
		Coordinates json.RawMessage
	}
}

// shape is the polygons of a feature; empty when it has none.
func (f *feature) shape() orb.MultiPolygon {
	var many orb.MultiPolygon
	var one orb.Polygon
	switch f.Geometry.Type {
	case "MultiPolygon":
		if json.Unmarshal(f.Geometry.Coordinates, &many) == nil {
			return many
		}
	case "Polygon":
		if json.Unmarshal(f.Geometry.Coordinates, &one) == nil {
			return orb.MultiPolygon{one}
		}
	}
	return nil
}

// collection reads a file with one feature or many.
func (r *reader) collection(file string) []feature {
	data, err := fs.ReadFile(r.fsys, file)
	if err != nil {
		r.faults.Add(file, 0, 0, "", "cannot be opened: %v", err)
		return nil
	}
	var all struct{ Features []feature }
	err = json.Unmarshal(data, &all)
	if err == nil && len(all.Features) == 0 {
		all.Features = make([]feature, 1)
		err = json.Unmarshal(data, &all.Features[0])
	}
	if err != nil {
		r.faults.Add(file, 0, 0, "write GeoJSON", "cannot be read: %v", err)
		return nil
	}
	for i := range all.Features {
		for _, polygon := range all.Features[i].shape() {
			if len(polygon) == 0 || len(polygon[0]) < 4 {
				r.faults.Add(file, 0, 0, "close each ring", "feature %d has a polygon without a ring", i)
				return nil
			}
		}
	}
	return all.Features
}
