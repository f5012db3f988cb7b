package scene

import (
	"fmt"
	"strings"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// Draw is the picture of a recording at t, an instant between 0 and its end (others are moved there). It fails on options
// that make no sense: a size out of bounds, an unknown sector or highlight.
func Draw(rec *trace.Recording, t sim.Time, opt Options) (*Picture, error) {
	opt, err := opt.complete(rec)
	if err != nil {
		return nil, err
	}
	t = max(0, min(t, rec.Header.End))
	d := &drawing{rec: rec, t: t, opt: opt, told: toldSector(rec, opt), now: newMoment(rec, t), names: NewNames(rec, opt.RealNames)}
	d.plan = newPlan(opt, d.creditLines)
	d.view = newView(rec.Stage, d.plan.chart, d.plan.free)
	d.ground()
	d.streets()
	d.network()
	d.roads()
	d.assets()
	d.mapFurniture()
	d.holdHeld()
	d.arrows()
	d.labels()
	if !opt.MapOnly {
		d.titleBar()
		d.indicators()
		d.legend()
		d.story()
		d.timeline()
	}
	d.credits()
	return &Picture{W: float64(opt.Width), H: float64(opt.Height), Theme: opt.Theme, Title: d.sentence(), Items: d.pen.items}, nil
}

// drawing is a picture in the making.
type drawing struct {
	rec    *trace.Recording
	t      sim.Time
	opt    Options
	told   model.SectorID // whose loss the picture tells: the chosen one, or that of trace.Focus; Absent for all essential ones
	now    *moment
	plan   plan
	view   view
	pen    pen
	names  *Names
	placed []Rect                   // what labels must not cover
	held   map[model.EntityID]Point // where the names of what the attacker holds stand
	marked []*spot                  // marks of what the attacker holds
	soft   []Rect                   // glyphs that a label covers only when it must
	spots  []spot                   // assets that are drawn, most important first
}

// px is a length of the standard picture in this one.
func (d *drawing) px(x float64) float64 { return x * d.plan.unit }

// font is a size of text, never so small that it cannot be read.
func (d *drawing) font(x float64) float64 { return d.plan.font(x) }

// id is a row of the list of ids.
func id(parts ...string) string { return strings.Join(parts, "/") }

// sentence says in words what the picture shows, for those who cannot see it.
func (d *drawing) sentence() string {
	dayName, clock := day(d.rec.Clock().Text(d.t))
	people, of, what := d.now.affected[d.rec.AllDistricts()].People, d.residents(), "an essential service"
	if d.told != model.Absent {
		people, of, what = d.now.city[d.told].People, ServedBy(d.rec, d.told), Lower(d.rec.Sectors[d.told].Title)
	}
	return fmt.Sprintf("%s, %s, %s %s (%s): %s people without %s; %s.", d.cityTitle(), d.opt.Title, dayName, clock,
		Elapsed(d.t), CountOf(people, of), what, d.now.summary())
}

// toldSector is the sector that a picture tells of.
func toldSector(rec *trace.Recording, opt Options) model.SectorID {
	if opt.Sector != "" {
		return sectorOf(rec, opt.Sector)
	}
	return rec.Focus()
}

// counts reports whether the loss of a sector matters to the whole picture.
func (d *drawing) counts(s model.SectorID) bool { return d.rec.Sectors[s].Essential || s == d.told }

// ServedBy is how many people a sector serves.
func ServedBy(rec *trace.Recording, s model.SectorID) (n int64) {
	for i := range rec.Districts {
		n += rec.Served[rec.Cell(s, model.DistrictID(i))]
	}
	return n
}

func (d *drawing) cityTitle() string {
	if d.rec.Header.CityTitle != "" {
		return d.rec.Header.CityTitle
	}
	return d.rec.Header.City
}

func (d *drawing) residents() int64 { return d.rec.Residents[d.rec.AllDistricts()] }

// title is the name of an entity as it may be shown.
func (d *drawing) title(e model.EntityID) string { return d.names.Of(e) }
