// Table turns the output of Go benchmarks (standard input) into the tables of bench/RESULTS.md (standard output): medians,
// ranges, and the ratio of each row to the baseline measured in the same run. Figures of different runs never meet in a row.
//
// It must not know how anything is measured; it knows names of benchmarks and their units only (families.go).
package main
