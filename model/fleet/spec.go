package fleet

import (
	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Spec is the immutable half: fleets and worms, compiled for one city. All replications share it, and the devices with it: which make
// each is and whether it is vulnerable does not depend on the replication.
type Spec struct {
	city   *model.City
	fleets []fleet
	groups []group
	wards  []ward
	wardOf map[model.EntityID]int32 // by cell
}

// fleet is a Fleet with its names resolved.
type fleet struct {
	*Fleet
	operator model.OperatorID
	kind     model.KindID
	cuts     model.KindID
	group    int32
	count    []int32 // devices by district
	legacy   []int32 // of those, by district
	cells    []model.EntityID
}

// group is fleets that share a worm, or one fleet that has none.
type group struct {
	*Worm                 // nil = none
	entity model.EntityID // of the worm
	fleets []int32
	doors  []door // to its colonies, one a ward that has one
	reach  alias  // among doors, by how many vulnerable devices can be reached there

	perHit float64 // rate at which a captured device takes each susceptible one of another place [1/s]
	total  float64 // vulnerable devices that can be reached
	within float64 // rate of attempts of a captured device at addresses of its own place [1/s]
}

// door is where attempts at the devices of a group in a district go.
type door struct {
	ward   int32
	slot   int32 // position among the plots of the ward
	entity model.EntityID
}

// ward is the devices of a district.
type ward struct {
	district model.DistrictID
	plots    []plot
}

// plot is the devices of one group in one district, before anything happened to them.
type plot struct {
	group   int32
	name    rng.Name // of the stream of its draws
	cells   []cell
	made    []uint8 // by device: position among the makes of the plot
	fleetOf []uint8 // by make: position among cells
	open    class   // reached from everywhere
	gates   class   // gateways: reached from everywhere, and they lead to those behind
	behind  class   // legacy devices, reached from behind their gateway only
	gateOf  []int32 // by legacy device: number of its gateway among the gates
	blocks  []block // by gateway: the legacy devices behind it
	near    float64 // rate at which a captured device takes each susceptible one of its own place [1/s]
	targets float64 // vulnerable devices that can be reached from everywhere
}

// block is a row of device numbers.
type block struct{ from, to int32 }

// cell is the devices of one fleet in one district.
type cell struct {
	fleet   int32
	entity  model.EntityID
	devices int32
	rows    [3]block // numbers of its devices: open, gateways, legacy
	assets  []model.AssetID
	cuts    []model.AssetID
	up      []int32 // numbers of held devices at which a Change is due, ascending
	down    []int32 // and below which the one before is due again
}

// Wiring tells the processes of one replication where the others are.
type Wiring struct {
	Root  rng.Root
	First sim.ProcessID   // of the Wards, which follow each other
	Asset []sim.ProcessID // by asset: the process that owns it
}

// Wards is the number of processes: one for each district that has devices.
func (s *Spec) Wards() int { return len(s.wards) }

// WardName is the name of a process, for errors.
func (s *Spec) WardName(i int) string {
	return "devices of " + s.city.Districts[s.wards[i].district].Name
}

// Cells are the entities of the fleet of that name, one for each district that has devices of it; nil if there is no such fleet.
func (s *Spec) Cells(name string) []model.EntityID {
	for i := range s.fleets {
		if s.fleets[i].Name == name {
			return s.fleets[i].cells
		}
	}
	return nil
}

// WardOf is the number of the process that a cell belongs to.
func (s *Spec) WardOf(cell model.EntityID) int { return int(s.wardOf[cell]) }

// Devices is the number of all devices, gateways among them.
func (s *Spec) Devices() int {
	n := 0
	for i := range s.wards {
		for k := range s.wards[i].plots {
			n += len(s.wards[i].plots[k].made)
		}
	}
	return n
}

// steps are the shares of a cell's devices at which a Change says how many are held [%], after the first device.
func steps() []int64 { return []int64{1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 100} }

// bands turns the steps into numbers of devices. Back down, half the way to the step below is needed, so that a share that
// wavers about a step is not told each time.
func (c *cell) bands() {
	c.up, c.down = []int32{1}, []int32{1}
	for _, p := range steps() {
		n := int32((int64(c.devices)*p + 99) / 100)
		if last := c.up[len(c.up)-1]; n > last {
			c.up, c.down = append(c.up, n), append(c.down, (n+last+1)/2)
		}
	}
}
