package export

import (
	"strings"

	"cascata/model/trace"
)

// technique is an entry of the recording's list of techniques.
type technique struct {
	id     string // "T0855" or "T1566.001"; empty when the text has no ATT&CK number
	name   string
	tactic string // empty if unknown
}

// techniquesOf reads the list of a recording: "T0855 Unauthorized Command Message".
func techniquesOf(rec *trace.Recording, tactics map[string]string) []technique {
	list := make([]technique, len(rec.Techniques))
	for i, text := range rec.Techniques {
		id, name, _ := strings.Cut(text, " ")
		if !isNumber(id) {
			list[i].name = plain(text)
			continue
		}
		parent, _, _ := strings.Cut(id, ".")
		list[i] = technique{id: id, name: first(plain(strings.TrimSpace(name)), id), tactic: first(tactics[id], tactics[parent])}
	}
	return list
}

// isNumber reports whether a text is the number of a technique (T0855) or of a sub-technique (T1566.001).
func isNumber(id string) bool {
	digits := func(s string, n int) bool { return len(s) == n && strings.Trim(s, "0123456789") == "" }
	number, sub, has := strings.Cut(strings.TrimPrefix(id, "T"), ".")
	return strings.HasPrefix(id, "T") && digits(number, 4) && (!has || digits(sub, 3))
}

// domain is the matrix in which a technique stands: ATT&CK numbers those for industrial control systems from T0800 on and those
// for enterprises from T1001 on. Empty without a number.
func (t *technique) domain() string {
	switch {
	case t.id == "":
		return ""
	case t.id[1] == '0':
		return ICS
	}
	return Enterprise
}

// url is the page of a technique.
func (t *technique) url() string {
	return "https://attack.mitre.org/techniques/" + strings.ReplaceAll(t.id, ".", "/")
}

// killChain is the name that MITRE's own STIX files give the tactics of the domain.
func (t *technique) killChain() string {
	if t.domain() == ICS {
		return "mitre-ics-attack"
	}
	return "mitre-attack"
}
