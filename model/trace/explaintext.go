package trace

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteText writes the explanation for people: what was the case, the chain to the root, what else contributed, and what
// followed. An entry of the chain says when, who, what and why, and the word behind the arrow says how it led to the
// entry above it.
func (x *Explanation) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
	if x.Note != "" {
		fmt.Fprintln(b, x.Note)
	}
	fmt.Fprintf(b, "%s", x.Title)
	if x.Title != x.Subject {
		fmt.Fprintf(b, " (%s)", x.Subject)
	}
	fmt.Fprintf(b, "\nAt %s: %s", x.Clock.Second(x.At), x.State)
	if len(x.Story) > 0 {
		x.writeStory(b)
		return b.Flush()
	}
	if x.Change == 0 && len(x.Contributors) == 0 {
		fmt.Fprintf(b, ", as planned\n")
		return b.Flush()
	}
	fmt.Fprintf(b, ", since %s\n", x.Clock.Second(x.Since))
	x.writeContributors(b)
	x.writeChain(b)
	x.writeCone(b)
	return b.Flush()
}

// shown is how many contributors and other causes are written out.
const shown = 10

// writeContributors writes both ways of sharing out a KPI.
func (x *Explanation) writeContributors(b *bufio.Writer) {
	x.writeParts(b, "Where it went wrong", x.Origins)
	x.writeParts(b, "Whose service is missing", x.Contributors)
}

func (x *Explanation) writeParts(b *bufio.Writer, title string, parts []Contributor) {
	if len(parts) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s (adds up to %d people)\n", title, x.Value)
	rest := x.Value
	for i, c := range parts {
		if i == shown {
			fmt.Fprintf(b, "  %9d  %d more\n", rest, len(parts)-shown)
			break
		}
		rest -= c.People
		fmt.Fprintf(b, "  %9d  %s (%s)", c.People, c.Title, c.Name)
		if c.Change > 0 {
			fmt.Fprintf(b, " #%d: %s", c.Change, c.Sentence)
		}
		fmt.Fprintln(b)
	}
}

func (x *Explanation) writeChain(b *bufio.Writer) {
	if len(x.Chain) == 0 {
		return
	}
	of := ""
	if len(x.Contributors) > 0 {
		of = ", for " + x.Chain[0].Title
	}
	fmt.Fprintf(b, "\nWhy%s\n", of)
	for i := range x.Chain {
		x.writeStep(b, &x.Chain[i], "")
	}
	if len(x.Others) == 0 {
		return
	}
	fmt.Fprintf(b, "\nAlso contributed\n")
	for i := range x.Others[:min(len(x.Others), shown)] {
		x.writeStep(b, &x.Others[i], fmt.Sprintf(" [of #%d]", x.Others[i].Of))
	}
	if n := len(x.Others) - shown; n > 0 {
		fmt.Fprintf(b, "  and %d more\n", n)
	}
}

func (x *Explanation) writeStep(b *bufio.Writer, s *Step, of string) {
	link := ""
	if s.Of > 0 {
		link = fmt.Sprintf("<- %s: ", CauseName(s.Cause))
	}
	fmt.Fprintf(b, "  #%-5d %s  %s%s (%s): %s; %s%s\n", s.Number, x.Clock.Second(s.At), link, s.Title, s.Name, s.What, s.Sentence, of)
}

func (x *Explanation) writeCone(b *bufio.Writer) {
	if x.Change == 0 {
		return
	}
	fmt.Fprintf(b, "\nWhat followed from #%d\n  Changes: %d\n", x.Change, len(x.Cone.Numbers))
	if x.Cone.Assets > 0 {
		fmt.Fprintf(b, "  assets whose service fell: %d (%s)\n", x.Cone.Assets, strings.Join(x.Cone.Sectors, ", "))
		fmt.Fprintf(b, "  people who lost an essential service, counted in full: %d\n", x.Cone.People)
	}
}
