package telecom

import (
	"fmt"
	"slices"

	"cascata/model"
)

var _ model.Physics = City

// City is the mobile networks of network number index of a city as physics. Members by kind: telecom/cell, telecom/core,
// telecom/register, telecom/emergency-route, telecom/mobile (an operator in a district), telecom/area and telecom/reach (a district);
// others answer with their availability. Capacities are people: those a cell can serve, a core can sign on (0 = no limit), an operator
// has in a district. Errors: an edge, or an operator that serves districts without having a cell.
func City(city *model.City, index int, _ model.Conditions) (model.Prepared, error) {
	m, err := NewMobile(city, index)
	if err != nil {
		return model.Prepared{}, err
	}
	return model.Prepared{New: func() model.Solver { return newSolver(m) }}, nil
}

// Mobile is the mobile networks of a city, shared by all replications.
type Mobile struct {
	city      *model.City
	members   []member // ascending by asset
	place     []int32  // by asset: its member, -1 for none
	operators []operator
	cells     []cell // ascending by asset
	spots     []spot // by place where people stand, then operator
	sites     []site // places where people stand, by district
	districts []district
	choice    []choice // what spots try, nearest first
	users     []int32  // by cell: its choices
}

// part is what an asset is to the networks.
type part uint8

const (
	partOther part = iota
	partCell
	partCore
	partRegister
	partRoute
	partMobile
	partArea
	partReach
)

// parts by kind.
func parts() map[string]part {
	return map[string]part{"telecom/cell": partCell, "telecom/core": partCore, "telecom/register": partRegister, "telecom/emergency-route": partRoute,
		"telecom/mobile": partMobile, "telecom/area": partArea, "telecom/reach": partReach}
}

// member is an asset of the network.
type member struct {
	asset    model.AssetID
	part     part
	operator int32 // of Mobile.operators, -1 if it serves nobody
	district model.DistrictID
	cell     int32
}

// operator is a mobile operator.
type operator struct {
	id        model.OperatorID
	customers float64 // [people]
	cores     []int32 // members
	registers []int32
	routes    []int32
	cells     []int32
	built     float64 // telephones that all its cores sign on, as the city says [people], 0 = no limit
	signs     float64 // the same, and not less than the customers
}

// cell is the radio of an operator on a mast.
type cell struct {
	member   int32
	operator int32
	capacity float64 // [people], not less than it serves on a quiet day
	from, to int32   // of Mobile.users
}

// site is a place where people stand.
type site struct {
	at     model.Point
	weight float64
}

// spot is the customers of an operator at a site.
type spot struct {
	people   float64 // they burden the cells [people]
	share    float64 // of the people at the site
	from, to int32   // of Mobile.choice
	district model.DistrictID
}

// choice is a cell that a spot tries.
type choice struct {
	spot, cell int32
}

// district is what people of a district have.
type district struct {
	from, to    int32   // of Mobile.sites
	mobile      []int32 // by operator: member, -1 for none
	area, reach int32   // members, -1 for none
}

// NewMobile prepares the mobile networks of network number index of a finished city. See City.
func NewMobile(city *model.City, index int) (*Mobile, error) {
	n := &city.Networks[index]
	m := &Mobile{city: city, place: make([]int32, len(city.Assets))}
	if len(n.Edges) > 0 {
		return nil, fmt.Errorf("network %q has edges: cells reach telephones by radio", n.Name)
	}
	m.enrol(n)
	for i := range m.operators {
		if o := &m.operators[i]; len(o.cells) == 0 {
			return nil, fmt.Errorf("network %q: operator %q serves districts without a telecom/cell", n.Name, city.Operators[o.id].Name)
		}
	}
	m.settle()
	m.cover()
	m.dimension()
	return m, nil
}

// enrol lists the members; who serves a district is an operator.
func (m *Mobile) enrol(n *model.Network) {
	for i := range m.place {
		m.place[i] = -1
	}
	m.districts = make([]district, len(m.city.Districts))
	list, known := slices.Clone(n.Members), parts()
	slices.Sort(list)
	for _, a := range slices.Compact(list) {
		x := &m.city.Assets[a]
		m.place[a] = int32(len(m.members))
		m.members = append(m.members, member{asset: a, part: known[m.city.Kinds[x.Kind].Name], district: x.District, operator: -1, cell: -1})
	}
	for i := range m.members {
		if id := m.city.Assets[m.members[i].asset].Operator; m.members[i].part == partMobile && m.operator(id) < 0 {
			m.operators = append(m.operators, operator{id: id})
		}
	}
	slices.SortFunc(m.operators, func(a, b operator) int { return int(a.id) - int(b.id) })
	for d := range m.districts {
		m.districts[d] = district{area: -1, reach: -1, mobile: slices.Repeat([]int32{-1}, len(m.operators))}
	}
	for i := range m.members {
		m.assign(int32(i))
	}
}

// operator is the number of an operator, -1 if it serves no district.
func (m *Mobile) operator(id model.OperatorID) int32 {
	return int32(slices.IndexFunc(m.operators, func(o operator) bool { return o.id == id }))
}

// assign gives a member to its operator or district.
func (m *Mobile) assign(i int32) {
	x := &m.members[i]
	a := &m.city.Assets[x.asset]
	d := &m.districts[x.district]
	switch x.part {
	case partArea:
		d.area = i
		return
	case partReach:
		d.reach = i
		return
	}
	if x.operator = m.operator(a.Operator); x.operator < 0 {
		x.part = partOther
		return
	}
	o := &m.operators[x.operator]
	switch x.part {
	case partCell:
		x.cell = int32(len(m.cells))
		o.cells = append(o.cells, x.cell)
		m.cells = append(m.cells, cell{member: i, operator: x.operator})
	case partCore:
		o.cores = append(o.cores, i)
		o.built += a.Capacity
	case partRegister:
		o.registers = append(o.registers, i)
	case partRoute:
		o.routes = append(o.routes, i)
	case partMobile:
		d.mobile[x.operator] = i
		o.customers += a.Capacity
	}
}

// of is the member of an asset, -1 for none.
func (m *Mobile) of(a model.AssetID) int32 {
	if a < 0 || int(a) >= len(m.place) {
		return -1
	}
	return m.place[a]
}
