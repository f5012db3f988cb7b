// Package telecom is the mobile networks of a city: who has service of his own operator where he stands, and who reaches 112 over
// any network.
//
// It must not know what masts, cores and exchanges depend on (needs carry that), who attacks them, or what a call is.
//
// The nouns: Mobile (the networks of a city, shared by all replications), operator, cell (the radio of one operator on a mast), spot
// (the customers of one operator at one place), member (an asset of the network).
//
// Rules, parameters and sources are in docs/telecom.md. Sources: 3GPP TS 23.122 (telephones without service of their own operator
// make emergency calls over any network, and those with service over their own); incidents: Kyivstar 2023, Optus 2025, the Iberian
// blackout of 2025.
package telecom
