package cityfile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/scenarios/defaults"
)

// readNeeds reads what assets depend on, starting from the defaults of "<kind>.<need>".
func (b *builder) readNeeds() {
	names := defaults.NeedFields()
	b.city.Needs = make([]model.Need, 0, len(b.lines[secNeeds]))
	seen := newChains(len(b.city.Assets), len(b.lines[secNeeds]))
	for r := range b.take(secNeeds) {
		b.filled(secNeeds, r)
		c := r.cells
		a := b.find(&b.assets, r, c[needAsset])
		if a == model.Absent || b.city.Assets[a].Kind == model.Absent {
			continue // its default cannot be known
		}
		n, ok := b.newNeed(r, model.AssetID(a))
		if !ok {
			continue
		}
		for i, field := range names {
			if text := c[needFields+i]; text.text != "" {
				if err := defaults.SetNeed(&n, field, text.text); err != nil {
					b.fault(r, text, "", "%s: %v", field, err)
				}
			}
		}
		for i := seen.last[a]; i > 0; i = seen.entries[i-1].before {
			if b.city.Needs[i-1].Name == n.Name {
				b.fault(r, c[needName], "put all suppliers in one row", "need %q of %q stands twice, first in line %d", n.Name, c[needAsset].text, seen.entries[i-1].line)
			}
		}
		seen.add(a, r.line)
		b.suppliers(r, &n)
		b.city.Needs = append(b.city.Needs, n)
	}
	order := func(x, y model.Need) int {
		return cmp.Or(cmp.Compare(x.Asset, y.Asset), strings.Compare(x.Name, y.Name))
	}
	if !slices.IsSortedFunc(b.city.Needs, order) {
		slices.SortStableFunc(b.city.Needs, order)
	}
	b.cat.SpreadBuffers(b.city)
}

// chains lists the needs read so far asset by asset, and the lines they stand in.
type chains struct {
	last    []int32 // by asset: its last entry, counted from 1
	entries []chained
}

type chained struct{ before, line int32 }

func newChains(assets, needs int) chains {
	return chains{make([]int32, assets), make([]chained, 0, needs)}
}

func (x *chains) add(asset, line int) {
	x.entries = append(x.entries, chained{x.last[asset], int32(line)})
	x.last[asset] = int32(len(x.entries))
}

// newNeed is the default for the need that a row names.
func (b *builder) newNeed(r row, a model.AssetID) (model.Need, bool) {
	c, kind := r.cells, b.city.Kinds[b.city.Assets[a].Kind].Name
	found := b.cat.Need(kind + "." + c[needName].text)
	if found == nil {
		want := model.DidYouMean(c[needName].text, b.cat.NeedNames(kind))
		if want == "" {
			want = "this kind has no needs"
		}
		b.fault(r, c[needName], want, "a %s has no need %q", kind, c[needName].text)
		return model.Need{}, false
	}
	return found.For(a), true
}

// suppliers reads "name name ...", with weights "name*0.5 ..." for the weighted rule.
func (b *builder) suppliers(r row, n *model.Need) {
	c := r.cells[needSuppliers]
	texts := strings.Fields(c.text)
	n.Suppliers = make([]model.Supplier, 0, len(texts))
	for _, text := range texts {
		name, weight, weighted := strings.Cut(text, "*")
		s := model.Supplier{Asset: model.AssetID(b.find(&b.assets, r, cell{name, c.col}))}
		if weighted != (n.Rule == model.Weighted) {
			b.fault(r, c, "write name*0.5 for the weighted rule, name for the others", "supplier %q does not fit the rule %q", text, defaults.RuleNames()[n.Rule])
		} else if weighted {
			s.Weight = b.weight(r, cell{weight, c.col})
		}
		switch {
		case s.Asset == model.Absent:
		case s.Asset == n.Asset:
			b.fault(r, c, "", "%q supplies itself", name)
		case b.stamps[s.Asset] == int32(r.line):
			b.fault(r, c, "name each supplier once", "supplier %q stands twice", name)
		default:
			b.stamps[s.Asset] = int32(r.line)
		}
		n.Suppliers = append(n.Suppliers, s)
	}
	k, text := r.cells[needK], r.cells[needK].text
	n.K = int(b.count(r, k, "k", 1_000_000))
	switch {
	case n.Rule != model.KOfN && text != "":
		b.fault(r, k, "leave it empty", "k is for the rule k-of-n only")
	case n.Rule == model.KOfN && (n.K < 1 || n.K > len(n.Suppliers)):
		b.fault(r, k, "write how many of the suppliers are needed, from 1 to "+strconv.Itoa(len(n.Suppliers)), "k %q is not possible", text)
	}
}

func (b *builder) weight(r row, c cell) float64 {
	if c.text == "" {
		b.fault(r, c, "write name*0.5", "a weight is missing")
	}
	return b.number(r, c, "weight", 0, 1000)
}
