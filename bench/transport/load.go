package transport

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"cascata/model/transport"
)

// folder is where data lies that is not in the repository: what the environment variable names, else beside it.
func folder(variable, name string) string {
	if dir := os.Getenv(variable); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared", name)
}

// open opens a file, or the same name with .gz unpacked.
func open(path string) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if err == nil {
		return file, nil
	}
	if file, err = os.Open(path + ".gz"); err != nil {
		return nil, err
	}
	return gzip.NewReader(file)
}

// Public is a public road network with its trips; the error is fs.ErrNotExist where it is not present.
func Public(name string) (*transport.Network, *transport.Trips, error) {
	at := filepath.Join(folder("CASCATA_REFERENCE", "reference"), "traffic", name, name)
	net, err := open(at + "_net.tntp")
	if err != nil {
		return nil, nil, err
	}
	defer net.Close()
	n, err := transport.ReadNetwork(name, net)
	if err != nil {
		return nil, nil, err
	}
	if name == "ChicagoSketch" { // its README: minutes per cent and per mile
		n.TollFactor, n.DistanceFactor = 0.02, 0.04
	}
	trips, err := open(at + "_trips.tntp")
	if err != nil {
		return nil, nil, err
	}
	defer trips.Close()
	t, err := transport.ReadTrips(name, trips)
	return n, t, err
}

// speeds by class [m/s]; all streets can be used both ways, as the data lost the rest.
var speeds = map[string]float64{"motorway": 25, "trunk": 19, "primary": 14, "secondary": 12, "tertiary": 11, "ramp": 11}

// Lisboa is its full street graph (OpenStreetMap, ODbL); the error is fs.ErrNotExist where it is not present.
func Lisboa() (City, error) {
	var c City
	at := filepath.Join(folder("CASCATA_CITIES", "cities"), "lisboa")
	err := records(filepath.Join(at, "roads_full_nodes.csv"), func(row []string) error {
		x, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			return err
		}
		y, err := strconv.ParseFloat(row[4], 64)
		c.Points = append(c.Points, transport.Point{X: x, Y: y})
		return err
	})
	if err != nil {
		return c, err
	}
	err = records(filepath.Join(at, "roads_full_edges.csv"), func(row []string) error {
		var x [3]float64
		for i, column := range [3]int{1, 2, 5} {
			var err error
			if x[i], err = strconv.ParseFloat(row[column], 64); err != nil {
				return err
			}
		}
		speed := speeds[row[3]]
		if speed == 0 {
			speed = 8
		}
		u, v, ms := int32(x[0]), int32(x[1]), int32(1000*x[2]/speed)
		c.Arcs = append(c.Arcs, transport.Arc{From: u, To: v}, transport.Arc{From: v, To: u})
		c.Times = append(c.Times, ms, ms)
		return nil
	})
	return c, err
}

// records calls row for every record but the head.
func records(path string, row func([]string) error) error {
	r, err := open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	c := csv.NewReader(r)
	if _, err := c.Read(); err != nil {
		return err
	}
	for {
		record, err := c.Read()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = row(record)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
}
