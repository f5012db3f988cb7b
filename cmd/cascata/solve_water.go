package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model/water"
)

// waterFlags are the flags of `solve water`.
type waterFlags struct {
	report, duration int64
	accuracy         float64
	trials           int
	pda, out         string
	closings         []string
}

// waterAnswer is what `solve water` prints.
type waterAnswer struct {
	Nodes      int     `json:"nodes"`
	Links      int     `json:"links"`
	Duration   int64   `json:"duration_s"`
	Steps      int     `json:"steps"`
	Iterations int     `json:"iterations"`
	Unbalanced int     `json:"unbalanced_steps"`
	Residual   float64 `json:"largest_relative_flow_change"`
	Imbalance  float64 `json:"largest_node_imbalance"`
	CutOff     int     `json:"most_junctions_cut_off"`
	FlowUnit   string  `json:"flow_unit"`
	Asked      float64 `json:"demand_unit_s"`
	Delivered  float64 `json:"delivered_unit_s"`
}

func (a *app) solveWater() *cobra.Command {
	var f waterFlags
	cmd := &cobra.Command{
		Use:   "water FILE.inp --out DIR",
		Short: "Heads and flows of a water network over time (EPANET input file)",
		Long: `Read an EPANET 2.2 or 2.3 input file and run its hydraulics to a tight accuracy, whatever the file's own. DIR gets
nodes.csv (time_s,node,head,pressure,demand) and links.csv (time_s,link,flow,velocity,status,setting) at every reporting
time, in the file's own units; a summary is printed as JSON. Status is 0 closed, also when a link closed by itself, 1 open,
2 a valve that holds its setting; a tank's demand is its net inflow. A junction without a way to a source gets nothing.`,
		Args: cobra.ExactArgs(1),
		RunE: do(func(cmd *cobra.Command, args []string) error {
			if f.out == "" {
				return usagef("give --out DIR for the results")
			}
			net, err := readWater(args[0])
			if err != nil {
				return err
			}
			for _, w := range net.Warnings {
				fmt.Fprintln(a.err, "warning:", w)
			}
			spec, err := f.spec(net)
			if err != nil {
				return err
			}
			sum, err := f.run(cmd.Context(), spec)
			if err != nil {
				return err
			}
			return writeJSON(a.out, waterAnswer{len(net.Nodes), len(net.Links), spec.Duration(), sum.Steps, sum.Iterations, sum.Unbalanced,
				sum.Residual, sum.Imbalance, sum.CutOff, net.Options.Units.String(), sum.Asked, sum.Delivered})
		}),
	}
	flags := cmd.Flags()
	flags.Int64Var(&f.report, "report", 0, "seconds between reporting times (default the file's); does not change the run")
	flags.Int64Var(&f.duration, "duration", -1, "seconds to run (default the file's)")
	flags.Float64Var(&f.accuracy, "accuracy", 1e-6, "sum of flow changes over sum of flows at which an instant counts as solved")
	flags.IntVar(&f.trials, "trials", 0, "most iterations an instant (default 500, or the file's if larger)")
	flags.StringVar(&f.pda, "pda", "", "demands that depend on pressure: MIN,REQUIRED,EXPONENT in the file's unit")
	flags.StringArrayVar(&f.closings, "close", nil, "LINK@SECONDS: shut a link for good; may be repeated")
	flags.StringVar(&f.out, "out", "", "folder for the results")
	return cmd
}

func readWater(path string) (*water.Network, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, usage(err)
	}
	defer file.Close()
	return water.Read(file, path)
}

// longestRun keeps a slip of the keyboard from filling the disk [s].
const longestRun = 10 * 365 * 24 * 3600

// spec compiles a network with what the flags say.
func (f *waterFlags) spec(net *water.Network) (*water.Spec, error) {
	set := water.Settings{Accuracy: f.accuracy, Trials: f.trials}
	switch {
	case f.report < 0:
		return nil, usagef("--report %d: write 1 or more seconds", f.report)
	case f.duration < -1 || f.duration > longestRun:
		return nil, usagef("--duration %d: write 0 to %d seconds (ten years)", f.duration, longestRun)
	case f.trials < 0:
		return nil, usagef("--trials %d: write 1 or more", f.trials)
	case f.accuracy == 0:
		return nil, usagef("--accuracy 0: write 1e-10 to 0.1")
	case f.duration == 0:
		set.Duration = -1
	case f.duration > 0:
		set.Duration = f.duration
	}
	var err error
	if f.pda != "" {
		if set.PDA, err = readPDA(f.pda); err != nil {
			return nil, err
		}
	}
	for _, c := range f.closings {
		closing, err := readClosing(net, c)
		if err != nil {
			return nil, err
		}
		set.Close = append(set.Close, closing)
	}
	spec, err := water.NewSpec(net, set)
	return spec, usage(err)
}

