// Package strategy ranks assets by where an attacker would strike, or a planner would repair or protect first. Research compares
// attackers by it; none of its strategies knows more than the plan of a city and what an attack graph says of the way there.
//
// It must not know how an attack is carried out, what happened in a run, nor files. A strategy is one small file and one line in All.
//
// The nouns: Strategy (a rule with a name), Ground (what the rules may look at: the city, what a loss would mean, how hard each asset is to
// reach), Reach (how hard one asset is to reach), Pick (its choice: so many of the assets offered, in the order of strikes).
//
// Sources: Albert, Jeong and Barabasi, Nature 406, 2000 (random against targeted); Holme, Kim, Yoon and Han, Phys. Rev. E 65, 056109,
// 2002 (degree and betweenness); Parandehgheibi and Modiano, "Robustness of interdependent networks: the case of communication networks
// and the power grid", GLOBECOM 2013 (the fewest assets that take most is NP-hard; greedy heuristics); Brandes, J. Math. Sociology 25,
// 2001 (betweenness); Minoux 1978 (lazy greedy); McQueen et al. 2006 (time to compromise); Lee, Assante and Conway, "CRASHOVERRIDE", 2017
// (a second strike on the recovery, as prepared for Kyiv 2016).
package strategy
