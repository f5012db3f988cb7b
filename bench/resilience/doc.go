// Package resilience ranks what a benchmark of resilience has run: arms of one experiment on common random numbers.
//
// It must not know files, flags or what an arm is made of. The nouns: Standing (where an arm stands among the others).
//
// Sources: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979; the paired t test
// of Student, 1908; common random numbers as in Law, "Simulation Modeling and Analysis", 2015.
package resilience
