package trace

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cascata/model"
	"cascata/sim"
)

// kpi is a count of people that can be explained.
type kpi struct {
	name     string
	title    string
	sector   model.SectorID   // Absent for people affected
	district model.DistrictID // Absent for the whole city
}

const affectedTitle = "People affected"

// kpi reads the name of a KPI; nil without an error when the name is something else.
func (r *Recording) kpi(name string) (*kpi, error) {
	parts := strings.Split(name, "/")
	k := &kpi{name: name, title: affectedTitle, sector: model.Absent, district: model.Absent}
	rest := parts[1:]
	switch {
	case parts[0] == PeopleAffected:
	case parts[0] == "sector" && len(parts) > 1:
		i := slices.IndexFunc(r.Sectors, func(s model.Sector) bool { return s.Name == parts[1] })
		if i < 0 {
			var known []string
			for _, s := range r.Sectors {
				known = append(known, s.Name)
			}
			return nil, fmt.Errorf("there is no sector %q: %s", parts[1], model.DidYouMean(parts[1], known))
		}
		k.sector, rest = model.SectorID(i), parts[2:]
		k.title = "People without " + strings.ToLower(r.Sectors[i].Title)
	default:
		return nil, nil
	}
	return k, r.within(k, strings.Join(rest, "/"))
}

// within narrows a KPI to a district.
func (r *Recording) within(k *kpi, district string) error {
	if district == "" {
		return nil
	}
	var known []string
	for i := range r.Districts {
		if r.Districts[i].Name == district {
			k.district = model.DistrictID(i)
			k.title += " in " + r.Districts[i].Title
			return nil
		}
		known = append(known, r.Districts[i].Name)
	}
	return fmt.Errorf("there is no district %q: %s", district, model.DidYouMean(district, known))
}

// series is where the KPI is recorded.
func (r *Recording) series(k *kpi) (s *Series, key int32) {
	switch {
	case k.sector == model.Absent && k.district == model.Absent:
		return &r.Affected, r.AllDistricts()
	case k.sector == model.Absent:
		return &r.Affected, int32(k.district)
	case k.district == model.Absent:
		return &r.City, int32(k.sector)
	}
	return &r.Services, r.Cell(k.sector, k.district)
}

// instead is the KPI of the hardest-hit sector, and why it stands there, when a run has nobody to explain people-affected with.
func (r *Recording) instead(k *kpi) (*kpi, string) {
	if k.sector != model.Absent {
		return k, ""
	}
	s := r.focus(k.district)
	if s == model.Absent {
		return k, ""
	}
	out := &kpi{name: "sector/" + r.Sectors[s].Name + strings.TrimPrefix(k.name, PeopleAffected), sector: s, district: k.district}
	out.title = "People without " + strings.ToLower(r.Sectors[s].Title) + strings.TrimPrefix(k.title, affectedTitle)
	return out, "Nobody lost an essential service (" + k.name + " stays at 0); this is the sector with most person-hours without service."
}

func (r *Recording) explainKPI(k *kpi, at sim.Time) *Explanation {
	k, note := r.instead(k)
	s, key := r.series(k)
	if at == Worst {
		at = peak(s, key)
	}
	x := &Explanation{Subject: k.name, Title: k.title, Note: note, Figure: true, At: at, Clock: r.Clock()}
	level := model.Full
	if i := s.Row(key, at); i >= 0 {
		x.Value, x.Since, level = s.People[i], s.At[i], s.Level[i]
	}
	x.State = fmt.Sprintf("%d people, service %v", x.Value, level)
	x.Contributors = r.contributors(k, r.LevelsAt(at, nil), x.Value)
	r.decideAll(x.Contributors, at)
	x.Origins = r.origins(x.Contributors)
	if len(x.Contributors) > 0 && x.Contributors[0].Change > 0 {
		x.Change = x.Contributors[0].Change
		r.trace(x)
	}
	return x
}

// decideAll gives every contributor the Change that brought it to its state at t, and returns the last of its Changes that says what
// the state is. While its service is below plan the one is the latest that took the service from above its level: what came back in
// part since then does not tell why the rest is missing. Else both are its latest Change; 0 if there is none. One walk for all: a
// large city has many thousands of them.
func (r *Recording) decideAll(parts []Contributor, t sim.Time) []int {
	state := make([]decision, len(r.Entities))
	left := len(parts)
	for _, c := range parts {
		state[c.Entity].open = true
	}
	for i := r.Until(t) - 1; i >= 0 && left > 0; i-- {
		c := &r.Changes[i]
		if d := &state[c.Entity]; d.open {
			d.see(i+1, c)
			if !d.open {
				left--
			}
		}
	}
	latest := make([]int, len(parts))
	for i := range parts {
		d := &state[parts[i].Entity]
		latest[i], parts[i].Change = d.latest, d.decisive
		if d.decisive > 0 {
			parts[i].Sentence = r.Sentence(d.decisive)
		}
	}
	return latest
}

