package water

import "math"

// FlowUnit is a unit of flow. Those from LPS on make the whole file metric.
type FlowUnit uint8

// The units of flow.
const (
	CFS FlowUnit = iota
	GPM
	MGD
	IMGD
	AFD
	LPS
	LPM
	MLD
	CMH
	CMD
	CMS
)

var flowWords = []string{"CFS", "GPM", "MGD", "IMGD", "AFD", "LPS", "LPM", "MLD", "CMH", "CMD", "CMS"}

// String is the word of the input file.
func (u FlowUnit) String() string { return flowWords[u] }

// Metric reports whether lengths are metres.
func (u FlowUnit) Metric() bool { return u >= LPS }

// perCFS is how many of each flow unit are one cubic foot a second, as EPANET rounds them.
var perCFS = [...]float64{1, 448.831, 0.64632, 0.5382, 1.9837, 28.317, 1699.0, 2.4466, 101.94, 2446.6, 0.028317}

// PressureUnit is a unit of pressure.
type PressureUnit uint8

// The units of pressure.
const (
	PSI PressureUnit = iota
	KPA
	Metres
	Bar
	Feet
)

var pressureWords = []string{"PSI", "KPA", "METERS", "BAR", "FEET"}

// String is the word of the input file.
func (u PressureUnit) String() string { return pressureWords[u] }

const (
	metresPerFoot = 0.3048
	psiPerFoot    = 0.4333
	kpaPerPSI     = 6.895
	barPerPSI     = 0.068948
	kwPerHP       = 0.7457
	m3PerFt3      = 0.028316846592
	feetOfWater   = 1.1e-5 // kinematic viscosity of water at 20 C [ft2/s]
	gravityTwice  = 2 * 32.2
)

// units turns the inside (ft, cfs, ft3, ft/s, hp) into the file's units, by multiplication.
type units struct {
	flow, head, pressure, volume, power float64
	diameter                            float64 // of pipes: ft to in or mm
}

func (o *Options) factors() units {
	u := units{flow: perCFS[o.Units], head: 1, volume: 1, power: 1, diameter: 12}
	if o.Units.Metric() {
		u.head, u.volume, u.power, u.diameter = metresPerFoot, m3PerFt3, kwPerHP, 1000*metresPerFoot
	}
	switch o.pressureUnit() {
	case PSI:
		u.pressure = psiPerFoot
	case KPA:
		u.pressure = kpaPerPSI * psiPerFoot
	case Bar:
		u.pressure = barPerPSI * psiPerFoot
	case Metres:
		u.pressure = metresPerFoot
	case Feet:
		u.pressure = 1
	}
	u.pressure *= o.SpecificGravity
	return u
}

// pressureUnit is the unit of the file: psi with US units, metres with SI unless the file asks for another.
func (o *Options) pressureUnit() PressureUnit {
	switch {
	case o.hasPressureUnit && !(o.Units.Metric() && o.Pressure == PSI) && (o.Units.Metric() || o.Pressure == Feet || o.Pressure == Bar):
		return o.Pressure
	case o.Units.Metric():
		return Metres
	}
	return PSI
}

// viscosity is the kinematic viscosity [ft2/s].
func (o *Options) viscosity() float64 {
	if o.Viscosity > 1e-3 {
		return o.Viscosity * feetOfWater
	}
	f := o.factors().head
	return o.Viscosity / (f * f)
}

// minorLoss turns a loss coefficient into head over flow squared [ft/cfs2] at a diameter [ft].
func minorLoss(k, d float64) float64 { return 0.02517 * k / (d * d * d * d) }

// friction is the resistance of a pipe without its friction factor: ft/cfs^1.852 with Hazen-Williams, ft/cfs2 otherwise.
func friction(h Headloss, length, d, rough float64) float64 {
	switch h {
	case HazenWilliams:
		return 4.727 * length / math.Pow(rough, 1.852) / math.Pow(d, 4.871)
	case DarcyWeisbach:
		a := math.Pi * d * d / 4
		return length / gravityTwice / d / (a * a)
	}
	x := 4 * rough / (1.49 * math.Pi * d * d)
	return x * x * math.Pow(d/4, -1.333) * length
}
