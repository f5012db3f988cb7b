// Package transport measures the roads: user equilibria on generated and public networks, and fastest ways on street graphs
// beside Dijkstra's algorithm in the same run, with equal answers.
//
// It knows model/transport only through its API. The public networks and the street graph of Lisboa are read where they lie and
// their benchmarks skipped where they do not.
//
// Nouns: Grid is a generated street graph or road network; Plain is Dijkstra's algorithm with a binary heap.
package transport
