package cyber

import (
	"slices"
	"strings"

	"cascata/model"
)

// Select finds assets of an operator by a selector:
//
//	power/substation            assets of that kind ("*" stands for any text: "power/*")
//	power/substation@alvalade   those in one district
//	=power/substation-04        assets by name ("*" as above)
//	control                     the operator's control centre
//	*                           all its assets
//
// The result is in ascending order.
func Select(c *model.City, o model.OperatorID, selector string) []model.AssetID {
	var list []model.AssetID
	for i := range c.Assets {
		if a := &c.Assets[i]; a.Operator == o && selects(c, o, selector, model.AssetID(i)) {
			list = append(list, model.AssetID(i))
		}
	}
	return list
}

func selects(c *model.City, o model.OperatorID, selector string, id model.AssetID) bool {
	a := &c.Assets[id]
	if selector == "control" {
		return c.Operators[o].Control == id
	}
	if name, ok := strings.CutPrefix(selector, "="); ok {
		return match(name, a.Name)
	}
	kind, district, found := strings.Cut(selector, "@")
	return match(kind, c.Kinds[a.Kind].Name) && (!found || match(district, c.Districts[a.District].Name))
}

// match compares with a pattern in which "*" stands for any text.
func match(pattern, text string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == text
	}
	if !strings.HasPrefix(text, head) {
		return false
	}
	text = text[len(head):]
	parts := strings.Split(rest, "*")
	for _, p := range parts[:len(parts)-1] {
		at := strings.Index(text, p)
		if at < 0 {
			return false
		}
		text = text[at+len(p):]
	}
	return strings.HasSuffix(text, parts[len(parts)-1])
}

// selectAll is the union of several selectors, ascending.
func selectAll(c *model.City, o model.OperatorID, selectors []string) []model.AssetID {
	var list []model.AssetID
	for _, s := range selectors {
		list = append(list, Select(c, o, s)...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
