package export

import (
	"strconv"
	"strings"
	"unicode"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// plain is a text from a recording on one line: control characters and those that turn the direction of writing, which could
// make a line read as another one, become U+FFFD, and so do bytes that are no UTF-8.
func plain(text string) string {
	return strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return unicode.ReplacementChar
		}
		return r
	}, text), string(unicode.ReplacementChar))
}

// nameOf is an entity for people: "Operator station (dso/control/hmi)".
func nameOf(rec *trace.Recording, e model.EntityID) string {
	title, name := rec.Title(e), rec.Name(e)
	switch {
	case title == "":
		title = name
	case name != "" && name != title:
		title += " (" + name + ")"
	}
	return called(title, e)
}

// called is a name on one line; what has none is known by its number.
func called[T ~int | ~int32](name string, n T) string {
	if name == "" {
		return "nameless " + number(n)
	}
	return plain(name)
}

// number is a position as text.
func number[T ~int | ~int32](n T) string { return strconv.Itoa(int(n)) }

// clockOf is an instant on the scenario's clock, to the second.
func clockOf(rec *trace.Recording, t sim.Time) string { return rec.Clock().Second(t) }

// lineOf is Change number n in one line.
func lineOf(rec *trace.Recording, n int) string { return plain(rec.Line(n)) }

// first is the first of two texts that is not empty.
func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// times is how often something happened: "1 time", "3 times".
func times(n int) string { return plural(n, "time") }

// synthetic is the sentence that every file carries.
func synthetic(rec *trace.Recording) string {
	return strings.TrimSpace("SYNTHETIC: everything in this file is the result of a simulation with Cascata; nothing of it happened. " + plain(rec.Header.Synthetic))
}

// capped joins lines, at most n of them, and says how many more there are.
func capped(lines []string, n int) string {
	if rest := len(lines) - n; rest > 0 {
		lines = append(lines[:n:n], "and "+strconv.Itoa(rest)+" more")
	}
	return strings.Join(lines, "\n")
}

// plural is a count with its word: "1 device", "3 devices".
func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}
