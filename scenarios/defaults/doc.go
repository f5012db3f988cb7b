// Package defaults holds the numbers that every city and estate starts from, each with its range and source.
//
// The sectors, kinds and needs of cities live in sectors.toml, kinds.toml and needs.toml and are read by Load into a
// Catalog; techniques and estate templates have their own files and loader. The package must not know any city, nor how
// a scenario is written: a scenario changes a default through Catalog.Override.
//
// The nouns: Catalog, Need, Param. Sources stand in the TOML files, beside the numbers.
package defaults
