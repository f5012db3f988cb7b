// Package strict reads TOML and reports every fault of a file at once, each with its line and column.
//
// Its job: turn a text into Go values, or into the complete list of what is wrong with it. It must not know what the values
// mean: no city, no campaign, no asset.
//
// The nouns: Doc is one text, parsed, with the place of every key; a path such as campaign[1].goals[0].technique names a
// place in it; Duration, Dist and Clock are texts with a meaning that every file shares.
//
// github.com/BurntSushi/toml reads the syntax. It is lenient where a simulator must not be: it takes Seed for seed, -1 for
// 18446744073709551615, nan for a number, and knows no place of a key inside an array of tables. So a scanner of our own
// notes where every key and value stands, and a decoder of our own, driven by struct tags, does the rest:
//
//	Title string          `toml:"title,required"` // there and not empty
//	Share float64         `toml:"share" in:"(0,1]"`
//	Skill string          `toml:"skill" one:"novice beginner intermediate expert"`
//
// Source: TOML 1.0.0 and 1.1.0 (toml.io), of which the scanner accepts what the reader of the syntax accepts.
package strict
