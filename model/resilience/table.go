package resilience

import (
	"slices"

	"cascata/model"
)

// table is every metric. A new metric is one entry here and one function.
func table() []rule {
	return slices.Concat(functionRules(), outageRules(), callRules(), networkRules(), patientRules(), cascadeRules(), courseRules(), dataRules(), legalRules())
}

// curves are the metrics of a performance curve Q(t): once for the whole city, once for every sector.
func curves(perSector bool) []rule {
	of := "the share of residents who have every essential service"
	if perSector {
		of = "the people-weighted service level of the sector"
	}
	prefix, loss := "", "the sector's first loss"
	if !perSector {
		prefix, loss = "resilience_", "the first essential loss"
	}
	return []rule{
		{Metric{prefix + "loss_h", "Resilience loss", "h", Functions,
			"area between plan and performance Q, " + of + " (Bruneau et al. 2003); the same as equivalent outage hours", -1, perSector},
			func(s *study, i int) result { return some(s.curve(i).loss()) }},
		{Metric{"robustness_share", "Robustness", "share", Functions, "lowest Q, " + of, 1, perSector},
			func(s *study, i int) result { return some(s.curve(i).lowest()) }},
		{Metric{"recover_50_h", "50 % recovered, from " + loss, "h", Functions, recoverDoc(loss, "50"), -1, perSector},
			func(s *study, i int) result { return s.curve(i).recovery(0.5) }},
		{Metric{"recover_90_h", "90 % recovered, from " + loss, "h", Functions, recoverDoc(loss, "90"), -1, perSector},
			func(s *study, i int) result { return s.curve(i).recovery(0.9) }},
		{Metric{"recover_100_h", "All recovered, from " + loss, "h", Functions, recoverDoc(loss, "99.9"), -1, perSector},
			func(s *study, i int) result { return s.curve(i).recovery(all) }},
	}
}

// all is the share of the loss that counts as all of it: what follows its supply slowly, as warm buildings do, reaches its plan
// in the limit only.
const all = 0.999

func recoverDoc(loss, percent string) string {
	return "from " + loss + " until " + percent + " % of what was lost at the worst moment is back for good; 0 when nothing " +
		"was lost, no value when it is not back at the end of the run"
}

func functionRules() []rule {
	rules := append(curves(false),
		rule{Metric{"affected_peak_people", "People affected, peak", "people", Functions,
			"most residents without some essential service at one time, each person once", -1, false},
			func(s *study, _ int) result { return some(s.curve(whole).peak()) }},
		rule{Metric{"affected_person_h", "People affected", "people h", Functions,
			"person-hours without some essential service, each person once", -1, false},
			func(s *study, _ int) result { return some(s.curve(whole).personHours()) }},
		rule{Metric{"energy_not_served_mwh", "Energy not served", "MWh", Functions,
			"planned load of the power network's nodes times what was missing of it", -1, false},
			func(s *study, _ int) result { return s.unserved("power", "MW") }},
		rule{Metric{"water_not_served_m3", "Water not served", "m3", Functions,
			"planned take-off of the water network's nodes times what was missing of it", -1, false},
			func(s *study, _ int) result { return s.unserved("water", "m3/h") }},
		rule{Metric{"safety_person_h", "Without care or rescue", "people h", Functions,
			"person-hours without health or emergency service, added up over those sectors", -1, false},
			func(s *study, _ int) result { return s.safety() }},
	)
	rules = append(rules, curves(true)...)
	return append(rules,
		rule{Metric{"without_peak_people", "Without service, peak", "people", Functions,
			"most residents without the service at one time", -1, true},
			func(s *study, i int) result { return some(s.curve(i).peak()) }},
		rule{Metric{"without_person_h", "Without service", "people h", Functions,
			"person-hours without the service", -1, true},
			func(s *study, i int) result { return some(s.curve(i).personHours()) }},
	)
}

