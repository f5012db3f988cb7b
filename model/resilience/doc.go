// Package resilience measures recorded runs: pure functions of a trace.Recording give values, and statistics sum up the
// values of many replications.
//
// There are two ledgers, which are never blended into one figure: what happened to the city's functions (hours and people
// without service) and what happened to data (stores, records, persons). A third group describes the course of the attack.
//
// It must not know how a run is simulated, stored or shown.
//
// The nouns: Metric, Value, Summary, Difference.
//
// Sources: Bruneau et al., "A framework to quantitatively assess and enhance the seismic resilience of communities",
// Earthquake Spectra 19(4), 2003 (loss as the area between plan and performance, robustness, time to recover); Wilson,
// "Probable inference, the law of succession, and statistical inference", JASA 22, 1927; Holm, "A simple sequentially
// rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979; Hyndman and Fan, "Sample quantiles in
// statistical packages", The American Statistician 50, 1996 (type 7). docs/metrics.md lists every metric.
package resilience
