package defaults

import (
	"fmt"
	"strconv"
	"time"

	"cascata/model"
	"cascata/sim/rng"
)

// Need is the default of one need of one kind.
type Need struct {
	Key     string         // "telecom/site.power"
	Default model.Need     // without asset, suppliers and k
	Spread  *rng.LogNormal // buffers of its assets, where a scenario says that they are not alike; nil = all have Default.Buffer

	params []Param
}

// Param is one number of a default with where it comes from.
type Param struct {
	Field   string // "buffer"
	Value   string // "4h"
	Range   string // "0h to 8h"
	Source  string
	Changed bool // set by a scenario
}

// NeedFields are the fields of a need that a city file or a scenario may set, in the order in which they are listed.
func NeedFields() []string {
	return []string{"rule", "bond", "threshold", "delay", "buffer", "refill", "backup", "failover", "without"}
}

// SetNeed sets one field of a need from text. Levels and probabilities are shares in [0, 1]; spans are as for
// rng.ParseDuration. The error says what would be right.
func SetNeed(n *model.Need, field, text string) error {
	switch field {
	case "rule":
		return setName(&n.Rule, text, RuleNames())
	case "bond":
		return setName(&n.Bond, text, BondNames())
	case "threshold":
		return setLevel(&n.Threshold, text)
	case "delay":
		return setSpan(&n.Delay, text)
	case "buffer":
		return setSpan(&n.Buffer, text)
	case "refill":
		return setSpan(&n.Refill, text)
	case "backup":
		return setLevel(&n.Backup, text)
	case "failover":
		return setShare(&n.Failover, text)
	case "without":
		return setLevel(&n.Without, text)
	}
	return fmt.Errorf("unknown field %q; %s", field, model.DidYouMean(field, NeedFields()))
}

// NeedField is one field of a need as text that SetNeed reads back.
func NeedField(n *model.Need, field string) string {
	switch field {
	case "rule":
		return RuleNames()[n.Rule]
	case "bond":
		return BondNames()[n.Bond]
	case "threshold":
		return LevelText(n.Threshold)
	case "delay":
		return SpanText(n.Delay)
	case "buffer":
		return SpanText(n.Buffer)
	case "refill":
		return SpanText(n.Refill)
	case "backup":
		return LevelText(n.Backup)
	case "failover":
		return strconv.FormatFloat(n.Failover, 'f', -1, 64)
	case "without":
		return LevelText(n.Without)
	}
	return ""
}

// RuleNames are the rules as files write them, indexed by model.Rule.
func RuleNames() []string { return []string{"all", "any", "k-of-n", "weighted"} }

// BondNames are the bonds as files write them, indexed by model.Bond.
func BondNames() []string {
	return []string{"physical", "cyber", "geographic", "logical", "shared-supplier"}
}

func setName[T ~uint8](to *T, text string, names []string) error {
	for i, name := range names {
		if name == text {
			*to = T(i)
			return nil
		}
	}
	return fmt.Errorf("unknown value %q; %s", text, model.DidYouMean(text, names))
}

func setSpan(to *time.Duration, text string) error {
	span, err := rng.ParseDuration(text)
	if err == nil {
		*to = span
	}
	return err
}

func setShare(to *float64, text string) error {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= 0 && x <= 1) {
		return fmt.Errorf("%q is not a share: write a number from 0 to 1", text)
	}
	*to = x
	return nil
}

func setLevel(to *model.Level, text string) error {
	var x float64
	if err := setShare(&x, text); err != nil {
		return err
	}
	*to = model.LevelOf(x)
	return nil
}

// LevelText is the shortest decimal that becomes the same level again.
func LevelText(l model.Level) string {
	for digits := range 8 {
		text := strconv.FormatFloat(l.Share(), 'f', digits, 64)
		if x, err := strconv.ParseFloat(text, 64); err == nil && model.LevelOf(x) == l {
			return text
		}
	}
	return strconv.FormatFloat(l.Share(), 'f', -1, 64)
}

// SpanText is a span as rng.ParseDuration reads it: "1h30m", "0".
func SpanText(d time.Duration) string {
	if d == 0 {
		return "0"
	}
	units := []struct {
		name string
		span time.Duration
	}{{"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond}, {"us", time.Microsecond}, {"ns", time.Nanosecond}}
	var text []byte
	for _, u := range units {
		if n := d / u.span; n > 0 {
			text = strconv.AppendInt(text, int64(n), 10)
			text = append(text, u.name...)
			d -= n * u.span
		}
	}
	return string(text)
}