// decision is what a walk back through the Changes has found out about an entity.
type decision struct {
	open             bool // it goes on
	below            bool // its service is below plan
	level            model.Level
	latest, decisive int
}

// see takes in Change number n of the entity.
func (d *decision) see(n int, c *Change) {
	if d.latest == 0 {
		d.latest, d.decisive = n, n
	}
	if c.Kind != model.KindService {
		return
	}
	if !d.below {
		if d.open = c.To < model.Full; !d.open {
			return
		}
		d.below, d.level, d.latest = true, c.To, n
	}
	if d.decisive = n; c.From > d.level {
		d.open = false
	}
}

// peak is when the most people of a key were without.
func peak(s *Series, key int32) sim.Time {
	at, most := sim.Time(0), int64(0)
	for i, k := range s.Key {
		if k == key && s.People[i] > most {
			at, most = s.At[i], s.People[i]
		}
	}
	return at
}

// contributors shares the people of a KPI out to the assets: the people of a place go to its serving asset with the
// lowest level (the first by sector when several are equally low). The shares are whole people that add up to total,
// by the method of the largest remainder.
func (r *Recording) contributors(k *kpi, levels []model.Level, total int64) []Contributor {
	missing := make([]int64, r.Assets)
	for i := range r.Places {
		p := &r.Places[i]
		if k.district != model.Absent && p.District != k.district {
			continue
		}
		if a := r.blame(k, p, levels); a != model.Absent {
			missing[a] += int64(p.Residents) * int64(model.Full-levels[a])
		}
	}
	var out []Contributor
	for a, m := range missing {
		if m > 0 {
			e := &r.Entities[a]
			out = append(out, Contributor{Entity: model.EntityID(a), Name: e.Name, Title: e.Title, People: m})
		}
	}
	apportion(out, total)
	out = slices.DeleteFunc(out, func(c Contributor) bool { return c.People == 0 })
	largestFirst(out)
	return out
}

func largestFirst(parts []Contributor) {
	slices.SortStableFunc(parts, func(a, b Contributor) int { return cmp.Compare(b.People, a.People) })
}

// origins gathers contributors by the Change that began their trouble: going back along first causes the first Command, or
// the root if there is none.
func (r *Recording) origins(parts []Contributor) []Contributor {
	var out []Contributor
	place := make(map[int]int)
	for _, p := range parts {
		n := r.origin(p.Change)
		i, ok := place[n]
		if !ok {
			i = len(out)
			place[n] = i
			e := r.Change(n).Entity
			out = append(out, Contributor{Entity: e, Name: r.Name(e), Title: r.Title(e), Change: n, Sentence: r.Sentence(n)})
		}
		out[i].People += p.People
	}
	largestFirst(out)
	return out
}

func (r *Recording) origin(n int) int {
	for r.Change(n).Kind != model.KindCommand {
		causes := r.Causes(n)
		if len(causes) == 0 {
			break
		}
		n = int(causes[0].Number)
	}
	return n
}

// blame is the asset to which a place owes its loss; Absent if it has none.
func (r *Recording) blame(k *kpi, p *model.Place, levels []model.Level) model.AssetID {
	worst, low := model.AssetID(model.Absent), model.Full
	for _, v := range p.Serving {
		counts := v.Sector == k.sector || k.sector == model.Absent && r.Sectors[v.Sector].Essential
		if counts && levels[v.Asset] < low {
			worst, low = v.Asset, levels[v.Asset]
		}
	}
	return worst
}

// apportion turns exact shares [people x 2^-20] into whole people that add up to total.
func apportion(parts []Contributor, total int64) {
	order := make([]int, len(parts))
	rest := make([]int64, len(parts))
	for i := range parts {
		order[i], rest[i] = i, parts[i].People%int64(model.Full)
		parts[i].People /= int64(model.Full)
		total -= parts[i].People
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order[:min(max(total, 0), int64(len(order)))] {
		parts[i].People++
	}
}
