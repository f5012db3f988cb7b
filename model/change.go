package model

import "cascata/sim"

// ChangeKind says what sort of thing happened.
type ChangeKind uint8

// The kinds of Change.
const (
	KindCommand   ChangeKind = iota + 1 // an asset was told to do something and did it
	KindControl                         // remote control or view of assets was lost or regained
	KindSupply                          // a need went on its buffer, ran out, or came back
	KindService                         // the service level of an asset changed
	KindFoothold                        // the attacker gained or lost a device, an account or a zone
	KindDetection                       // a sensor or a person noticed something
	KindAwareness                       // the operator understood that it is under attack; legal clocks start here
	KindDecision                        // the operator decided to act
	KindRepair                          // a crew or a team started or finished work
	KindData                            // a data store was reached: an entry of the data ledger
	KindDeadline                        // a legal clock ran out or was met
)

// CauseKind says how a cause contributed.
type CauseKind uint8

// The kinds of cause.
const (
	CauseAll       CauseKind = iota + 1 // a supplier all of which were needed
	CauseOneOf                          // the last of several suppliers, any of which would have done
	CauseBuffer                         // a buffer ran out, or filled again
	CauseCommand                        // an order
	CauseOverload                       // more was asked than could be carried
	CauseBehaviour                      // people acted
	CauseRepair                         // work was done
)

// MaxCauses is how many causes a Change keeps: the one that tipped it and the most recent others.
const MaxCauses = 6

// Cause refers to an earlier Change of the run.
type Cause struct {
	Ref  sim.RecordID
	Kind CauseKind
}

// Change is the one record of anything that happens. The kernel adds the instant and the id (process, count); the trace
// numbers Changes from 1. It holds no pointers so that emitting one allocates nothing.
type Change struct {
	Kind     ChangeKind
	Entity   EntityID // what changed: an asset, or a device, an operator, a campaign
	From, To Level
	Why      Why
	Causes   [MaxCauses]Cause // first the one that tipped it; unused entries have a zero Ref
}

// Why is the reason in a form that needs no text in the event loop; Text of the trace turns it into a sentence.
type Why struct {
	Code   WhyCode
	Other  EntityID // the supplier, device or asset the sentence names; Absent if none
	Need   NeedID   // the need it concerns; Absent if none
	Amount int64    // a number for the sentence: nanoseconds of a span, a count, a technique's index
}

// WhyCode selects the sentence of a Why.
type WhyCode uint16

