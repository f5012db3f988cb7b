package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"cascata/model"
	"cascata/model/transport"
)

// trafficAnswer is what `solve traffic` prints.
type trafficAnswer struct {
	Objective   float64 `json:"beckmann_objective"`
	TotalTime   float64 `json:"total_travel_time"`
	Gap         float64 `json:"relative_gap"`
	Rounds      int     `json:"rounds"`
	Converged   bool    `json:"converged"`
	Trips       float64 `json:"trips"`
	WithinZones float64 `json:"trips_within_zones"`
	Unserved    float64 `json:"trips_without_path"`
}

// trafficFlags are the flags of `solve traffic`.
type trafficFlags struct {
	transport.Options
	out            string
	toll, distance float64
}

func (a *app) solveTraffic() *cobra.Command {
	var f trafficFlags
	cmd := &cobra.Command{
		Use:   "traffic NET.tntp TRIPS.tntp --out DIR",
		Short: "User equilibrium of cars on a road network (TNTP files)",
		Long: `Assign the trips to the network so that nobody finds a cheaper path (Wardrop's user equilibrium, by Algorithm B). It writes
links.csv (from,to,volume,cost) into DIR, links in the order of the file, and prints Beckmann's objective, the total travel time
and the relative gap as JSON. Trips within a zone are not assigned. Files may be gzipped.

The cost of a link is free_flow_time*(1 + b*(volume/capacity)^power) + toll factor*toll + distance factor*length; the factors are
those of the file (<TOLL FACTOR>, <DISTANCE FACTOR>), 0 without, unless the flags give them.`,
		Args: cobra.ExactArgs(2),
		RunE: do(func(cmd *cobra.Command, args []string) error {
			if !(f.Gap > 0) || f.Rounds < 1 || f.out == "" {
				return usagef("--gap must be above 0, --rounds 1 or more, --out DIR given")
			}
			return a.traffic(cmd, f, args[0], args[1])
		}),
	}
	flags := cmd.Flags()
	flags.Float64Var(&f.Gap, "gap", 1e-6, "relative gap to reach")
	flags.IntVar(&f.Rounds, "rounds", 5000, "rounds at most; if they do not reach the gap the flows are written and the command fails")
	flags.Float64Var(&f.toll, "toll-factor", 0, "cost per unit of toll (default: that of the file)")
	flags.Float64Var(&f.distance, "distance-factor", 0, "cost per unit of length (default: that of the file)")
	flags.StringVar(&f.out, "out", "", "folder to write into")
	return cmd
}

func (a *app) traffic(cmd *cobra.Command, f trafficFlags, net, trips string) error {
	network, table, err := readTraffic(net, trips)
	if err != nil {
		return err
	}
	if cmd.Flags().Changed("toll-factor") {
		network.TollFactor = f.toll
	}
	if cmd.Flags().Changed("distance-factor") {
		network.DistanceFactor = f.distance
	}
	spec, err := transport.Compile(network)
	if err != nil {
		return usage(err)
	}
	demand, err := transport.NewDemand(spec, table)
	if err != nil {
		return usagef("%s: %v", trips, err)
	}
	assignment := transport.NewAssignment(spec, demand)
	r, err := assignment.Solve(cmd.Context(), f.Options)
	if err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(f.out, "links.csv"), func(w io.Writer) error { return writeLinks(w, network, assignment) }); err != nil {
		return err
	}
	answer := trafficAnswer{Objective: r.Objective, TotalTime: r.TotalTime, Gap: r.Gap, Rounds: r.Rounds, Converged: r.Converged, Unserved: r.Unserved}
	answer.Trips, answer.WithinZones = demand.Total()
	if err := writeJSON(a.out, answer); err != nil {
		return err
	}
	if !r.Converged {
		return fmt.Errorf("the relative gap is %.3g after %d rounds, %.3g was asked for", r.Gap, r.Rounds, f.Gap)
	}
	return nil
}

// readTraffic reads both files and reports the faults of both.
func readTraffic(net, trips string) (n *transport.Network, t *transport.Trips, err error) {
	first := readAny(net, func(r io.Reader) (err error) { n, err = transport.ReadNetwork(net, r); return })
	second := readAny(trips, func(r io.Reader) (err error) { t, err = transport.ReadTrips(trips, r); return })
	return n, t, joinFaults(first, second)
}

// readAny opens a file, unpacks it if it is gzipped, and reads it. What cannot be read is bad usage.
func readAny(name string, read func(io.Reader) error) error {
	err := readOpened(name, read)
	var faults model.Faults
	if err != nil && !errors.As(err, &faults) {
		return usagef("%s: %v", name, err)
	}
	return err
}

func readOpened(name string, read func(io.Reader) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	b := bufio.NewReader(file)
	if magic, _ := b.Peek(2); string(magic) != "\x1f\x8b" {
		return read(b)
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return err
	}
	return read(z)
}

func writeLinks(w io.Writer, n *transport.Network, a *transport.Assignment) error {
	b := bufio.NewWriter(w)
	b.WriteString("from,to,volume,cost\n")
	for i, l := range n.Links {
		fmt.Fprintf(b, "%d,%d,%s,%s\n", l.From, l.To, exact(a.Flow(i)), exact(a.Cost(i)))
	}
	return b.Flush()
}

// joinFaults is the faults of both, or the first other error.
func joinFaults(errs ...error) error {
	var all model.Faults
	for _, err := range errs {
		var faults model.Faults
		if err != nil && !errors.As(err, &faults) {
			return err
		}
		all = append(all, faults...)
	}
	return all.Err()
}
