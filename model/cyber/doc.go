// Package cyber holds the operators' estates, the attacker who walks through them and the people who notice, decide and
// restore.
//
// It acts on the physical world through model.Command only, and must not know what any asset does: a substation, a
// dispatch system and a pump are all "an asset some device controls". It must not know files, TOML or the crews.
//
// The nouns: Spec (the immutable half: estates, techniques, campaigns, shared by all replications), Graph (the AND/OR graph
// of steps a campaign may take), Campaign (the attacker's process), SOC (the process of an operator's people, who follow a Playbook), Live (both,
// for one replication), Hardening (what a resilience measure moves in the estates).
//
//	templates x city -> estates ---+
//	techniques --------------------+-> Graph of a campaign -> Campaign process --Command--> assets
//	campaign (entry, goals) -------+                             |   ^
//	                                              step, impact   v   |  isolated, reopened, eradicated
//	                                                          SOC process ---Command--> assets
//
// Sources: Johnson, Lagerström, Ekstedt, "A meta language for threat modeling and attack simulations", ARES 2018 (AND/OR
// semantics); the language coreLang of the same group (difficulty classes); McQueen, Boyer, Flynn, Beitel,
// "Time-to-compromise model for cyber risk reduction estimation", 2006 (skill); Knuth, "A generalization of Dijkstra's
// algorithm", Information Processing Letters 6(1), 1977 (least cost in AND/OR graphs); MITRE ATT&CK v18.1 (numbers and
// names of techniques, tactics and asset types); OASIS, "CACAO Security Playbooks Version 2.0", 2023 (shape of a playbook); Erlang, 1917
// (waiting of alarms).
package cyber
