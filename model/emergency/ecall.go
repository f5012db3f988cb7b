package emergency

import (
	"time"

	"cascata/model"
)

// Timers of EN 16062, the high level application of eCall. The standard is not free to read; values marked * are general knowledge.
const (
	StartDuration = 2 * time.Second  // T3*: the vehicle sends INITIATION
	WaitForStart  = 5 * time.Second  // T5*: the vehicle waits for SEND-MSD
	WaitForAck    = 5 * time.Second  // T6*: and for the acknowledgement of the application (AL-ACK)
	SendLimit     = 20 * time.Second // T7*: it sends the MSD no longer than that
	CallBack      = time.Hour        // T9: and stays registered for a call back at least that long
	Deregister    = 12 * time.Hour   // T10: and no longer than that
	RedialWindow  = 2 * time.Minute  // a call that failed is dialled again within this time
)

// redialEvery is from one attempt to the next: an assumption, as registration takes some seconds.
const redialEvery = 20 * time.Second

// Shares of eCalls that reach a PSAP and yet tell it nothing, or not where.
const (
	modemFails = 0.05 // the MSD does not come through the in-band modem (0.02 to 0.3: field trials had 5 % and much more; general knowledge)
	nowhere    = 0.03 // the position cannot be trusted (0.01 to 0.1; general knowledge: tunnels, narrow streets)
)

// IVS is the state of a vehicle's eCall system between trigger and talk.
type IVS uint8

// The states.
const (
	IVSDialling IVS = iota // registering and setting up the call
	IVSWaiting             // connected: waiting for the PSAP's modem to ask (SEND-MSD)
	IVSSending             // sending the MSD
	IVSSent                // the modem has it (LL-ACK); waiting for AL-ACK
	IVSTalking             // voice, with or without data at the PSAP
	IVSEnded               // not connected within RedialWindow
)

// IVSEvent is what happens to it.
type IVSEvent uint8

// The events.
const (
	IVSConnected IVSEvent = iota
	IVSAsked              // SEND-MSD heard
	IVSLinkAck            // LL-ACK
	IVSAck                // AL-ACK
	IVSTimeout            // the state's timer has run out
)

// Next is the state after an event. Events that mean nothing in a state leave it.
func (s IVS) Next(e IVSEvent) IVS {
	switch {
	case s == IVSDialling && e == IVSConnected:
		return IVSWaiting
	case s == IVSDialling && e == IVSTimeout:
		return IVSEnded
	case s == IVSWaiting && e == IVSAsked:
		return IVSSending
	case s == IVSSending && e == IVSLinkAck:
		return IVSSent
	case s == IVSSent && (e == IVSAck || e == IVSTimeout),
		(s == IVSWaiting || s == IVSSending) && e == IVSTimeout:
		return IVSTalking
	}
	return s
}

// Timer is how long a state lasts at most; 0 = without limit.
func (s IVS) Timer() time.Duration {
	return [...]time.Duration{IVSDialling: RedialWindow, IVSWaiting: WaitForStart, IVSSending: SendLimit, IVSSent: WaitForAck, IVSTalking: 0, IVSEnded: 0}[s]
}

// generation orders vehicles from the oldest to the newest, 0 to 1.
func (r *Region) generation(c *call) float64 { return r.chance(c, drawBand) }

// vehiclesLegacy is the share of eCall vehicles that know 2G and 3G only (0.5 to 0.95): circuit-switched eCall in new types since 2018, next
// generation eCall since 2026 (Regulation (EU) 2024/1180).
const vehiclesLegacy = 0.9

// stranded reports whether no network speaks to a vehicle any more, and the 2G and 3G layer that is missing if one is.
func (r *Region) stranded(c *call) (model.AssetID, bool) {
	g := r.generation(c)
	if g < r.spec.options.Stranded {
		return model.Absent, true
	}
	best, level := model.AssetID(model.Absent), model.None
	for _, a := range r.spec.legacy {
		if l := r.level(a).level; best == model.Absent || l > level {
			best, level = a, l
		}
	}
	return best, best != model.Absent && g < vehiclesLegacy*(1-level.Share()) && g <= 1-r.spec.options.NG
}

// send is the exchange of the MSD once an eCall is connected to a PSAP: the PSAP's modem works as far as the PSAP does. Next generation eCall
// (EN 17184) has no modem: the data come with the SIP INVITE that sets up the call, and voice need not wait.
func (r *Region) send(c *call, centre int) {
	modem, ng := r.level(r.spec.centres[centre].asset).level.Share(), r.generation(c) > 1-r.spec.options.NG
	asked := r.anew(c, drawData) < modem
	received := r.dice.Float64() >= modemFails
	if ng {
		asked, received = true, true
	}
	trusted := r.dice.Float64() >= nowhere
	s := IVSDialling.Next(IVSConnected)
	c.data = model.DataMissing
	for s != IVSTalking {
		e := IVSTimeout
		switch {
		case s == IVSWaiting && asked:
			e = IVSAsked
		case s == IVSSending && received:
			e = IVSLinkAck
		case s == IVSSent:
			e, c.data = IVSAck, model.DataDelivered
		}
		s = s.Next(e)
	}
	if c.data == model.DataDelivered && !trusted {
		c.data = model.DataNoLocation
	}
}
