// Package transport is the roads: readers and writers of TNTP files, the user equilibrium of cars on a network, fastest ways
// for single vehicles on street graphs, demand between zones, what signals out of order do to a road, and all of that as the
// physics of a city's traffic.
//
// It must not know needs, Commands, other sectors or why anything is out of order. Only the files city*.go, traffic*.go, ways.go and
// shift.go know assets; below them links, zones and numbers come in, flows and times go out.
//
// The nouns: Network and Trips (the files), Spec and Demand (the same compiled, immutable, shared by all replications),
// Assignment (one replication's equilibrium, kept for a warm start), Streets and Router (a street graph prepared once, and
// the fastest ways on it at the travel times of the moment), Gravity and Signal (what the city puts in), Roads and Traffic (the
// traffic of a city, shared and in one replication), Ways (what another process knows of travel times), Shift (people who drive
// because public transport does not run).
//
// Sources: Wardrop, Proc. ICE 1(3), 1952 (user equilibrium); Beckmann, McGuire and Winsten, Studies in the Economics of
// Transportation, 1956 (its objective); Dial, Transp. Res. B 40, 2006, and Nie, Transp. Res. B 44, 2010 (Algorithm B); Dijkstra,
// Numer. Math. 1, 1959; Dibbelt, Strasser and Wagner, ACM J. Exp. Algorithmics 21, 2016 (customisable contraction hierarchies);
// Schild and Sommer, SEA 2015 (inertial flow); Furness, Traffic Eng. Control 7, 1965 and Hyman, Environ. Plan. A 1, 1969
// (balancing and calibration of gravity models); Akcelik, Australian Road Research 21(3), 1991 (delay at capacity); Transportation
// Research Board, Highway Capacity Manual (delay, all-way stop).
package transport
