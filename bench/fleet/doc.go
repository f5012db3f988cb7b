// Package fleet measures a worm over a million devices, each simulated, in 64 districts: events per second with one worker and with two, and
// bytes per device.
package fleet
