package validation

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strconv"

	"cascata/model/water"
)

// waterEvent is a change of a link's status.
type waterEvent struct {
	at     int64
	link   string
	status int
	used   bool
}

// note remembers every change of a link's status since the instant before.
func (w *waterCase) note(r *water.Run) {
	links := r.Spec().Network().Links
	if w.last == nil {
		for k := range links {
			w.last = append(w.last, r.Status(k))
		}
		return
	}
	for k := range links {
		if s := r.Status(k); s != w.last[k] {
			w.seen = append(w.seen, waterEvent{at: r.Now(), link: links[k].ID, status: s})
			w.last[k] = s
		}
	}
}

// loadEvents reads the reference's events that change a status; changes of settings show in the flows.
func (w *waterCase) loadEvents() error {
	rows, err := w.table("events.csv")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		if row[3] == row[4] {
			continue
		}
		at, err := strconv.ParseInt(row[0], 10, 64)
		status, err2 := strconv.Atoi(row[4])
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		w.events = append(w.events, waterEvent{at: at, link: row[1], status: status})
	}
	return nil
}

// compareEvents finds our event for every one of the reference, and none may be left over.
func (w *waterCase) compareEvents() {
	for _, e := range w.events {
		best := -1
		for i := range w.seen {
			if s := &w.seen[i]; !s.used && s.link == e.link && s.status == e.status && (best < 0 || apart(s.at, e.at) < apart(w.seen[best].at, e.at)) {
				best = i
			}
		}
		late := math.Inf(1)
		if best >= 0 {
			w.seen[best].used = true
			late = apart(w.seen[best].at, e.at)
		}
		w.count(late/(5+2e-5*float64(e.at)), "%s at %d s is off by %g s", e.link, e.at, late)
	}
	for _, s := range w.seen {
		if !s.used {
			w.count(math.Inf(1), "%s changes at %d s, in the reference it does not", s.link, s.at)
		}
	}
}

func apart(a, b int64) float64 { return math.Abs(float64(a - b)) }

// count notes an error as a share of what is allowed.
func (w *waterCase) count(share float64, format string, args ...any) {
	if math.IsNaN(share) {
		share = math.Inf(1)
	}
	if share > w.worst || w.where == "" {
		w.worst, w.where = share, fmt.Sprintf(format, args...)
	}
}

// compare compares an instant that the reference has recorded.
func (w *waterCase) compare(r *water.Run) error {
	column, ok := w.heads.column[r.Now()]
	if !ok {
		return nil
	}
	w.compared++
	moves := w.moves[r.Now()]
	flowing, highest := map[int]bool{}, 0.0
	net := r.Spec().Network()
	links := w.flows.column[r.Now()]
	for i, row := range w.flows.rows {
		want, err := strconv.ParseFloat(row[links], 64)
		if err != nil {
			return err
		}
		if l := &net.Links[w.flows.index[i]]; math.Abs(want) > 1e-3 {
			flowing[l.From], flowing[l.To] = true, true
		}
	}
	for i, row := range w.heads.rows {
		want, err := strconv.ParseFloat(row[column], 64)
		if err != nil {
			return err
		}
		highest = max(highest, math.Abs(want))
		node := w.heads.index[i]
		if w.sensitive[row[0]] || w.class != "A" && !flowing[node] {
			continue
		}
		got := r.Head(node)
		w.count(math.Abs(got-want)/max(0.01, 2*moves[0]), "head of %s at %d s is %.6g, not %.6g", row[0], r.Now(), got, want)
	}
	digits := w.digits(highest)
	for i, row := range w.flows.rows {
		want, err := strconv.ParseFloat(row[links], 64)
		if err != nil {
			return err
		}
		got := r.Flow(w.flows.index[i])
		w.count(math.Abs(got-want)/max(0.01, 1e-3*math.Abs(want), 2*moves[1], digits, w.unknown(&net.Links[w.flows.index[i]], links)), "flow of %s at %d s is %.6g, not %.6g", row[0], r.Now(), got, want)
	}
	return nil
}

// digits is what the last digits of heads make of a flow of the reference in its shortest pipes: there it multiplies differences
// of heads with 1.852e7, the largest conductance of a pipe [cfs/ft]. Four digits are allowed, in the file's unit of flow; outside
// class A only.
func (w *waterCase) digits(highest float64) float64 {
	if w.class == "A" {
		return 0
	}
	const gpmPerCFS = 448.831 // all cases of these classes are in gpm and ft
	return 4 * (math.Nextafter(highest, math.Inf(1)) - highest) * 1.852e7 * gpmPerCFS
}

// loadBalance reads what leaves the reference's nodes and adds up its flows there. Where they do not add up, the reference does not
// know its flows: at a dead end behind a stopped pump the last digits of heads are all that flows. Class A is compared without.
func (w *waterCase) loadBalance() error {
	if w.class == "A" {
		return nil
	}
	w.lost = map[int][]float64{}
	net := w.spec.Network()
	rows, err := w.table("demand.csv")
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		if err := w.lose(w.spec.Node(row[0]), row, -1); err != nil {
			return err
		}
	}
	for i, row := range w.flows.rows {
		l := &net.Links[w.flows.index[i]]
		if err := errors.Join(w.lose(l.From, row, -1), w.lose(l.To, row, 1)); err != nil {
			return err
		}
	}
	return nil
}

// lose adds a row of the reference to what a node lacks, by column.
func (w *waterCase) lose(node int, row []string, sign float64) error {
	if w.lost[node] == nil {
		w.lost[node] = make([]float64, len(row))
	}
	for c := 1; c < len(row); c++ {
		x, err := strconv.ParseFloat(row[c], 64)
		if err != nil {
			return err
		}
		w.lost[node][c] += float64(sign * x)
	}
	return nil
}

// unknown is how far the reference's flows miss the balance at the ends of a link, in its column of an instant.
func (w *waterCase) unknown(l *water.Link, column int) float64 {
	if w.class == "A" {
		return 0
	}
	return max(math.Abs(w.lost[l.From][column]), math.Abs(w.lost[l.To][column]))
}
