package transport

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
)

// Write writes the network as TNTP, so that it reads back the same.
func (n *Network) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "<%s> %d\n<%s> %d\n<%s> %d\n<%s> %d\n", keyZones, n.Zones, keyNodes, n.Nodes, keyFirst, n.FirstThru, keyLinks, len(n.Links))
	if n.TollFactor != 0 {
		fmt.Fprintf(b, "<%s> %s\n", keyToll, exact(n.TollFactor))
	}
	if n.DistanceFactor != 0 {
		fmt.Fprintf(b, "<%s> %s\n", keyDistance, exact(n.DistanceFactor))
	}
	fmt.Fprintf(b, "<%s>\n\n~\tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed\ttoll\tlink_type\t;\n", endOfMetadata)
	for i := range n.Links {
		l := &n.Links[i]
		fmt.Fprintf(b, "\t%d\t%d", l.From, l.To)
		for _, x := range [...]float64{l.Capacity, l.Length, l.FreeFlow, l.B, l.Power, l.Speed, l.Toll, l.Type} {
			b.WriteString("\t" + exact(x))
		}
		b.WriteString("\t;\n")
	}
	return b.Flush()
}

// Write writes the trips as TNTP, so that they read back the same.
func (t *Trips) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "<%s> %d\n<%s> %s\n<%s>\n", keyZones, t.Zones, keyTotal, exact(t.Total()), endOfMetadata)
	for _, o := range t.Origins {
		fmt.Fprintf(b, "\nOrigin %d", o.Zone)
		for i, f := range o.To {
			if i%5 == 0 {
				b.WriteString("\n")
			}
			fmt.Fprintf(b, "    %d : %s;", f.Zone, exact(f.Trips))
		}
		b.WriteString("\n")
	}
	return b.Flush()
}

func exact(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