func cascadeRules() []rule {
	count := func(name, title, doc string, of func(s *study) float64) rule {
		return rule{Metric{name, title, "count", Functions, doc, -1, false},
			func(s *study, _ int) result { return some(of(s)) }}
	}
	share := func(name, title, doc string, order int) rule {
		return rule{Metric{name, title, "share", Functions, doc, 0, false},
			func(s *study, _ int) result { return s.cascade().share(order) }}
	}
	const orders = " of the losses that reached another sector than the one they began in (published: 80 % first, 18 % " +
		"second order in twelve cascading disasters)"
	rules := []rule{
		count("assets_lost_count", "Assets that lost service", "assets whose service fell below plan at some time",
			func(s *study) float64 { return float64(s.cascade().assets) }),
		count("sectors_lost_count", "Sectors that lost service", "sectors with such an asset",
			func(s *study) float64 { return float64(s.cascade().sectors) }),
		share("cascade_first_order_share", "First-order effects", "share"+orders, 1),
		share("cascade_second_order_share", "Second-order effects", "share"+orders, 2),
		share("cascade_third_order_share", "Third and higher order effects", "share"+orders, 3),
		{Metric{"chain_hops_count", "Longest chain of the run, attack to people", "count", Functions,
			"hops along first causes from the root of the attack to a loss of service at an asset that serves people, at any moment of the run", 0, false},
			func(s *study, _ int) result { return s.longest() }},
		{Metric{"changes_count", "Changes", "count", Course, "Changes of any kind", 0, false},
			func(s *study, _ int) result { return some(float64(len(s.r.Changes))) }},
	}
	for kind := model.KindCommand; kind <= model.KindDeadline; kind++ {
		rules = append(rules, changesOf(kind))
	}
	return rules
}

func courseRules() []rule {
	first := func(name, title, doc string, better int, of func(s *study) result) rule {
		return rule{Metric{name, title, "h", Course, doc, better, false}, func(s *study, _ int) result { return of(s) }}
	}
	return []rule{
		first("first_foothold_h", "First foothold", "from the start of the scenario", 1, (*study).foothold),
		first("first_detection_h", "First detection", "from the start of the scenario until a sensor or a person noticed something", -1,
			func(s *study) result { return s.first(model.KindDetection) }),
		first("awareness_h", "Awareness", "from the start of the scenario until an operator understood that it is under attack", -1,
			func(s *study) result { return s.first(model.KindAwareness) }),
		first("dwell_h", "Dwell time", "from the first foothold until awareness; no value when an operator never became aware", -1,
			(*study).dwell),
		first("first_effect_h", "First physical effect", "from the start of the scenario until the attack first impaired an asset", 1,
			(*study).effect),
		first("first_loss_h", "First loss of service at any asset", "from the start of the scenario, attacked or not, essential or not", 1, (*study).loss),
	}
}

func dataRules() []rule {
	entry := func(name, title, unit, doc string, of func(l *ledger) int64) rule {
		return rule{Metric{name, title, unit, Data, doc, -1, false},
			func(s *study, _ int) result { return some(float64(of(s.data()))) }}
	}
	return []rule{
		entry("stores_reached_count", "Data stores reached", "count", "data stores that the attacker could read",
			func(l *ledger) int64 { return l.stores }),
		entry("records_reached_count", "Records within reach", "count", "records in those stores",
			func(l *ledger) int64 { return l.reached }),
		entry("records_copied_count", "Records copied out", "count", "records that left the operator",
			func(l *ledger) int64 { return l.copied }),
		entry("persons_concerned_people", "Persons concerned", "people",
			"natural persons in stores that were touched, each counted once: of each operator those in its largest such store, across operators as if each knew a random part of the residents",
			func(l *ledger) int64 { return l.persons }),
		entry("persons_leaked_people", "Persons whose records were copied out", "people", "counted in the same way, as the share of records that left",
			func(l *ledger) int64 { return l.leaked }),
		entry("records_locked_count", "Records made unusable", "count", "records encrypted or wiped", func(l *ledger) int64 { return l.locked }),
		entry("records_altered_count", "Records falsified", "count", "records whose integrity was lost", func(l *ledger) int64 { return l.altered }),
	}
}
