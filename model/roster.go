package model

import "cascata/sim"

// ActorSort says what an entity beyond the assets is.
type ActorSort uint8

// The sorts of actor.
const (
	SortDevice   ActorSort = iota + 1 // a thing with software in an estate
	SortZone                          // a zone of an estate
	SortStore                         // a data store
	SortOperator                      // an operator's people who detect and decide
	SortCrews                         // an operator's field crews
	SortCampaign                      // an attack
	SortEvent                         // an event of the scenario without an attacker
	SortDuty                          // a report or notice that law asks of an operator
)

// Actor is an entity that is not an asset.
type Actor struct {
	Name     string // path: "dso/control-centre/scada-server"
	Title    string // for people: "SCADA server"
	Sort     ActorSort
	Operator OperatorID // Absent for campaigns and events
	District DistrictID // Absent if it has no place
	At       Point
	Persons  int32 // natural persons in a data store; 0 = none, and for everything else
}

// Roster numbers every entity of a run: the city's assets first, then the actors.
type Roster struct {
	City       *City
	Actors     []Actor
	Techniques []string // "T0855 Unauthorized Command Message", indexed by Why.Amount of technique reasons
}

// Len is the number of entities.
func (r *Roster) Len() int { return len(r.City.Assets) + len(r.Actors) }

// Add appends an actor and returns its entity.
func (r *Roster) Add(a Actor) EntityID {
	r.Actors = append(r.Actors, a)
	return EntityID(r.Len() - 1)
}

// Actor is the actor of an entity, or nil for an asset or Absent.
func (r *Roster) Actor(e EntityID) *Actor {
	if i := int(e) - len(r.City.Assets); i >= 0 && i < len(r.Actors) {
		return &r.Actors[i]
	}
	return nil
}

// IsAsset reports whether e is an asset of the city.
func (r *Roster) IsAsset(e EntityID) bool { return e >= 0 && int(e) < len(r.City.Assets) }

// Name is the path name of an entity; empty for Absent.
func (r *Roster) Name(e EntityID) string {
	switch a := r.Actor(e); {
	case a != nil:
		return a.Name
	case r.IsAsset(e):
		return r.City.Assets[e].Name
	}
	return ""
}

// Address is where messages for an entity go.
type Address struct {
	Process sim.ProcessID
	Entity  EntityID
}
