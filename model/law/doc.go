// Package law keeps the legal clocks of operators that became aware of an incident: who owes which report to whom, until when, and whether
// it left in time.
//
// Its job: one desk for each operator that an attack can reach and that owes a report to somebody. A desk hears of awareness,
// of the service of the operator's assets and of its data stores; judges by thresholds whether the incident has to be reported;
// starts the clocks; and has reports prepared by people who are also fighting the incident. It must not know how anybody is
// attacked, what an asset does, or files. It decides nothing about the incident itself: with every desk removed, nothing else in a run changes.
//
// The nouns: Rules (duties and thresholds, as data), Operator (the regimes of one operator), Spec (both compiled, shared by all
// replications), Desks (the process of one replication). Clocks are recorded as Changes of kind deadline about an entity per
// operator and duty; package trace reads them back.
//
// Sources: Directive (EU) 2022/2555 (NIS 2), Art. 23; Directive (EU) 2022/2557 (CER), Art. 15; Regulation (EU) 2016/679 (GDPR), Art. 33
// and 34; Regulation (EU) 2024/2847 (CRA), Art. 14; Implementing Regulation (EU) 2024/2690; Regulation (EEC, Euratom) 1182/71, Art. 3
// (periods). docs/law.md says what is taken from memory, which numbers are ours, and what is left out.
package law
