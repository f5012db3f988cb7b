// Command cascata simulates a city under cyber attack and explains what happened.
//
// Its job: read flags, call scenarios, model and render, and put results where people find them: results go to standard
// output, progress to standard error, files into one folder per run. It must not hold any model: a number that it prints was
// computed below.
//
// The nouns: app (the streams and flags of one call), folder (a result that appears whole or not at all), one file per
// command.
//
// It exits with 0 when done, 1 when a run failed, 2 on bad usage or a bad file.
package main
