package trace

import (
	"math"

	"cascata/model"
	"cascata/sim"
)

// block is the Changes of one chunk: first is the number of its first Change, before the level of every asset ahead of it
// (the keyframe), stage what its numbers refer to.
type block struct {
	stage   *Stage
	first   int
	before  []model.Level
	changes []Change
	causes  []Cause
}

// block codes the Changes of a chunk, column by column.
func (c *coder) block(b *block) {
	c.keyframe(b)
	c.bare(b, len(b.stage.Entities), len(b.stage.Needs))
}

// bare codes the Changes of a chunk, which name so many entities and needs, without the keyframe.
func (c *coder) bare(b *block, entities, needs int) {
	natural(c, &b.first, math.MaxInt32)
	listOf(c, &b.changes, 10)
	v := b.changes
	c.times(len(v), func(i int) *sim.Time { return &v[i].At })
	column(v, func(v *Change) { natural(c, &v.Kind, math.MaxUint8) })
	column(v, func(v *Change) { natural(c, &v.Entity, int64(entities)-1) })
	column(v, func(v *Change) { c.level(&v.From) })
	column(v, func(v *Change) { c.level(&v.To) })
	column(v, func(v *Change) { natural(c, &v.Why.Code, math.MaxUint16) })
	column(v, func(v *Change) { number(c, &v.Why.Other, entities) })
	column(v, func(v *Change) { number(c, &v.Why.Need, needs) })
	column(v, func(v *Change) { integer(c, &v.Why.Amount) })
	c.causes(b)
}

// causes codes the number of causes of each Change, then how far back each cause lies, then its kind.
func (c *coder) causes(b *block) {
	total := 0
	column(b.changes, func(v *Change) {
		natural(c, &v.causes, model.MaxCauses)
		total += int(v.causes)
	})
	if c.reading {
		if total > c.left() {
			c.fail("%d causes where %d bytes are left", total, c.left())
			return
		}
		b.causes = sized(b.causes, total)
	}
	next := int32(0)
	for i := range b.changes {
		v := &b.changes[i]
		if c.reading {
			v.first = next
		}
		from := v.first
		if !c.reading {
			from -= b.changes[0].first
		}
		self := int32(b.first + i)
		for j := from; j < from+int32(v.causes); j++ {
			back := self - b.causes[j].Number - 1 // 0 for the Change just before
			natural(c, &back, int64(self)-2)
			b.causes[j].Number = self - 1 - back
		}
		next += int32(v.causes)
	}
	column(b.causes, func(v *Cause) { natural(c, &v.Kind, math.MaxUint8) })
}

// keyframe codes the levels ahead of the chunk: the assets that are not in full service.
func (c *coder) keyframe(b *block) {
	type entry struct {
		asset model.AssetID
		level model.Level
	}
	var low []entry
	for a, l := range b.before {
		if !c.reading && l != model.Full {
			low = append(low, entry{model.AssetID(a), l})
		}
	}
	list(c, &low)
	column(low, func(v *entry) { natural(c, &v.asset, int64(b.stage.Assets)-1) })
	column(low, func(v *entry) { c.level(&v.level) })
	if c.reading && c.err == nil {
		b.before = make([]model.Level, b.stage.Assets)
		for a := range b.before {
			b.before[a] = model.Full
		}
		for _, v := range low {
			b.before[v.asset] = v.level
		}
	}
}
