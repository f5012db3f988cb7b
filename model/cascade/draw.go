package cascade

import (
	"fmt"
	"slices"

	"cascata/model"
	"cascata/sim"
)

// hung is the share of an asset's load that hangs on a node of a network.
type hung struct {
	node  model.AssetID
	share float64
}

// compileDraws finds where the load of assets that can be switched hangs: at the nodes of networks that their needs for power
// lead to, directly or through others.
func (s *Spec) compileDraws() {
	s.draws = map[model.AssetID][]hung{}
	for i := range s.city.Assets {
		a := model.AssetID(i)
		if s.city.Kinds[s.city.Assets[a].Kind].DrawKW > 0 {
			s.draws[a] = s.hangs(a, 1, 0)
		}
	}
}

// deepest is how many needs a load may hang behind.
const deepest = 4

// hangs is where a share of a load hangs that is taken from an asset.
func (s *Spec) hangs(a model.AssetID, share float64, depth int) []hung {
	if g := s.homes[a].group; int(g) < len(s.city.Networks) && s.groups[g].solver != nil {
		return []hung{{a, share}}
	}
	var list []hung
	from, to := s.city.NeedsOf(a)
	for id := from; id < to && depth < deepest; id++ {
		n := &s.city.Needs[id]
		if n.Name != "power" && n.Name != "loads" {
			continue
		}
		total := 0.0
		for _, p := range n.Suppliers {
			total += weightOf(n, p)
		}
		for _, p := range n.Suppliers {
			if w := weightOf(n, p); w > 0 {
				list = append(list, s.hangs(p.Asset, share*w/total, depth+1)...)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y hung) int { return int(x.node) - int(y.node) })
	return list
}

// weightOf is a supplier's weight in a need; suppliers without weights are equal.
func weightOf(n *model.Need, p model.Supplier) float64 {
	if n.Rule == model.Weighted {
		return p.Weight
	}
	return 1
}

// draw switches load on beside what is planned, or off again.
func (g *group) draw(ctx *model.Context, local int32, m *model.Msg) error {
	if m.Level < model.None || m.Level > model.Full {
		return fmt.Errorf("cascade: command draws a level of %d of 2^20", m.Level)
	}
	s, a := &g.spec.assets[local], &g.assets[local]
	list := g.whole.draws[s.id]
	if len(list) == 0 || m.Level == a.drawn {
		return nil
	}
	from := a.drawn
	a.drawn = m.Level
	g.obeyed(ctx, local, m, model.WhyDraws, from, a.drawn)
	asset := &g.whole.city.Assets[s.id]
	all := asset.Capacity * g.whole.city.Kinds[asset.Kind].DrawKW // [kW], which are thousandths of the nodes' MW
	for _, h := range list {
		was, is := int64(all*h.share*from.Share()), int64(all*h.share*m.Level.Share())
		demand := model.Msg{Kind: model.MsgDemand, To: h.node.Entity(), From: s.id.Entity(), Need: absent, Slot: absent, Cause: a.latest,
			Amount: is - was}
		to := g.whole.homes[h.node].group
		ctx.Send(&a.src, g.wiring.First+sim.ProcessID(to), ctx.Lookahead(), demand)
	}
	return nil
}
