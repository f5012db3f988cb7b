package water

import "cascata/model"

// None is the index of a pattern, curve or node that is not there.
const None = -1

// Network is what an input file says, in the file's units.
type Network struct {
	Title    []string
	Options  Options
	Times    Times
	Nodes    []Node // junctions in the order of the file, then reservoirs, then tanks
	Links    []Link // pipes, then pumps, then valves
	Patterns []Pattern
	Curves   []Curve
	Controls []Control
	Rules    []Rule
	Kept     []Section    // sections without effect on hydraulics, as they stood
	Warnings model.Faults // what the file may not have meant, but EPANET reads without a word
}

// Section is the text of a section that hydraulics does not need.
type Section struct {
	Name  string // without brackets, in capitals
	Lines []string
}

// NodeKind says what a node is.
type NodeKind uint8

// The kinds of node.
const (
	Junction NodeKind = iota
	Reservoir
	Tank
)

// Node is a junction, a reservoir or a tank. Lengths in ft or m, volumes in ft3 or m3, flows in the flow unit.
type Node struct {
	ID        string
	Kind      NodeKind
	Elevation float64  // of a reservoir: its head
	Pattern   int      // of a reservoir's head
	Demands   []Demand // of a junction
	Emitter   float64  // coefficient C of q = C p^e; 0: none

	InitLevel, MinLevel, MaxLevel float64 // of a tank, above its bottom
	Diameter, MinVolume           float64 // of a tank
	VolumeCurve                   int     // replaces the diameter
	Overflow                      bool    // a full tank spills instead of closing what fills it

	line int
}

// Demand is one category of a junction's demand.
type Demand struct {
	Base     float64
	Pattern  int
	Category string
}

// LinkKind says what a link is.
type LinkKind uint8

// The kinds of link: pipes with or without check valve, pumps, and the valves that reduce pressure, sustain pressure, break
// pressure, control flow, throttle, follow a curve of head loss, or are opened by a percentage.
const (
	CheckPipe LinkKind = iota
	Pipe
	Pump
	PRV
	PSV
	PBV
	FCV
	TCV
	GPV
	PCV
)

// String is the word of the input file.
func (k LinkKind) String() string {
	return [...]string{"CV", "PIPE", "PUMP", "PRV", "PSV", "PBV", "FCV", "TCV", "GPV", "PCV"}[k]
}

// InitStatus is the status of a link when a run begins, or what a control or rule makes of it.
type InitStatus uint8

// The statuses a file can name.
const (
	Opened InitStatus = iota
	Closed
	Active // a valve or pump that follows its setting
)

// String is the word of the input file.
func (s InitStatus) String() string { return [...]string{"OPEN", "CLOSED", "ACTIVE"}[s] }

// Link is a pipe, pump or valve.
type Link struct {
	ID        string
	Kind      LinkKind
	From, To  int
	Length    float64 // ft or m
	Diameter  float64 // in or mm
	Roughness float64 // C, or 1e-3 ft or mm, or n
	MinorLoss float64
	Status    InitStatus
	Setting   float64 // speed of a pump; pressure, flow, loss coefficient or opening of a valve
	Curve     int     // head of a pump, head loss of a GPV, opening of a PCV
	Power     float64 // hp or kW of a pump without curve
	Pattern   int     // of a pump's speed

	line int
}

// Pattern is multipliers, one a pattern step, repeated.
type Pattern struct {
	ID      string
	Factors []float64
}

// Curve is points in the order of the file.
type Curve struct {
	ID   string
	X, Y []float64

	line int
}

// ControlKind says when a simple control acts.
type ControlKind uint8

// The kinds of simple control.
const (
	IfBelow ControlKind = iota
	IfAbove
	AtTime
	AtClock
)

// Control is a line of [CONTROLS].
type Control struct {
	Link       int
	Status     InitStatus
	Setting    float64
	HasSetting bool
	Kind       ControlKind
	Node       int     // of IfBelow and IfAbove
	Level      float64 // level above a tank's bottom, or pressure of a junction
	Time       int64   // seconds since the start, or since midnight
	Disabled   bool
}

// Rule is a rule-based control.
type Rule struct {
	ID         string
	Premises   []Premise
	Then, Else []Action
	Priority   float64
	Disabled   bool
}

// Object says what a premise looks at.
type Object uint8

// What a premise looks at.
const (
	OfNode Object = iota
	OfLink
	OfSystem
)

// Premise is one condition of a rule.
type Premise struct {
	Or       bool // joined to what stands before by OR
	Object   Object
	Index    int // of the node or link
	Variable Variable
	Op       Op
	ByStatus bool
	Status   InitStatus
	Value    float64 // in the file's units; seconds for times
}

// Action is what a rule does to a link.
type Action struct {
	Link     int
	ByStatus bool
	Status   InitStatus
	Setting  float64
}

// Variable is what a premise compares.
type Variable uint8

// The variables of premises.
const (
	VarDemand Variable = iota
	VarHead
	VarGrade
	VarLevel
	VarPressure
	VarFlow
	VarStatus
	VarSetting
	VarPower
	VarTime
	VarClockTime
	VarFillTime
	VarDrainTime
)

// String is the word of the input file.
func (v Variable) String() string { return variableWords[v] }

var variableWords = [...]string{"DEMAND", "HEAD", "GRADE", "LEVEL", "PRESSURE", "FLOW", "STATUS", "SETTING", "POWER", "TIME", "CLOCKTIME", "FILLTIME", "DRAINTIME"}

// Op is a comparison.
type Op uint8

// The comparisons of premises.
const (
	Equal Op = iota
	NotEqual
	AtMost
	AtLeast
	Below
	Above
)

// String is the sign of the input file.
func (o Op) String() string { return [...]string{"=", "<>", "<=", ">=", "<", ">"}[o] }
