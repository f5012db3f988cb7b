package water

import (
	"math"
	"strings"

	"cascata/model"
)

// second reports whether the line begins with two keywords.
func (r row) begins(first, second string) bool {
	return r.tok[0].is(first) && len(r.tok) > 1 && r.tok[1].is(second)
}

func (in *reader) options() {
	for _, r := range in.rows[secOptions] {
		if len(r.tok) < 2 {
			if !r.tok[0].is("VERIFY") && !r.tok[0].is("MAP") {
				in.missing(r, "value of the option")
			}
			continue
		}
		if !in.wordOption(r) && !in.numberOption(r) {
			if isOther(r) {
				in.net.Options.Other = append(in.net.Options.Other, r.text)
				continue
			}
			in.fault(r.line, r.tok[0].col, model.DidYouMean(strings.ToUpper(r.tok[0].text), optionWords), "unknown option %q", r.tok[0].text)
		}
	}
	o := &in.net.Options
	if o.PressureDriven && o.ReqPressure <= o.MinPressure {
		in.fault(0, 0, "REQUIRED PRESSURE must exceed MINIMUM PRESSURE", "pressures of the demand model leave no room: %g and %g", o.MinPressure, o.ReqPressure)
	}
}

var optionWords = []string{"UNITS", "PRESSURE", "HEADLOSS", "UNBALANCED", "PATTERN", "DEMAND", "MINIMUM", "REQUIRED", "EMITTER", "SPECIFIC", "VISCOSITY",
	"TRIALS", "ACCURACY", "HEADERROR", "FLOWCHANGE", "CHECKFREQ", "MAXCHECK", "DAMPLIMIT", "QUALITY", "DIFFUSIVITY", "TOLERANCE", "HYDRAULICS", "MAP", "VERIFY", "SEGMENTS"}

// isOther reports whether an option has no effect on hydraulics.
func isOther(r row) bool {
	for _, w := range []string{"QUAL", "DIFFU", "TOLER", "HYDRAU", "MAP", "VERIFY", "SEGMENT", "BACKDROP"} {
		if r.tok[0].is(w) {
			return true
		}
	}
	return false
}

// wordOption reads an option whose value is a word; false when it is none.
func (in *reader) wordOption(r row) bool {
	o, value := &in.net.Options, r.tok[len(r.tok)-1]
	switch {
	case r.tok[0].is("UNITS"):
		if i := in.oneOf(r, value, "unit of flow", flowWords); i >= 0 {
			o.Units = FlowUnit(i)
		}
	case r.begins("PRESS", "EXPON"):
		return false
	case r.tok[0].is("PRESS"):
		if strings.EqualFold(value.text, "M") {
			value.text = "METERS"
		}
		if i := in.oneOf(r, value, "unit of pressure", pressureWords); i >= 0 {
			o.Pressure, o.hasPressureUnit = PressureUnit(i), true
		}
	case r.tok[0].is("HEADL"):
		if i := in.oneOf(r, value, "formula", []string{"H-W", "D-W", "C-M"}); i >= 0 {
			o.Headloss = Headloss(i)
		}
	case r.tok[0].is("UNBAL"):
		in.unbalanced(r)
	case r.tok[0].is("PATT"):
		o.Pattern = r.tok[1].text
	case r.begins("DEMAND", "MODEL"):
		if i := in.oneOf(r, value, "demand model", []string{"DDA", "PDA"}); i >= 0 {
			o.PressureDriven = i == 1
		}
	case r.begins("EMIT", "BACK"), r.begins("BACKFLOW", "ALLOW"):
		if i := in.oneOf(r, value, "answer", []string{"NO", "YES"}); i >= 0 {
			o.NoBackflow = i == 0
		}
	default:
		return false
	}
	return true
}

// oneOf is the place of a word in a list; -1 with a fault when it is not there.
func (in *reader) oneOf(r row, value token, what string, known []string) int {
	for i, w := range known {
		if strings.EqualFold(value.text, w) {
			return i
		}
	}
	in.fault(r.line, value.col, model.DidYouMean(strings.ToUpper(value.text), known), "%s %q is unknown", what, value.text)
	return -1
}

func (in *reader) unbalanced(r row) {
	o := &in.net.Options
	switch t := r.tok[1]; {
	case t.is("STOP"):
		o.StopUnbalanced = true
	case t.is("CONT"):
		o.StopUnbalanced = false
		if len(r.tok) > 2 {
			x, _ := in.atLeast(r, 2, 0, "number of trials")
			o.ExtraTrials = int(min(x, 1000))
		}
	default:
		in.fault(r.line, t.col, "write STOP or CONTINUE and a number of trials", "%q is unknown", t.text)
	}
}

// numberOption reads an option whose value is a number; false when it is none.
func (in *reader) numberOption(r row) bool {
	o := &in.net.Options
	var to *float64
	least, most := 0.0, math.Inf(1)
	var count *int
	switch {
	case r.begins("DEMAND", "MULT"):
		to = &o.DemandMultiplier
	case r.begins("MINIM", "PRESS"):
		to, least = &o.MinPressure, math.Inf(-1)
	case r.begins("REQUI", "PRESS"):
		to = &o.ReqPressure
	case r.begins("PRESS", "EXPON"):
		to, least = &o.PressureExponent, 0.01
	case r.begins("EMIT", "EXPON"), r.tok[0].is("EMIT"):
		to, least = &o.EmitterExponent, 0.01
	case r.tok[0].is("SPEC"):
		to, least = &o.SpecificGravity, 1e-6
	case r.tok[0].is("VISC"):
		to, least = &o.Viscosity, 1e-12
	case r.tok[0].is("TRIAL"):
		count = &o.Trials
	case r.tok[0].is("ACCU"):
		to, least, most = &o.Accuracy, 1e-8, 0.1
	case r.tok[0].is("HEADE"):
		to = &o.HeadError
	case r.tok[0].is("FLOWC"):
		to = &o.FlowChange
	case r.tok[0].is("CHECKF"):
		count = &o.CheckFreq
	case r.tok[0].is("MAXCH"):
		count = &o.MaxCheck
	case r.tok[0].is("DAMPL"):
		to = &o.DampLimit
	case r.tok[0].is("HTOL"):
		to = &o.HeadTol
	case r.tok[0].is("QTOL"):
		to = &o.FlowTol
	case r.tok[0].is("RQTOL"):
		to, least = &o.SmallestGradient, 1e-12
	default:
		return false
	}
	last := len(r.tok) - 1
	if count != nil {
		if x, ok := in.atLeast(r, last, 1, strings.ToLower(r.tok[0].text)); ok {
			*count = int(min(x, 10_000))
		}
		return true
	}
	if x, ok := in.number(r, last, strings.ToLower(r.tok[0].text)); ok {
		if x < least && least != 1e-8 {
			in.fault(r.line, r.tok[last].col, "write a larger number", "%s %g is too small", strings.ToLower(r.tok[0].text), x)
			return true
		}
		*to = min(max(x, least), most)
	}
	return true
}
