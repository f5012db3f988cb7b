package report

import (
	"cascata/model"
	"cascata/model/trace"
	"cascata/render/scene"
	"cascata/sim"
)

// loss is the curve of people that tells a run: those without an essential service, or, when there never was one, those without
// the service of the hardest-hit sector.
type loss struct {
	points []trace.Point
	of     int64          // whom it could concern
	sector model.SectorID // Absent: people without an essential service
	what   string         // "an essential service"
}

func lossOf(rec *trace.Recording) loss {
	if s := rec.Focus(); s != model.Absent {
		return loss{rec.City.Points(int32(s)), scene.ServedBy(rec, s), s, scene.Lower(rec.Sectors[s].Title)}
	}
	all := rec.AllDistricts()
	return loss{rec.Affected.Points(all), rec.Residents[all], model.Absent, "an essential service"}
}

// at is how many people are without at t.
func (l *loss) at(t sim.Time) int64 {
	n := int64(0)
	for _, p := range l.points {
		if p.At <= t {
			n = p.People
		}
	}
	return n
}

// peak is the name of the worst moment.
func (l *loss) peak() string {
	if l.sector == model.Absent {
		return "Most people affected"
	}
	return "Most people without " + l.what
}

// recovery is when the most people were without, and when half of those were served again for good; false when nobody ever was.
func (l *loss) recovery() (worst, half sim.Time, ok bool) {
	most := int64(0)
	for _, p := range l.points {
		if p.People > most {
			worst, most = p.At, p.People
		}
	}
	half = sim.Never
	for _, p := range l.points {
		switch {
		case p.At <= worst:
		case 2*p.People > most:
			half = sim.Never
		case half == sim.Never:
			half = p.At
		}
	}
	return worst, half, most > 0
}
