// Package cityfile reads and writes cities as text: one file, versioned, strict, small enough to embed.
//
// A file is a header line, then sections of comma-separated tables; docs/city-format.md describes it. Read reports every
// fault at once with its place; Write writes what Read reads back as the same city, byte for byte the second time. A file may be
// compressed with zstd. The package must not know how a city is made, nor where files lie: it takes readers and writers.
//
// The nouns: section, row, cell (what stands where), builder (turns rows into a model.City with the defaults of a
// defaults.Catalog).
//
// Sources: RFC 4180 for the quoting of cells; RFC 8878 for the compression.
package cityfile
