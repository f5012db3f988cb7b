package defaults

import (
	"fmt"
	"strings"

	"cascata/model"
	"cascata/sim/rng"
)

const setByScenario = "set by the scenario"

// Override replaces a default: key is a need ("telecom/site.power", fields as in NeedFields) or a kind
// ("power/substation", fields "repair", "manual" and "draw"). The error names the nearest known key or field.
func (c *Catalog) Override(key, field, value string) error {
	if n := c.Need(key); n != nil {
		return n.override(field, value)
	}
	if k := c.Kind(key); k != model.Absent {
		return c.overrideKind(k, field, value)
	}
	known := c.KindNames()
	if strings.Contains(key, ".") {
		known = known[:0]
		for i := range c.needs {
			known = append(known, c.needs[i].Key)
		}
	}
	return fmt.Errorf("unknown default %q; %s", key, model.DidYouMean(key, known))
}

func (n *Need) override(field, value string) error {
	if field == "buffer" {
		if d, spread := readSpread(value); spread {
			n.Spread, n.params = &d, change(n.params, field, d.String())
			return nil
		}
		n.Spread = nil
	}
	changed := n.Default
	if err := SetNeed(&changed, field, value); err != nil {
		return fmt.Errorf("%s of %s: %w", field, n.Key, err)
	}
	n.Default = changed
	n.params = change(n.params, field, NeedField(&n.Default, field))
	return nil
}

func (c *Catalog) overrideKind(k model.KindID, field, value string) error {
	kind := &c.Kinds[k]
	target := &kind.Repair
	switch field {
	case "repair":
	case "manual":
		target = &kind.Manual
	case "draw":
		kw, err := parseDraw(value)
		if err != nil {
			return fmt.Errorf("%s of %s: %w", field, kind.Name, err)
		}
		kind.DrawKW = kw
		c.kindParams[k] = change(c.kindParams[k], field, value)
		return nil
	default:
		return fmt.Errorf("unknown field %q of %s; %s", field, kind.Name, model.DidYouMean(field, []string{"draw", "manual", "repair"}))
	}
	d, err := rng.Parse(value)
	if err != nil {
		return fmt.Errorf("%s of %s: %w", field, kind.Name, err)
	}
	*target = d.String()
	c.kindParams[k] = change(c.kindParams[k], field, *target)
	kind.Source = kindSource(c.kindParams[k])
	return nil
}

// change marks a parameter as changed, keeping its range and the source of the range.
func change(params []Param, field, value string) []Param {
	for i := range params {
		if p := &params[i]; p.Field == field {
			if !p.Changed {
				p.Source = setByScenario + "; range from: " + p.Source
			}
			p.Value, p.Changed = value, true
			return params
		}
	}
	return append(params, Param{Field: field, Value: value, Source: setByScenario, Changed: true})
}
