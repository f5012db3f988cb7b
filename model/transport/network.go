package transport

// Link is one direction of a road. Its travel cost at flow v is FreeFlow*(1 + B*(v/Capacity)^Power) + the network's factors
// times Toll and Length. Units are the file's own.
type Link struct {
	From, To int32   // nodes, from 1
	Capacity float64 // flow at which the cost is FreeFlow*(1+B); not a bound; > 0 where the cost depends on the flow
	Length   float64
	FreeFlow float64 // travel time without traffic, >= 0
	B        float64 // >= 0
	Power    float64 // >= 0
	Speed    float64 // kept, not used
	Toll     float64
	Type     float64 // kept, not used
}

// Network is a road network as in a TNTP file.
type Network struct {
	Zones     int // nodes 1..Zones are where trips begin and end
	Nodes     int
	FirstThru int // nodes below it are centroids: a path may begin or end there, not pass through; 1 means none
	Links     []Link

	TollFactor     float64 // cost per unit of toll
	DistanceFactor float64 // cost per unit of length
}

// Trips is demand between zones.
type Trips struct {
	Zones   int
	Origins []Origin // ascending by zone, each once
}

// Origin is the trips that begin in one zone.
type Origin struct {
	Zone int32
	To   []Flow // ascending by zone, each once
}

// Flow is the trips to one zone [file's unit, >= 0].
type Flow struct {
	Zone  int32
	Trips float64
}

// Total is the sum of all trips, within zones included.
func (t *Trips) Total() float64 {
	sum := 0.0
	for _, o := range t.Origins {
		for _, f := range o.To {
			sum += f.Trips
		}
	}
	return sum
}
