package trace

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"cascata/model"
)

// KindName is the word for a kind of Change, as in the kind column of changes.csv.
func KindName(k model.ChangeKind) string {
	if name, ok := phrasesOf("en").change[k]; ok {
		return name
	}
	return "kind " + strconv.Itoa(int(k))
}

// CauseName is the word for a kind of cause.
func CauseName(k model.CauseKind) string {
	if name, ok := phrasesOf("en").cause[k]; ok {
		return name
	}
	return "cause " + strconv.Itoa(int(k))
}

// Title is the neutral name of an entity for people; empty for Absent.
func (s *Stage) Title(e model.EntityID) string {
	if e < 0 || int(e) >= len(s.Entities) {
		return ""
	}
	return s.Entities[e].Title
}

// Sentence says why Change number n happened: "power: buffer empty after 4h (without Load node 0123)".
func (r *Recording) Sentence(n int) string {
	c := r.Change(n)
	words := phrasesOf("en")
	template, ok := words.why[c.Why.Code]
	if other, found := words.still[c.Why.Code]; found && !r.isSwitch(c.Entity) {
		template = other
	}
	if !ok {
		return "reason " + strconv.Itoa(int(c.Why.Code))
	}
	return fill(template, func(name string) string { return r.phrase(c, name) })
}

// isSwitch reports whether an entity opens and closes: a part of the electric network. A pump or a gate is switched off.
func (s *Stage) isSwitch(e model.EntityID) bool {
	if e < 0 || int(e) >= s.Assets {
		return false
	}
	k := &s.Kinds[s.Entities[e].Kind]
	return k.Network != model.RoleNone && s.Sectors[k.Sector].Name == "power"
}

// What says what Change number n changed: "service 100 % to 0 %", "foothold". Only services and supplies have levels that mean
// something to people.
func (r *Recording) What(n int) string {
	c := r.Change(n)
	levels := c.Kind == model.KindService || c.Kind == model.KindSupply
	if c.From == c.To || !levels {
		return KindName(c.Kind)
	}
	return fmt.Sprintf("%s %v to %v", KindName(c.Kind), c.From, c.To)
}

// Line is Change number n in one line: "1d 14:32:00 Cell site 047: service 100 % to 0 %; power: buffer empty after 4h".
func (r *Recording) Line(n int) string {
	c := r.Change(n)
	return r.Clock().Second(c.At) + " " + r.Title(c.Entity) + ": " + r.What(n) + "; " + r.Sentence(n)
}

// phrase is what a name in a sentence stands for; empty for nothing.
func (r *Recording) phrase(c *Change, name string) string {
	switch name {
	case "other":
		if c.Why.Other == c.Entity {
			return ""
		}
		return r.Title(c.Why.Other)
	case "need":
		if c.Why.Need >= 0 && int(c.Why.Need) < len(r.Needs) {
			return r.Needs[c.Why.Need].Name
		}
	case "span":
		if c.Why.Amount > 0 {
			return Span(time.Duration(c.Why.Amount))
		}
	case "count":
		return strconv.FormatInt(c.Why.Amount, 10)
	case "technique":
		if i := c.Why.Amount; i >= 0 && i < int64(len(r.Techniques)) {
			return r.Techniques[i]
		}
		return "technique " + strconv.FormatInt(c.Why.Amount, 10)
	case "level":
		return c.To.String()
	}
	return ""
}

// fill puts values into a template; see phrases for its form.
func fill(template string, value func(name string) string) string {
	var out strings.Builder
	for template != "" {
		open := strings.IndexAny(template, "[{")
		if open < 0 {
			out.WriteString(template)
			break
		}
		out.WriteString(template[:open])
		end := strings.IndexByte(template, ']')
		if template[open] == '[' {
			out.WriteString(optional(template[open+1:end], value))
		} else {
			end = strings.IndexByte(template, '}')
			out.WriteString(value(template[open+1 : end]))
		}
		template = template[end+1:]
	}
	return out.String()
}

// optional is a part of a template that has one name, or nothing if the name has no value.
func optional(part string, value func(name string) string) string {
	open, end := strings.IndexByte(part, '{'), strings.IndexByte(part, '}')
	v := value(part[open+1 : end])
	if v == "" {
		return ""
	}
	return part[:open] + v + part[end+1:]
}

// Span is a duration as people write it: "4h", "1d 2h30m", "1m30s"; above a minute it is rounded to the second, above a day to
// the minute.
func Span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= day:
		d = d.Round(time.Minute)
	case d >= time.Minute:
		d = d.Round(time.Second)
	}
	text := ""
	if d >= day {
		text = strconv.FormatInt(int64(d/day), 10) + "d"
		if d %= day; d == 0 {
			return text
		}
		text += " "
	}
	s := d.String()
	if d >= time.Minute { // without zeros at the end: 4h0m0s is 4h
		s = strings.TrimSuffix(s, "0s")
		if strings.HasSuffix(s, "h0m") {
			s = strings.TrimSuffix(s, "0m")
		} else if !strings.HasSuffix(s, "m") && !strings.HasSuffix(s, "s") {
			s += "0s"
		}
	}
	return text + s
}
