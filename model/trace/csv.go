package trace

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"

	"cascata/model"
	"cascata/sim"
)

// WriteChanges writes the Changes as CSV (RFC 4180 with plain line ends), a line per Change:
// id,t_s,sector,asset,kind,from,to,causes,why. Causes are ids separated by blanks, the one that tipped it first; from and to
// are shares of what was planned; asset is the path name of any entity, its sector empty if it has none.
func (r *Recording) WriteChanges(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	b.WriteString("id,t_s,sector,asset,kind,from,to,causes,why\n")
	var line []byte
	for i := range r.Changes {
		c := &r.Changes[i]
		line = strconv.AppendInt(line[:0], int64(i+1), 10)
		line = appendSeconds(append(line, ','), c.At)
		line = appendField(append(line, ','), r.SectorName(c.Entity))
		line = appendField(append(line, ','), r.Name(c.Entity))
		line = appendField(append(line, ','), KindName(c.Kind))
		line = appendShare(append(line, ','), c.From)
		line = appendShare(append(line, ','), c.To)
		line = append(line, ',')
		for j, cause := range r.Causes(i + 1) {
			if j > 0 {
				line = append(line, ' ')
			}
			line = strconv.AppendInt(line, int64(cause.Number), 10)
		}
		line = appendField(append(line, ','), r.Sentence(i+1))
		b.Write(append(line, '\n'))
	}
	return b.Flush()
}

// WriteServices writes the service of every sector in every district as CSV: t_s,sector,district,level,people, a row at 0
// and one at every change; people are the residents without the service at that level.
func (r *Recording) WriteServices(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	b.WriteString("t_s,sector,district,level,people\n")
	var line []byte
	s := &r.Services
	for i := range s.Len() {
		key := int(s.Key[i])
		line = appendSeconds(line[:0], s.At[i])
		line = appendField(append(line, ','), r.Sectors[key/len(r.Districts)].Name)
		line = appendField(append(line, ','), r.Districts[key%len(r.Districts)].Name)
		line = appendShare(append(line, ','), s.Level[i])
		line = strconv.AppendInt(append(line, ','), s.People[i], 10)
		b.Write(append(line, '\n'))
	}
	return b.Flush()
}

// appendSeconds appends an instant in seconds with as many of nine decimals as it needs.
func appendSeconds(b []byte, t sim.Time) []byte {
	const second = sim.Time(time.Second)
	b = strconv.AppendInt(b, int64(t/second), 10)
	ns := t % second
	if ns == 0 {
		return b
	}
	digits := strconv.AppendInt(nil, int64(second+ns), 10)
	digits[0] = '.'
	return append(b, strings.TrimRight(string(digits), "0")...)
}

// appendShare appends a level as a share of 1 with as many of seven decimals as it needs; seven tell all levels apart.
func appendShare(b []byte, l model.Level) []byte {
	text := strconv.FormatFloat(l.Share(), 'f', 7, 64)
	return append(b, strings.TrimSuffix(strings.TrimRight(text, "0"), ".")...)
}

// appendField appends a text, quoted when CSV demands it.
func appendField(b []byte, text string) []byte {
	if !strings.ContainsAny(text, ",\"\r\n") {
		return append(b, text...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(text, `"`, `""`)...)
	return append(b, '"')
}