// The reasons. {other}, {need} and {amount} are filled in by the trace.
const (
	WhyUnknown         WhyCode = iota
	WhySupplyLost              // {need}: supply from {other} fell
	WhySupplyBack              // {need}: supply is back
	WhyOnBuffer                // {need}: running on its buffer, which lasts {amount}
	WhyBufferEmpty             // {need}: buffer empty after {amount}
	WhyFailoverFailed          // {need}: the backup did not start
	WhyBufferFull              // {need}: buffer full again
	WhyNetworkCut              // no path from any source
	WhyNetworkShort            // capacity short on the way from {other}
	WhyNetworkBack             // fed again
	WhyStorageEmpty            // {other} ran empty
	WhyInertia                 // follows its supply slowly
	WhyOpened                  // opened by {other}
	WhyClosed                  // closed by {other}
	WhyStopped                 // stopped by {other}
	WhyStarted                 // started by {other}
	WhyDamaged                 // damaged by {other}
	WhyRepaired                // repaired
	WhySetPoint                // set-point moved by {other}
	WhyCondition               // by its own state
	WhyEvent                   // event {amount} of the scenario
	WhyTechnique               // technique {amount} succeeded on {other}
	WhyBlocked                 // technique {amount} was blocked or failed
	WhyDetected                // technique {amount} was seen
	WhyAware                   // escalated to people who understood
	WhyIsolate                 // {other} isolated
	WhyShutdown                // shut down as a precaution
	WhyEradicated              // attacker removed from {other}
	WhyRestored                // restored, from a backup or built anew, after {amount}
	WhyBackupLost              // backup unusable, rebuilding takes {amount}
	WhyCrewSent                // crew sent to {other}
	WhyCrewDone                // crew finished after {amount}
	WhyRemoteDone              // operated remotely
	WhyDataReached             // {amount} records within reach
	WhyExfiltrated             // {amount} records copied out
	WhyCampaignStart           // campaign began
	WhyCampaignEnd             // campaign reached its goals
	WhyCampaignBlocked         // no path left
	WhyCrewRecalled            // crew called back from {other} after {amount}: somebody else did it
	WhyAsked                   // more was asked of it, because of {other}
	WhyTripped                 // protection opened it: {other} carried too much for {amount}
	WhyShed                    // load shed to hold the frequency, after the loss of {other}
	WhyColdLoad                // what comes back asks for more than before: {other} cannot carry it
	WhyPressure                // pressure too low, because of {other}
	WhyCongested               // traffic on {other} and beyond
	WhyHour                    // what is planned changes with the hour
	WhyDraws                   // load switched on by {other}
	WhyDisarmed                // protection disabled by {other}
	WhyArmed                   // protection works again, by {other}
	WhyUnsettled               // the solver found no answer; the last accepted state stands
	WhyDiverts                 // a hospital asks ambulances to go elsewhere: its service is low
	WhyDivertsCrowd            // the same: too many patients for its places
	WhyAccepts                 // it takes ambulances again
	WhyOxygen                  // its medical oxygen is limited to the level
	WhyDialysis                // its dialysis is
	WhyTheatres                // its operating theatres are
	WhyClockStarted            // a legal clock runs: due after {amount}
	WhyReportSent              // the report left in time, {amount} before it was due
	WhyReportLate              // the report left {amount} after it was due
	WhyDeadlinePassed          // due, and nothing was sent
	WhyStillRunning            // the incident is still running: a progress report takes its place, it is due later
	WhyDataLocked              // {amount} records encrypted or wiped
	WhyDataAltered             // {amount} records falsified
	WhyDataBack                // {amount} records usable again
	WhyHeld                    // the attacker holds {amount} of its devices
	WhyLaboratory              // its laboratory results and blood are
	WhySystems                 // its information systems are
	WhyClinics                 // its outpatient appointments are
	WhyStaff                   // its staff who came are
	WhySwitchedOver            // 112 calls go to {other}, another PSAP, from now on
	WhyStaffLate               // {amount} of the next shift are late
	WhyAnswers                 // 112 calls are answered in time as far as the level says
	WhyStepFailed              // step {amount} of the playbook did not work
	WhySupplierBlocked         // {other} cut off to keep suppliers out
	WhyManual                  // {other} cut off, what it controls is run by hand
	WhyIslanded                // {other} cut off from everybody outside
	WhyPublicWarning           // the public is asked to take less, for {amount}
	WhyShared                  // other operators are told
	WhyWarned                  // warned: {other} is under attack
	WhyWatching                // people look more closely for a while
	WhyOffGuard                // what was done because of a warning ends
	WhyTeamAsked               // {other}, which several operators share, is asked for
	WhyTeamSent                // the team goes to {other}, which waited {amount}
	WhyReturned                // the attacker uses what the eradication missed on {other}
	WhyLocked                  // orders from afar do not reach it any more, by {other}
	WhyUnlocked                // they do again, by {other}
	WhyBlinded                 // its operator does not see it any more, by {other}
	WhySeen                    // it does again, by {other}
	WhySpoofed                 // reads the level, whatever is true: falsified by {other}
	WhyTrue                    // reads what is true again, by {other}
	WhyForced                  // closed against a fault by {other}, its protection disabled
	WhyQuiet                   // what is done in it is not reported any more
	whyCodes
)

// Add appends a cause unless it is empty, already there, or the list is full.
func (c *Change) Add(ref sim.RecordID, kind CauseKind) {
	if ref == (sim.RecordID{}) {
		return
	}
	for i := range c.Causes {
		switch c.Causes[i].Ref {
		case ref:
			return
		case sim.RecordID{}:
			c.Causes[i] = Cause{Ref: ref, Kind: kind}
			return
		}
	}
}
