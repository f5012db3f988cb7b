package model

import "cascata/sim"

// MsgKind says what a message is. Rooms use the shared kinds to talk to each other and numbers from MsgPrivate up among
// themselves.
type MsgKind uint8

// The shared kinds.
const (
	MsgSupply   MsgKind = iota + 1 // To's supplier From now delivers Level (Need, Slot say which input)
	MsgCommand                     // To shall do Op
	MsgRequest                     // a work order from asset From to its operator: Op has to be done; with Level Full it is done, by whomever
	MsgDemand                      // To is asked for Amount more than before [thousandths of the unit of its kind], less if negative
	MsgReading                     // a quantity measured (over the counter); to an asset: at most Level of its work is done, because of Cause, of CauseKind Slot
	MsgTimer                       // a process's own timer
	MsgSettle                      // a process's own "solve now"
	MsgIncident                    // news of an incident for those who report an operator's incidents; Slot says which, Cause is its Change
	MsgPrivate  MsgKind = 64
)

// The news of a MsgIncident, in its Slot.
const (
	NewsAware int32 = iota + 1 // those who may decide understood, at instant Amount
	NewsClean                  // the attacker is out; what it stopped is still being restored
	NewsOver                   // nothing is left to be done
	NewsData                   // From is a data store, Need the WhyCode of what happened to Amount of its records
)

// Op is what a Command does to an asset. Impairments are kept apart: an asset that was both opened and damaged needs both
// undone.
type Op uint8

// The operations, each impairment beside the one that lifts it.
const (
	OpNone       Op = iota
	OpOpen          // open a switch, stop a pump, shut a gate: undone by a remote or manual OpClose
	OpClose         // lifts OpOpen; closes a normally open edge
	OpStop          // stop what the asset does in software (encrypted, wiped, shut down, isolated): undone by OpStart
	OpStart         // lifts OpStop
	OpDamage        // broken hardware: undone by OpRepair after a crew's work
	OpRepair        // lifts OpDamage
	OpSet           // limit the asset to Level (a moved set-point); Full lifts it
	OpBlackStart    // lets a loop whose members are all out start again
	OpDraw          // switch on Level of all the load that the asset holds, beside what is planned; None lifts it
	OpDisarm        // switch off what protects the asset from overload: undone by OpArm
	OpArm           // lifts OpDisarm
	OpLock          // no order of its operator reaches it from afar: undone by OpUnlock
	OpUnlock        // lifts OpLock
	OpBlind         // its operator does not see it, its work orders wait: undone by OpSee
	OpSee           // lifts OpBlind
	OpSpoof         // its sensor reads Level whatever is true, and what acts on that reading follows: undone by OpTrue
	OpTrue          // lifts OpSpoof
	OpForce         // close it against a fault or out of step: damaged, if its protection is switched off; undone by OpRepair
	ops
)

// Command is the only way the attacker, the operator and the crews act on an asset. It travels as a Msg of kind MsgCommand.
type Command struct {
	Op    Op
	Asset AssetID
	Level Level // for OpSet, OpDraw and OpSpoof
	By    EntityID
	Cause sim.RecordID
}

// Msg is the one message of a run: a small value without pointers.
type Msg struct {
	Kind   MsgKind
	Op     Op
	To     EntityID
	From   EntityID
	Level  Level
	Need   NeedID
	Slot   int32
	Cause  sim.RecordID
	Amount int64
}

// Msg is the command as a message.
func (c Command) Msg() Msg {
	return Msg{Kind: MsgCommand, Op: c.Op, To: c.Asset.Entity(), From: c.By, Level: c.Level, Cause: c.Cause}
}

// The kernel's types as the model uses them.
type (
	Context = sim.Context[Msg, Change]
	Engine  = sim.Engine[Msg, Change]
	Process = sim.Process[Msg, Change]
	Record  = sim.Record[Change]
)
