// Package fleet holds populations of small devices, meters, cameras, chargers, lamp controllers, and the worms that spread over
// them, device by device.
//
// It acts on the physical world through model.Command only: what the captured devices of a district can do is done by the asset that
// stands for them there. It must not know the sectors, the operators' estates or files.
//
// The nouns: Fleet (the devices of one kind of an operator, over the districts), Make (their diversity), Worm (what spreads over one
// fleet or several), Strike (what the captured devices do), Spec (all of it compiled, shared by all replications), Ward (the
// process of a district's devices).
//
//	Fleets, Worms x city -> Spec -> Ward of each district --attempt, one lookahead--> other Wards
//	                                     |   ^
//	                       Command, asset v   | order through the head-end, from a campaign
//
// A worm is a Markov process and is simulated as one, exactly: in a district the time to the next event is exponential with the sum of
// all rates (Gillespie 1977), what happens and to which device are uniform draws, and each event costs O(1) and allocates nothing.
// What cannot change anything is not drawn (thinning): attempts at addresses that nobody has, at devices that are not vulnerable.
//
// Sources: Staniford, Paxson, Weaver, "How to 0wn the Internet in your spare time", USENIX Security 2002 (random constant spread);
// Kermack, McKendrick, "A contribution to the mathematical theory of epidemics", 1927 (removal); Gillespie, "Exact stochastic
// simulation of coupled chemical reactions", Journal of Physical Chemistry 81(25), 1977; Walker, "An efficient method for
// generating discrete random variables with general distributions", ACM TOMS 3(3), 1977; Soltan, Mittal, Poor, "BlackIoT: IoT botnet
// of high wattage devices can disrupt the power grid", USENIX Security 2018 (load switching).
package fleet
