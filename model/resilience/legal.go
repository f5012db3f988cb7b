package resilience

import "cascata/model/trace"

// legalRules count the legal clocks of a run.
func legalRules() []rule {
	count := func(name, title, doc string, better int, counts func(k *trace.LegalClock) bool) rule {
		return rule{Metric{name, title, "count", Law, doc, better, false}, func(s *study, _ int) result {
			n := 0
			for i := range s.clocks() {
				if counts(&s.legal[i]) {
					n++
				}
			}
			return some(float64(n))
		}}
	}
	status := func(is trace.ClockStatus) func(*trace.LegalClock) bool {
		return func(k *trace.LegalClock) bool { return k.Status == is }
	}
	return []rule{
		count("clocks_count", "Legal clocks", "reports and notices that law asked of operators, a clock per duty and incident", 0, func(*trace.LegalClock) bool { return true }),
		count("clocks_met_count", "Legal clocks met", "sent in time", 1, status(trace.ClockMet)),
		count("clocks_late_count", "Legal clocks late", "sent after they were due", -1, status(trace.ClockLate)),
		count("clocks_missed_count", "Legal clocks missed", "due, and nothing was sent by the end of the run", -1, status(trace.ClockMissed)),
		count("clocks_open_count", "Legal clocks open", "still running at the end of the run", 0, status(trace.ClockOpen)),
	}
}

// clocks are the legal clocks of the run.
func (s *study) clocks() []trace.LegalClock {
	if !s.judged {
		s.legal, s.judged = s.r.LegalClocks(), true
	}
	return s.legal
}
