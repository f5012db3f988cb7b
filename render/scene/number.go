package scene

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cascata/model"
	"cascata/sim"
)

// Count writes a number with thin groups of three: "184,200".
func Count(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// CountOf writes a number and its share of a whole: "184,200 (34 %)".
func CountOf(n, of int64) string {
	if of <= 0 {
		return Count(n)
	}
	return Count(n) + " (" + Percent(float64(n)/float64(of)) + ")"
}

// Percent writes a share in whole per cent; what is not nothing is never written as 0, nor what is not all as 100.
func Percent(share float64) string {
	switch {
	case share > 0 && share < 0.01:
		return "< 1 %"
	case share < 1 && share > 0.99:
		return "> 99 %"
	}
	return strconv.FormatFloat(share*100, 'f', 0, 64) + " %"
}

// Span writes a duration as a person would say it: "45 s", "18 min", "4 h 20 min", "2 d 3 h".
func Span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < 0:
		return "−" + Span(-d)
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < day:
		return joined(int(d/time.Hour), "h", int(d/time.Minute%60), "min")
	}
	return joined(int(d/day), "d", int(d/time.Hour%24), "h")
}

func joined(a int, unit string, b int, smaller string) string {
	if b == 0 {
		return fmt.Sprintf("%d %s", a, unit)
	}
	return fmt.Sprintf("%d %s %d %s", a, unit, b, smaller)
}

// Elapsed writes an instant as the time since the scenario began: "T+06:21", "T+30:05".
func Elapsed(t sim.Time) string {
	m := int64(time.Duration(t) / time.Minute)
	return fmt.Sprintf("T+%02d:%02d", m/60, m%60)
}

// oneDecimal writes a quantity with as many digits as it deserves: "212", "21.2", "0.3".
func oneDecimal(x float64) string {
	if x >= 100 || x == 0 {
		return Count(int64(x + 0.5))
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}

// lost is the part of a level that is missing.
func lost(l model.Level) float64 { return 1 - l.Share() }

// day splits the reading of the scenario's clock "1d 14:32:10" into "day 1" and "14:32".
func day(reading string) (string, string) {
	d, clock, ok := strings.Cut(reading, "d ")
	if !ok {
		return "", reading
	}
	if len(clock) > 5 {
		clock = clock[:5]
	}
	return "day " + d, clock
}

// Lower is a text with its first letter in lower case, unless it begins with an abbreviation.
func Lower(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if second, _ := utf8.DecodeRuneInString(text[size:]); size == 0 || unicode.IsUpper(second) {
		return text
	}
	return string(unicode.ToLower(first)) + text[size:]
}

// Capital is a text with its first letter in upper case, unless that would spoil a name such as eCall.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if second, _ := utf8.DecodeRuneInString(text[size:]); size == 0 || unicode.IsUpper(second) {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
