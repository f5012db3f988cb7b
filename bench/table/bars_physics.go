package main

// solvers are the bars of the physics: figures that the project set itself, and those of the reference programs.
func solvers() []bar {
	us, ms := 1e-3, 1e-6
	return []bar{
		{title: "DC power flow of 9,241 buses from nothing", figure: at("PowerFlow", "ns/op", "case=case9241pegase"), scale: ms, unit: "ms", most: 10},
		{title: "a step of a power cascade, 10,000 buses", figure: at("PowerStep", "ns/op", "case=geographic-10000"), scale: us, unit: "us", most: 150},
		{title: "a step of a power cascade, 2,000 buses", figure: at("PowerStep", "ns/op", "case=geographic-2000"), scale: us, unit: "us", most: 30},
		{title: "hydraulics of the slowest class A case, against EPANET's CPU seconds", figure: at("Period", "of-EPANET"), unit: "x", most: 1},
		{title: "Sioux Falls to 1e-6", figure: at("Equilibrium", "ns/op", "network=SiouxFalls", "gap=1e-06"), scale: ms, unit: "ms", most: 50},
		{title: "Chicago sketch to 1e-4", figure: at("Equilibrium", "ns/op", "network=ChicagoSketch", "gap=0.0001"), scale: 1e-9, unit: "s", most: 5},
		{title: "Chicago sketch to 1e-6", figure: at("Equilibrium", "ns/op", "network=ChicagoSketch", "gap=1e-06"), scale: 1e-9, unit: "s", most: 15},
		{title: "a fastest way on Lisboa's full street graph", figure: at("Route", "ns/op", "city=Lisboa", "method=way"), scale: ms, unit: "ms", most: 1},
	}
}
