package water

import (
	"math"
	"strconv"
	"strings"

	"cascata/model"
)

func (in *reader) times() {
	t := &in.net.Times
	for _, r := range in.rows[secTimes] {
		var to *int64
		least := int64(1)
		switch {
		case r.tok[0].is("DURA"):
			to, least = &t.Duration, 0
		case r.tok[0].is("HYDR"):
			to = &t.HydraulicStep
		case r.begins("PATT", "STAR"):
			to, least = &t.PatternStart, 0
		case r.tok[0].is("PATT"):
			to = &t.PatternStep
		case r.begins("REPO", "STAR"):
			to, least = &t.ReportStart, 0
		case r.tok[0].is("REPO"):
			to = &t.ReportStep
		case r.tok[0].is("RULE"):
			to = &t.RuleStep
		case r.begins("STAR", "CLOCK"), r.tok[0].is("CLOCK"):
			to, least = &t.StartClock, 0
		case r.tok[0].is("QUAL"), r.tok[0].is("STAT"), r.tok[0].is("MINI"):
			t.Other = append(t.Other, r.text)
			continue
		default:
			in.fault(r.line, r.tok[0].col, model.DidYouMean(strings.ToUpper(r.tok[0].text), []string{"DURATION", "HYDRAULIC TIMESTEP", "PATTERN TIMESTEP",
				"PATTERN START", "REPORT TIMESTEP", "REPORT START", "RULE TIMESTEP", "START CLOCKTIME"}), "unknown time %q", r.tok[0].text)
			continue
		}
		if s, ok := in.time(r, timeWord(r)); ok {
			if s < least {
				in.fault(r.line, r.tok[len(r.tok)-1].col, "write a span above 0", "%s is %d seconds", strings.ToLower(r.tok[0].text), s)
				continue
			}
			*to = s
		}
	}
	t.StartClock %= day
}

const day = 86400

// timeWord is the place of the first word of a line that begins with a digit or a point: where its time stands.
func timeWord(r row) int {
	for i, t := range r.tok {
		if i > 0 && (t.text[0] >= '0' && t.text[0] <= '9' || strings.ContainsRune(".-+", rune(t.text[0]))) {
			return i
		}
	}
	return len(r.tok)
}

// time reads word i and perhaps the next as a time [s].
func (in *reader) time(r row, i int) (int64, bool) {
	if i >= len(r.tok) {
		in.missing(r, "time")
		return 0, false
	}
	unit := ""
	if i+1 < len(r.tok) {
		unit = r.tok[i+1].text
	}
	h, ok := hours(r.tok[i].text, unit)
	if !ok || !(h >= 0) || h > 1e7 {
		in.fault(r.line, r.tok[i].col, "write such as 1.5, 1:30, 1:30:00, 90 MIN or 1:30 AM", "%q is no time", trim(r.tok[i].text+" "+unit))
		return 0, false
	}
	return int64(math.Round(h * 3600)), true
}

// hours reads a time as hours: decimal with an optional unit, or hours:minutes:seconds with an optional AM or PM.
func hours(text, unit string) (float64, bool) {
	var parts [3]float64
	words := strings.Split(text, ":")
	if len(words) > 3 {
		return 0, false
	}
	for i, w := range words {
		x, err := strconv.ParseFloat(w, 64)
		if err != nil || x < 0 || math.IsNaN(x) {
			return 0, false
		}
		parts[i] = x
	}
	h := parts[0] + parts[1]/60 + parts[2]/3600
	u := token{text: unit}
	switch {
	case unit == "":
	case u.is("AM"), u.is("PM"):
		if parts[0] >= 13 {
			return 0, false
		}
		if parts[0] >= 12 {
			h -= 12
		}
		if u.is("PM") {
			h += 12
		}
	case len(words) > 1:
		return 0, false
	case u.is("SEC"):
		h /= 3600
	case u.is("MIN"):
		h /= 60
	case u.is("HOU"), strings.EqualFold(unit, "H"):
	case u.is("DAY"):
		h *= 24
	default:
		return 0, false
	}
	return h, true
}
