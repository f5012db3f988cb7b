package validation

// rule says in the areas of recorded incidents how their tolerances came about (see span).
const rule = "What is *calibration* was set or fitted so; what is *validation* was used for nothing. Tolerances follow a rule that was written down before the runs: a range or a bound of the source as it is, of a single figure half of it, of a share half of the share or of the rest, whichever is less."
const ruled = "The recorded value must lie within the central 95 % of simulated days, a rule made before they were run (docs/emergency.md)."

// All is every area, in the order of the page.
func All() []Area {
	return []Area{
		{Title: "Cascade", About: "Needs, buffers, groups, loops and inertia: runs of small cities through the real engine, against closed forms and the inoperability input-output model.", Rows: Cascade},
		{Title: "Attack", About: "Steps, paths and times of the attacker: runs of the real campaign process, against closed forms and published times to compromise.", Rows: Attack},
		{Title: "Worms", About: "Worms over fleets of devices: runs of the real processes in the real engine, against closed forms of epidemics; one worm of 2001 (docs/worms.md).", Rows: Worms},
		{Title: "Power", About: "Power flow, optimal power flow and outages of MATPOWER cases against MATPOWER itself; one line a case with its largest error as a share of what is allowed (docs/power.md).", Rows: Power},
		{Title: "Water", About: "Heads, tank levels, flows and events over time of EPANET files against EPANET itself; one line a case with its largest error as a share of what is allowed (docs/water.md).", Rows: Water},
		{Title: "Roads", About: "User equilibria of cars against published best-known and certified flows; one line a case with its largest error as a share of what is allowed.", Rows: Traffic},
		{Title: "Emergency calls", About: "Call taking of a PSAP, call by call, against queueing theory: steady loads by batch means after a tenth of the calls, surges by an ensemble of replications; one line a load with its worst figure (docs/psap.md).", Rows: Emergency},
		{Title: "Emergency departments", About: "Departments of hospitals, patient by patient: queues without and with categories against closed forms, each run counted to the last patient; and a region of its own with four hospitals down, against two untouched ones that were observed (docs/health.md).", Rows: Health},
		{Title: "Metrics", About: "Recorder, metrics and statistics, against closed forms and published samples.", Rows: Metrics},
		{Title: "Recorded incidents", About: "Shipped scenarios against the incidents they are modelled on, means over 30 replications. Agreement of a calibration shows that the model can look like the incident, not that it predicts one.", Rows: Incidents},
		{Title: "Iberian blackout, 28 April 2025", About: "The shipped scenario `blackout`, means over 30 replications. " + rule + " That 112 is kept where one mobile network lives is how telephones are built here (docs/telecom.md). No output stands against: Vodafone's losses within minutes and Digi's for a day (the operators here are alike), the coordination of the authorities, lift rescues (their number is a default), water cuts and flights (no figures for a city), and the 100 calls waiting at the medical dispatch from 13 to 15 h and its return to normal at 23:20 (it is a second centre behind 112, with a staff that is not known).", Rows: Iberia},
		{Title: "Hospitals on paper, San Diego, May 2021", About: "The shipped scenario `hospital-diversion` against the same month without the attack, means over 30 replications. " + rule + " The counts are in the abstract of the study and its press; that the abstract on the first week is of the same two departments is concluded from its text: it counts 71 ambulances a day before, the study 62. Three hospitals with 22 % of the beds of emergency departments are hit, four with about 25 % of the discharges were.", Rows: Diversion},
		{Title: "Dispatch on paper, Bucks County 2024 and Baltimore 2018", About: "The shipped scenarios `cad-nine-days` and `cad-seventeen-hours`, means over 30 replications. " + rule + " Nobody has published how much slower dispatch was. No output stands against the terminals in vehicles, the national databases and the 130 agencies; that locations are asked for by voice is part of the longer handling of calls.", Rows: Dispatch},
		{Title: "Heating off in winter, Lviv, January 2024", About: "The shipped scenario `heating-in-winter`, means over 30 replications. " + rule + " The city has 123 substations, Lviv's district had 324 points; the number of crews was chosen for the first row, which is V5.", Rows: Heating},
		{Title: "A supplier's faulty update, July 2024", About: "The shipped scenario `supplier-update`, means over 30 replications. " + rule + " No output stands against New Hampshire, where calls were seen and could not be answered.", Rows: FaultyUpdate},
		{Title: "A neighbour is warned, Texas, January 2024", About: "The shipped scenario `neighbour-warned` with and without acting on the warning of a forum, means over 30 replications. That a warned utility goes off line is set.", Rows: Neighbour},
		{Title: "Ransomware in city hall, Leicester, March 2024", About: "The shipped scenario `city-hall-ransomware`, means over 30 replications. " + rule + " A first look, at 6 to 12 days, had given 14. No output stands against the street lights that stayed on for six weeks: they have an operator of their own here.", Rows: CityHall},
		{Title: "Recorded calls: the sirens of Dallas", About: "The shipped scenario sirens-at-midnight against Dallas in 2017. " + ruled, Rows: replayed(sirens)},
		{Title: "Recorded calls: Memphis", About: "The shipped scenario understaffed-psap, swept over its positions, against Memphis from 2015 to 2018. " + ruled, Rows: replayed(staffing)},
		{Title: "Recorded calls: BT 999", About: "The shipped scenario emergency-platform-fails against the United Kingdom on 25 June 2023. " + ruled, Rows: replayed(platform)},
		{Title: "Interdependent networks", About: "Cascades of failures between random networks, by the same closure of needs that finds a city's single points of failure, against theory and an independent simulation (docs/percolation.md).", Rows: Percolation},
	}
}
