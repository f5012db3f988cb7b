package trace

import (
	"slices"

	"cascata/model"
	"cascata/sim"
)

// prepare reads what the Changes refer to, once.
func (f *Reader) prepare() error {
	if f.stage != nil {
		return nil
	}
	s := &Stage{}
	for _, e := range f.index {
		if e.kind == chunkStage || e.kind == chunkEntities || e.kind == chunkTies {
			if err := f.decode(e, func(c *coder) { s.read(c, e.kind) }); err != nil {
				return err
			}
		}
	}
	f.stage = s
	return nil
}

func (f *Reader) levelsAt(t sim.Time, into []model.Level) ([]model.Level, error) {
	if err := f.prepare(); err != nil {
		return nil, err
	}
	found := -1
	for i, e := range f.index {
		if e.kind == chunkChanges && e.at <= t {
			found = i
		}
	}
	if found < 0 {
		into = slices.Grow(into[:0], f.stage.Assets)[:f.stage.Assets]
		for i := range into {
			into[i] = model.Full
		}
		return into, nil
	}
	b := block{stage: f.stage}
	if err := f.decode(f.index[found], func(c *coder) { c.block(&b) }); err != nil {
		return nil, err
	}
	into = append(into[:0], b.before...)
	b.advance(into, t)
	return into, nil
}
