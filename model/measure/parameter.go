package measure

// Attack says what a parameter is to the attacker's way.
type Attack uint8

// What more of a parameter does to the way.
const (
	Apart  Attack = iota // nothing
	Slows                // makes it longer
	Fails                // makes it succeed more often: less of it makes the way longer
	Closes               // takes ways away
	Opens                // adds ways
)

// Parameter is something that measures can move. Several measures on one thing multiply (Times) or add up, in the order of
// their ids, and never come to less than Least or more than Most.
type Parameter struct {
	Name        string
	Doc         string
	Times       bool    // values are factors; otherwise amounts that are added
	Unit        string  // of an amount
	Least, Most float64 // of what several measures together come to
	Room        string  // where it lives: "estate", "need", "asset", "operator", "crews", "psap"
	Thing       string  // what is counted: "devices"
	Attack      Attack
}

// Parameters is the table of all that can be moved. A row here, and the place that reads it, is what a new one takes.
func Parameters() []Parameter {
	return []Parameter{
		{"step.time", "time of an attacker's step on a device", true, "", 0.1, 20, "estate", "devices", Slows},
		{"step.success", "chance that such a step does not turn out impossible", true, "", 0.1, 1, "estate", "devices", Fails},
		{"step.closed", "share of devices on which such a step is impossible", false, "share", 0, 1, "estate", "devices", Closes},
		{"step.detection", "chance that a watched zone sees such a step (the result is 1 at most)", true, "", 0.25, 4, "estate", "devices", Apart},
		{"zone.unwatched", "share of what happens in a zone that nobody watches", true, "", 0.1, 1, "estate", "zones", Apart},
		{"conduit.filter", "factor on the time to come into a zone from another of the same operator", true, "", 0.1, 20, "estate", "ways", Slows},
		{"conduit.closed", "share of such ways that let nothing through", false, "share", 0, 1, "estate", "ways", Closes},
		{"link.filter", "factor on the time to come into a zone from another operator's", true, "", 0.1, 20, "estate", "ways", Slows},
		{"link.closed", "share of such ways that let nothing through", false, "share", 0, 1, "estate", "ways", Closes},
		{"link.added", "another operator gets access to the zone", false, "share", 0, 1, "estate", "zones", Opens},
		{"response.notice", "time from an alarm until somebody looks at it", true, "", 0.1, 10, "estate", "operators", Apart},
		{"response.calls", "time until customers' calls make sense", true, "", 0.1, 10, "estate", "operators", Apart},
		{"response.escalate", "time from noticing to awareness", true, "", 0.1, 10, "estate", "operators", Apart},
		{"response.decide", "time from awareness to decisions", true, "", 0.1, 10, "estate", "operators", Apart},
		{"response.eradicate", "time until the attacker is out", true, "", 0.1, 10, "estate", "operators", Apart},
		{"response.restore", "time to restore an asset from backup", true, "", 0.1, 10, "estate", "operators", Apart},
		{"response.rebuild", "time to rebuild an asset without backup", true, "", 0.1, 10, "estate", "operators", Apart},
		{"response.lost", "chance that a backup which was attacked is lost", true, "", 0.02, 1, "estate", "operators", Apart},
		{"response.precaution", "chance that healthy software is shut down as a precaution", true, "", 0, 10, "estate", "operators", Apart},
		{"response.isolate", "share of zones added to those cut off when the attacker is seen there", false, "share", 0, 1, "estate", "operators", Apart},
		{"response.failed", "chance that an action of the playbook does not work", true, "", 0.05, 5, "estate", "operators", Apart},
		{"response.missed", "chance that eradication misses a foothold", true, "", 0.05, 5, "estate", "operators", Apart},
		{"response.alarms", "false alarms that reach the analysts", true, "", 0.05, 10, "estate", "operators", Apart},
		{"team.capacity", "operators that a shared incident team can help at once", false, "teams", 0, 50, "estate", "teams", Apart},
		{"sharing.delay", "time until a member of the forum has understood a warning", true, "", 0.05, 20, "estate", "operators", Apart},
		{"need.buffer", "time that a buffer lasts", false, "h", 0, 336, "need", "needs", Apart},
		{"need.loss", "level lost without the supply and with the buffer empty", true, "", 0.05, 1, "need", "needs", Apart},
		{"need.failure", "chance that the buffer does not take over", true, "", 0.02, 1, "need", "needs", Apart},
		{"need.shortfall", "level that is missing on buffer", true, "", 0.05, 1, "need", "needs", Apart},
		{"asset.stored", "what a storage holds", true, "", 1, 4, "asset", "assets", Apart},
		{"operator.crews", "field crews on duty", false, "crews", 0, 50, "operator", "operators", Apart},
		{"crews.manual", "time that crews need to operate a site by hand", true, "", 0.2, 5, "crews", "operators", Apart},
		{"crews.repair", "time that crews need to repair", true, "", 0.2, 5, "crews", "operators", Apart},
		{"psap.positions", "call-taking positions of a PSAP", false, "positions", 0, 200, "psap", "assets", Apart},
		{"psap.neighbour", "positions at the neighbour that takes the calls a city cannot", false, "positions", 0, 200, "psap", "assets", Apart},
	}
}

// ParameterNamed finds a parameter; nil if there is none.
func ParameterNamed(name string) *Parameter {
	for _, p := range Parameters() {
		if p.Name == name {
			return &p
		}
	}
	return nil
}

func parameterNames() []string {
	var names []string
	for _, p := range Parameters() {
		names = append(names, p.Name)
	}
	return names
}
