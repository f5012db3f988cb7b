package cityfile

import "cascata/model"

func (o *writer) networks() {
	for _, n := range o.city.Networks {
		o.row(n.Name, o.city.Sectors[n.Sector].Name)
	}
}

func (o *writer) edges() {
	for _, n := range o.city.Networks {
		for _, e := range n.Edges {
			o.row(n.Name, o.asset(e.Asset), o.asset(e.From), o.asset(e.To), yes(e.Directed), yes(e.Open), blankZero(e.Length), blankZero(e.Bore))
		}
	}
}

func (o *writer) members() {
	for _, n := range o.city.Networks {
		for _, a := range n.Members {
			o.row(n.Name, o.asset(a))
		}
	}
}

// corners are numbered from 1 in their order.
func (o *writer) corners() {
	for i := range o.city.Corners {
		c := &o.city.Corners[i]
		signal := ""
		if c.Signal != model.Absent {
			signal = o.asset(c.Signal)
		}
		o.row(integer(i+1), numberText(c.At.X), numberText(c.At.Y), blankZero(c.Z), signal)
	}
}

func (o *writer) streets() {
	for i := range o.city.Streets {
		s := &o.city.Streets[i]
		o.row(o.asset(s.Asset), integer(s.From+1), integer(s.To+1), numberText(s.Length), numberText(s.Speed), integer(s.Lanes), yes(s.OneWay))
	}
}
