package water

// Headloss is the formula of friction.
type Headloss uint8

// The three formulas.
const (
	HazenWilliams Headloss = iota
	DarcyWeisbach
	ChezyManning
)

// String is the word of the input file.
func (h Headloss) String() string { return [...]string{"H-W", "D-W", "C-M"}[h] }

// Options are the section [OPTIONS].
type Options struct {
	Units            FlowUnit
	Pressure         PressureUnit
	Headloss         Headloss
	Pattern          string // of demands without one
	PressureDriven   bool
	MinPressure      float64
	ReqPressure      float64
	PressureExponent float64
	EmitterExponent  float64
	NoBackflow       bool // emitters draw nothing in
	DemandMultiplier float64
	SpecificGravity  float64
	Viscosity        float64 // relative to water at 20 C, or ft2/s or m2/s when below 1e-3
	Trials           int
	Accuracy         float64 // sum of flow changes over sum of flows
	HeadError        float64 // largest accepted; 0: not looked at
	FlowChange       float64 // largest accepted; 0: not looked at
	CheckFreq        int
	MaxCheck         int
	DampLimit        float64
	StopUnbalanced   bool
	ExtraTrials      int      // with frozen statuses, when unbalanced
	HeadTol, FlowTol float64  // of the status logic [ft, cfs]
	SmallestGradient float64  // below which head loss is linear [ft/cfs]
	Other            []string // lines without effect on hydraulics
	hasPressureUnit  bool
}

// defaultOptions are those of EPANET 2.2.
func defaultOptions() Options {
	return Options{Units: GPM, Pattern: "1", PressureExponent: 0.5, EmitterExponent: 0.5, DemandMultiplier: 1, SpecificGravity: 1,
		Viscosity: 1, Trials: 200, Accuracy: 0.001, CheckFreq: 2, MaxCheck: 10, StopUnbalanced: true, ReqPressure: 0.1,
		HeadTol: 0.0005, FlowTol: 0.0001, SmallestGradient: 1e-7}
}

// Times are the section [TIMES] in seconds.
type Times struct {
	Duration                  int64
	HydraulicStep             int64
	PatternStep, PatternStart int64
	ReportStep, ReportStart   int64
	RuleStep                  int64 // 0: a tenth of the hydraulic step
	StartClock                int64
	Other                     []string // lines without effect on hydraulics
}

func defaultTimes() Times {
	return Times{HydraulicStep: 3600, PatternStep: 3600, ReportStep: 0}
}

// settled is the times with EPANET's rules for what is missing or does not fit together.
func (t Times) settled() Times {
	if t.PatternStep <= 0 {
		t.PatternStep = 3600
	}
	if t.ReportStep <= 0 {
		t.ReportStep = t.PatternStep
	}
	if t.HydraulicStep <= 0 {
		t.HydraulicStep = 3600
	}
	t.HydraulicStep = min(t.HydraulicStep, t.PatternStep, t.ReportStep)
	if t.ReportStart > t.Duration {
		t.ReportStart = 0
	}
	if t.RuleStep <= 0 {
		t.RuleStep = max(1, t.HydraulicStep/10)
	}
	t.RuleStep = min(t.RuleStep, t.HydraulicStep)
	return t
}
