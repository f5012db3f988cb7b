// Package water measures the hydraulics of water networks: runs of the reference cases beside the seconds EPANET takes for them,
// one instant solved again after one change, and reading.
package water
