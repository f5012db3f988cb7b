package law

import (
	"slices"
	"time"

	"cascata/model"
)

// Rules are duties and thresholds as people write them. Compile checks them.
type Rules struct {
	Duties     []Duty
	Thresholds []Threshold
	Pace       Pace
	Discover   string // from awareness until it is established which data were concerned; distribution in rng.Parse form
	Persons    int64  // natural persons whose ordinary personal data make a breach a high risk [1 or more]
	Sensitive  int64  // the same for data on health or location [1 or more]
}

// Duty is a report or notice that a regime asks for.
type Duty struct {
	ID        string   // "nis2-early-warning"
	Title     string   // "NIS 2 early warning"
	Act       string   // "Directive (EU) 2022/2555, Art. 23(4)(a)"
	Recipient string   // "CSIRT or authority"
	Regimes   []string // any of
	Trigger   string   // what starts the clock; see Triggers
	From      string   // the clock starts when this duty was fulfilled instead; empty = at the trigger
	Follows   string   // preparation begins when this duty was fulfilled; empty = with the clock
	Within    string   // time limit in ParsePeriod form
	Ours      bool     // the law says "without undue delay": the limit is ours
	Final     bool     // written when the incident is over; if it is still running when this falls due, it is due as long after its end
	Running   bool     // owed only if the incident is still running when it falls due (a progress report)
	Hands     bool     // tells controllers, who are aware of a breach from then on
	Prepare   string   // hours of work, undisturbed; distribution in rng.Parse form
	Source    string
}

// Triggers are what may start a clock: a significant incident; a breach of personal data; a breach with a high risk for persons; awareness of
// any incident at a manufacturer; a breach at a controller for whom the operator processes.
func Triggers() []string { return []string{significant, breach, risk, product, processed} }

const (
	significant = "significant"
	breach      = "breach"
	risk        = "high-risk"
	product     = "product"
	processed   = "processed"
)

// Threshold makes an incident significant: at least Share of what the operator serves was lost for at least For.
type Threshold struct {
	Regimes []string // for operators with any of them; empty = for those for whom no other one is meant
	Share   float64  // of the people it serves [above 0 to 1]
	For     string   // duration
	Data    bool     // any data compromised by an attacker is enough
	Source  string
}

// Pace is how fast reports get written while the same people fight the incident, as shares of the speed of an undisturbed day.
type Pace struct {
	Fighting  float64 // until the attacker is out (0 to 1]
	Restoring float64 // until everything is restored (0 to 1]
}

// Operator is what the law sees of an operator.
type Operator struct {
	Regimes   []string           // see Statuses and Roles
	Controls  []model.OperatorID // controllers for whom it processes data; it tells them
	Attackers []model.EntityID   // campaigns that can reach it; without one it never becomes aware of anything
}

// Clock changes a duty of one operator.
type Clock struct {
	Operator string // name
	Duty     string // id
	Within   string // empty = as the rules have it
	Prepare  string // empty = as the rules have it
}

// Store is a data store.
type Store struct {
	Entity   model.EntityID
	Operator model.OperatorID
	Class    string // "personal", "health", "location", "operational"
	Records  int64
	Persons  int64
}

// Options are everything that Compile needs besides the roster.
type Options struct {
	Start     time.Time // the date at time 0
	Rules     Rules
	Operators []Operator // by operator
	Stores    []Store
	Clocks    []Clock
}

// Statuses are an operator's possible places under NIS 2; it has one at most, and none is out of scope.
func Statuses() []string {
	return []string{"nis2-essential", "nis2-important", "out-of-scope", "excluded"}
}

// Roles are what an operator may be besides.
func Roles() []string {
	return []string{"cer-critical", "gdpr-controller", "gdpr-processor", "cra-manufacturer", "digital-provider", "electricity"}
}

// Status is the one of Statuses in a list; out-of-scope if there is none.
func Status(regimes []string) string {
	for _, r := range regimes {
		if slices.Contains(Statuses(), r) {
			return r
		}
	}
	return "out-of-scope"
}

// InScope reports whether NIS 2 binds an operator with these regimes.
func InScope(regimes []string) bool { return Status(regimes)[0] == 'n' }

// Faults are the contradictions in a list of regimes, each in a sentence.
func Faults(regimes []string) []string {
	var list []string
	statuses := 0
	for _, r := range regimes {
		if slices.Contains(Statuses(), r) {
			statuses++
		} else if !slices.Contains(Roles(), r) {
			list = append(list, "unknown regime \""+r+"\": "+model.DidYouMean(r, slices.Concat(Statuses(), Roles())))
		}
	}
	if statuses > 1 {
		list = append(list, "an operator has one place under NIS 2: essential, important, out of scope or excluded")
	}
	if slices.Contains(regimes, "cer-critical") && Status(regimes) != "nis2-essential" {
		list = append(list, "an operator that is critical under CER is essential under NIS 2 (Art. 3(1)(f)): add nis2-essential or leave out cer-critical")
	}
	for _, role := range []string{"digital-provider", "electricity"} {
		if slices.Contains(regimes, role) && !InScope(regimes) {
			list = append(list, role+" needs nis2-essential or nis2-important: its rules are for operators in scope")
		}
	}
	return list
}
