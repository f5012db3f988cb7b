// Package export writes a recorded run in the formats of the threat-intelligence community: as layers of the MITRE ATT&CK
// Navigator and as a STIX 2.1 bundle.
//
// It must not know how a run is simulated or where files live: it reads a Recording and writes to an io.Writer. It does not
// know the catalogue of techniques either: what a recording does not say of them is handed in.
//
// The nouns: Navigator and STIX (the two files), Options, Measure (what a city had bought), and inside: attack (what the
// attackers did), deed (a step that was tried), order (a command that reached an asset), alarm (a step that was noticed).
//
// Sources: ATT&CK Navigator layer file format 4.5 (mitre-attack/attack-navigator, layers/spec/v4.5/layerformat.md); STIX
// Version 2.1, OASIS Standard, 10 June 2021; identifiers after RFC 9562, section 5.5 (UUIDv5).
package export