func readPDA(text string) (*water.PDA, error) {
	parts := strings.Split(text, ",")
	var x [3]float64
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || len(parts) != len(x) {
			return nil, usagef("--pda %s: write MIN,REQUIRED,EXPONENT, such as 0,20,0.5", text)
		}
		x[i] = v
	}
	return &water.PDA{Min: x[0], Required: x[1], Exponent: x[2]}, nil
}

// readClosing reads LINK@SECONDS. The last @ counts, for names may hold one.
func readClosing(net *water.Network, text string) (water.Closing, error) {
	at := strings.LastIndexByte(text, '@')
	if at < 1 {
		return water.Closing{}, usagef("--close %s: write LINK@SECONDS", text)
	}
	s, err := strconv.ParseInt(text[at+1:], 10, 64)
	if err != nil || s < 0 {
		return water.Closing{}, usagef("--close %s: %q is no number of seconds", text, text[at+1:])
	}
	for i := range net.Links {
		if net.Links[i].ID == text[:at] {
			return water.Closing{Link: i, At: s}, nil
		}
	}
	return water.Closing{}, usagef("--close %s: link %q does not exist", text, text[:at])
}

// run simulates and writes the two tables; it leaves none when somebody stops it.
func (f *waterFlags) run(ctx context.Context, spec *water.Spec) (sum water.Summary, err error) {
	if err := os.MkdirAll(f.out, 0o755); err != nil {
		return sum, usage(err)
	}
	err = writeWhole(filepath.Join(f.out, "nodes.csv"), func(nodes io.Writer) error {
		return writeWhole(filepath.Join(f.out, "links.csv"), func(links io.Writer) error {
			t := waterTables{nodes: nodes, links: links}
			t.heads()
			var failed error
			if sum, failed = spec.Report(0, f.report, func(r *water.Run) error { return cmp.Or(ctx.Err(), t.rows(r)) }); failed == nil {
				failed = t.err
			}
			return failed
		})
	})
	return sum, err
}

// waterTables writes the rows of an instant. The first failure stays.
type waterTables struct {
	nodes, links io.Writer
	line         []byte
	err          error
}

func (t *waterTables) heads() {
	t.put(t.nodes, "time_s,node,head,pressure,demand\n")
	t.put(t.links, "time_s,link,flow,velocity,status,setting\n")
}

func (t *waterTables) put(w io.Writer, text string) {
	if t.err == nil {
		_, t.err = io.WriteString(w, text)
	}
}

func (t *waterTables) rows(r *water.Run) error {
	net, now := r.Spec().Network(), strconv.FormatInt(r.Now(), 10)
	for i := range net.Nodes {
		t.row(t.nodes, now, net.Nodes[i].ID, r.Head(i), r.Pressure(i), r.Demand(i))
	}
	for i := range net.Links {
		t.row(t.links, now, net.Links[i].ID, r.Flow(i), r.Velocity(i), float64(r.Status(i)), r.Setting(i))
	}
	return t.err
}

// row writes time, name and numbers with ten significant digits.
func (t *waterTables) row(w io.Writer, now, id string, values ...float64) {
	t.line = append(append(t.line[:0], now...), ',')
	if strings.ContainsAny(id, "\",\n\r") {
		t.line = append(t.line, '"')
		t.line = append(t.line, strings.ReplaceAll(id, `"`, `""`)...)
		t.line = append(t.line, '"')
	} else {
		t.line = append(t.line, id...)
	}
	for _, v := range values {
		t.line = strconv.AppendFloat(append(t.line, ','), v, 'g', 10, 64)
	}
	t.line = append(t.line, '\n')
	if t.err == nil {
		_, t.err = w.Write(t.line)
	}
}
