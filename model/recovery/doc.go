// Package recovery sends an operator's field crews, and its dispatchers' remote commands, to bring assets back.
//
// It knows an asset only by its kind's repair and manual times and its place, and acts through model.Command. It must not
// know why an asset failed, nor what it does; attackers, estates and files are other rooms' business.
//
// The nouns: Spec (the immutable half: durations, places, operators), order (an asset to be closed or repaired), Crews (the
// process of one operator's dispatchers and crews).
//
// Sources: E-ISAC and SANS, "Analysis of the cyber attack on the Ukrainian power grid", 2016 (remote control lost, manual
// switching ended it in 1 to 6 h); InfraRisk (Balakrishnan and Cassottana, 2022), from which the form of travel: ten minutes
// to set off, then the way; and the orders by betweenness x capacity, which come as weights, and by the way to the crew.
package recovery
