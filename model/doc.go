// Package model says what exists (City), what may be done to it (Command), and what happened (Change).
//
// It holds the nouns every room shares and no behaviour of any sector: the cascade of needs lives in model/cascade, the
// networks in model/network, the attacker and the defenders in model/cyber, the crews in model/recovery, the recorded run
// in model/trace. It must not know files, clocks, TOML or how anything is drawn.
//
// The nouns: City, Asset, Need, Command, Change. A City is read-only once Finish has accepted it and is shared by every
// replication; everything that moves is kept by the processes of a run and exchanged as Msg values.
//
// Sources: Rinaldi, Peerenboom and Kelly, "Identifying, understanding, and analyzing critical infrastructure
// interdependencies", IEEE Control Systems Magazine 21(6), 2001 (kinds of need).
package model
