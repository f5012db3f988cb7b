// Package citybuild makes a city out of public maps and invents, by documented rules and a seed, the layers that no public
// map has.
//
// Build reads streets, parishes and facilities from CSV and GeoJSON files, generates power, water, telecom, signals, control centres and
// whatever else a district needs, and returns a finished model.City with Statistics that say whether the result is believable.
// Generate invents the maps as well, for a city of any size, and goes on with the same code.
// Describe says of any city what it holds and where one loss takes a service from most people. The package must not know scenarios,
// runs or drawings; it takes an fs.FS and returns values.
//
// The nouns: input (what was read), street (a node of the street graph), draft (a city in the making), terrain and plan (the ground and streets of an invented city), Statistics.
//
// Sources: the rules and parameters stand in docs/city-build.md; weighted k-means is Lloyd (1982) with the seeding of Arthur and
// Vassilvitskii (2007); trees are Dijkstra (1959) and Kruskal (1956); bridges are found as by Tarjan (1974); nearby squares stand together in the order of Morton (1966).
package citybuild
