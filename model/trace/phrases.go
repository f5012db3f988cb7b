package trace

import "cascata/model"

// phrases are the texts of one language; what stands in still replaces a reason of something that is no switch. In a sentence {other} is the entity the reason names, {need} the need, {span} and
// {count} the amount, {technique} the technique, {level} the new level; a part in square brackets is left out when one of
// its names has nothing to stand for.
type phrases struct {
	why    map[model.WhyCode]string
	still  map[model.WhyCode]string
	change map[model.ChangeKind]string // in the kind column
	cause  map[model.CauseKind]string
	rule   map[model.Rule]string
}

// phrasesOf is the table of a language; English for every other one until there is another table.
func phrasesOf(string) phrases { return english }

// english is read-only.
var english = phrases{
	change: map[model.ChangeKind]string{
		model.KindCommand: "command", model.KindControl: "control", model.KindSupply: "supply", model.KindService: "service",
		model.KindFoothold: "foothold", model.KindDetection: "detection", model.KindAwareness: "awareness",
		model.KindDecision: "decision", model.KindRepair: "repair", model.KindData: "data", model.KindDeadline: "deadline",
	},
	cause: map[model.CauseKind]string{
		model.CauseAll: "depends on", model.CauseOneOf: "last of several", model.CauseBuffer: "buffer",
		model.CauseCommand: "command", model.CauseOverload: "overload", model.CauseBehaviour: "behaviour",
		model.CauseRepair: "repair",
	},
	still: map[model.WhyCode]string{
		model.WhyOpened: "switched off[ by {other}]",
		model.WhyClosed: "switched on[ by {other}]",
	},
	rule: map[model.Rule]string{
		model.All: "all of", model.Any: "any of", model.KOfN: "k of", model.Weighted: "weighted",
	},
	why: map[model.WhyCode]string{
		model.WhyUnknown:         "no reason given",
		model.WhySupplyLost:      "[{need}: ]supply fell[ ({other})]",
		model.WhySupplyBack:      "[{need}: ]supply is back[ ({other})]",
		model.WhyOnBuffer:        "[{need}: ]running on its buffer[, which lasts {span}][ (without {other})]",
		model.WhyBufferEmpty:     "[{need}: ]buffer empty[ after {span}][ (without {other})]",
		model.WhyFailoverFailed:  "[{need}: ]the backup did not start[ (without {other})]",
		model.WhyBufferFull:      "[{need}: ]buffer full again",
		model.WhyNetworkCut:      "no path from any source[ ({other})]",
		model.WhyNetworkShort:    "too little capacity on the way[ from {other}]",
		model.WhyNetworkBack:     "fed again[ ({other})]",
		model.WhyStorageEmpty:    "[{other} ]ran empty",
		model.WhyInertia:         "follows its supply slowly",
		model.WhyOpened:          "opened[ by {other}]",
		model.WhyClosed:          "closed[ by {other}]",
		model.WhyStopped:         "stopped[ by {other}]",
		model.WhyStarted:         "started[ by {other}]",
		model.WhyDamaged:         "damaged[ by {other}]",
		model.WhyRepaired:        "repaired[ by {other}]",
		model.WhySetPoint:        "set-point moved to {level}[ by {other}]",
		model.WhyCondition:       "by its own state",
		model.WhyEvent:           "event {count} of the scenario[ ({other})]",
		model.WhyTechnique:       "{technique} succeeded[ on {other}]",
		model.WhyBlocked:         "{technique} blocked or failed[ on {other}]",
		model.WhyDetected:        "{technique} seen[ on {other}]",
		model.WhyAware:           "escalated to people who understood[ ({other})]",
		model.WhyIsolate:         "[{other} ]isolated",
		model.WhyShutdown:        "precautionary shutdown of {count} assets",
		model.WhyEradicated:      "attacker removed[ from {other}]",
		model.WhyRestored:        "restored[ after {span}]",
		model.WhyBackupLost:      "backup unusable[, rebuilding takes {span}]",
		model.WhyCrewSent:        "crew sent[ to {other}]",
		model.WhyCrewDone:        "crew finished[ after {span}][ at {other}]",
		model.WhyRemoteDone:      "operated remotely[ by {other}]",
		model.WhyDataReached:     "{count} records within reach[ in {other}]",
		model.WhyExfiltrated:     "{count} records copied out[ of {other}]",
		model.WhyCampaignStart:   "campaign began",
		model.WhyCampaignEnd:     "campaign reached its goals",
		model.WhyCampaignBlocked: "campaign has no path left",
		model.WhyAsked:           "more asked than planned[ because of {other}]",
		model.WhyTripped:         "protection tripped[ after {span}]: overloaded[ since {other} went]",
		model.WhyShed:            "load shed to hold the frequency[ after the loss of {other}]",
		model.WhyColdLoad:        "load that comes back asks for more than before[; {other} cannot carry it]",
		model.WhyPressure:        "pressure too low[ since {other} went]",
		model.WhyCongested:       "congested[ because of {other}]",
		model.WhyHour:            "what is planned changes with the hour",
		model.WhyDraws:           "load switched on[ by {other}]",
		model.WhyDisarmed:        "protection disabled[ by {other}]",
		model.WhyArmed:           "protection works again[, by {other}]",
		model.WhyUnsettled:       "the solver found no answer: the last accepted state stands",
		model.WhyDiverts:         "hospital diverts ambulances: its service is too low",
		model.WhyDivertsCrowd:    "hospital diverts ambulances: too many patients for the places that work",
		model.WhyAccepts:         "hospital takes ambulances again",
		model.WhyOxygen:          "medical oxygen at {level}",
		model.WhyDialysis:        "dialysis at {level}",
		model.WhyTheatres:        "operating theatres at {level}",
		model.WhyClockStarted:    "legal clock started[: due after {span}]",
		model.WhyReportSent:      "sent in time[, {span} before it was due]",
		model.WhyReportLate:      "sent[ {span}] late",
		model.WhyDeadlinePassed:  "due, and nothing was sent",
		model.WhyStillRunning:    "the incident is still running: progress report now, this one is due after it ends",
		model.WhyDataLocked:      "{count} records made unusable[ in {other}]",
		model.WhyDataAltered:     "{count} records falsified[ in {other}]",
		model.WhyDataBack:        "{count} records usable again[ in {other}]",
		model.WhyHeld:            "devices held by the attacker: {count}",
		model.WhyLaboratory:      "laboratory at {level}",
		model.WhySystems:         "hospital systems at {level}",
		model.WhyClinics:         "outpatient clinics at {level}",
		model.WhyStaff:           "staff at {level}",
		model.WhySwitchedOver:    "112 calls switched over to [{other}, ]another PSAP",
		model.WhyStaffLate:       "{count} of the next shift come late: the shift before stays on",
		model.WhyAnswers:         "112 calls answered within 10 s: {level} of the target",
		model.WhyStepFailed:      "step {count} of the playbook did not work",
		model.WhySupplierBlocked: "[{other} ]cut off: suppliers are kept out",
		model.WhyManual:          "[{other} ]cut off, run by hand",
		model.WhyIslanded:        "[{other} ]cut off from everybody outside",
		model.WhyPublicWarning:   "public warning: take less[ for {span}]",
		model.WhyShared:          "the other operators are told",
		model.WhyWarned:          "warned[: {other} is under attack]",
		model.WhyWatching:        "people look more closely for a while",
		model.WhyOffGuard:        "back to normal after a warning",
		model.WhyTeamAsked:       "[{other} ]asked for",
		model.WhyTeamSent:        "sent[ to {other}][, which waited {span}]",
		model.WhyReturned:        "attacker is back[ on {other}], which was missed",
		model.WhyLocked:          "locked: no order from afar reaches it[, by {other}]",
		model.WhyUnlocked:        "unlocked: orders from afar reach it again[, by {other}]",
		model.WhyBlinded:         "out of its operator's sight[, by {other}]",
		model.WhySeen:            "its operator sees it again[, by {other}]",
		model.WhySpoofed:         "its sensor reads {level}, whatever is true[: falsified by {other}]",
		model.WhyTrue:            "its sensor reads what is true again[, by {other}]",
		model.WhyForced:          "closed against a fault with its protection disabled[, by {other}]",
		model.WhyQuiet:           "alarms[ of {other}] suppressed",
		model.WhyCrewRecalled:    "crew called back[ from {other}][ after {span}]: nothing left to do",
	},
}
