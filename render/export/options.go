package export

import (
	"encoding/json"
	"fmt"
	"io"

	"cascata/model"
)

// Options says what the files show besides the recording. The zero value is fine.
type Options struct {
	TraceHash string            // SHA-256 of the recording [hex]; worked out when empty
	Tactics   map[string]string // tactic of a technique as ATT&CK writes it ("lateral-movement"), by technique number; may be nil
	Measures  []Measure         // what was in force; a recording does not say
	Domain    string            // of Navigator: Enterprise or ICS for that layer alone; empty = the list of both
}

// The domains of ATT&CK that Cascata has techniques of.
const (
	Enterprise = "enterprise"
	ICS        = "ics"
)

// Validate refuses a domain that is none of the two.
func (o *Options) Validate() error {
	switch o.Domain {
	case "", Enterprise, ICS:
		return nil
	}
	return fmt.Errorf("there is no domain %q: %s", o.Domain, model.DidYouMean(o.Domain, []string{Enterprise, ICS}))
}

// Measure is a resilience measure that was in force, with the names of run.json.
type Measure struct {
	ID       string  `json:"id"`       // "battery-hours"
	Title    string  `json:"title"`    // "Battery hours"
	Stage    string  `json:"stage"`    // design, operations or governance
	Family   string  `json:"family"`   // "continuity"
	On       string  `json:"on"`       // whom it was bought for: "sector:telecom"; empty = all
	Strength float64 `json:"strength"` // [Unit]; 0 = not said
	Unit     string  `json:"unit"`     // "h"
}

// notice is what MITRE asks of whoever reproduces ATT&CK.
const notice = "Technique numbers and names come from MITRE ATT&CK(R): (c) 2025 The MITRE Corporation. This work is reproduced and " +
	"distributed with the permission of The MITRE Corporation. ATT&CK is a registered trademark of The MITRE Corporation, which does not endorse Cascata."

// attackVersion is the version of ATT&CK whose numbers and names the techniques carry.
const attackVersion = "18"

// writeJSON writes a value as indented JSON. Go's encoder escapes quotes and control characters.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
