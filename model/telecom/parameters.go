package telecom

import "time"

// The parameters of mobile networks. General knowledge, uncertain, unless something else is said.
const (
	// Range is how far a telephone in a town finds a cell [m]: 0.5 km (high bands, indoors) to 5 km (low bands, outdoors).
	Range = 1500.0
	// ChangeOver is the share of the customers of an operator that is gone as a whole who burden the others instead, with second and
	// new SIM cards and by national roaming [0 to 1]. In December 2023 roaming overloaded the other operators of Ukraine (Kyivstar);
	// the share is an assumption.
	ChangeOver = 0.7
	// SignOn is how long it takes until all customers are signed on again after a core or a register came back: operators let them on in
	// steps so that the signalling of all at once does not take it down again [10 min to several hours].
	SignOn = 30 * time.Minute
	// PhonesLegacy is the share of telephones, and VehiclesLegacy that of eCall vehicles, that know the second and third generation
	// only [0 to 1]: the complements of the defaults telecom/mobile.legacy and emergency/ecall-fleet.legacy (without), which a scenario can
	// change. An operator switches the generations off when its telecom/legacy asset stops.
	PhonesLegacy   = 0.03
	VehiclesLegacy = 0.9
	// WarningNormal is the share of telephones that a public warning by SMS reaches when all networks work: 95 % (ANEPC, 30 April 2025).
	WarningNormal = 0.95
)

// Limits of the computation.
const (
	choices = 6    // cells of an operator that a telephone tries, nearest first
	strides = 10   // steps in which customers sign on
	levels  = 1000 // steps of a level
	signing = SignOn / strides
)
