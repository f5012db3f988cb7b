// Package water measures the hydraulics of water networks: runs of the reference cases beside the seconds EPANET takes for them,
// one instant solved again after one change, reading, and the water network of Lisboa: laid out, on a quiet day, and with all its
// pumps out for ten hours.
package water
