// Package raster paints a draw list as pixels and writes it as PNG. It needs no display and no graphics card.
//
// It must not know runs, cities or assets: it sees polygons, lines and words. The same list gives the same bytes.
//
// The nouns: Painter (keeps fonts and masks between pictures), PNG, Image.
//
// Sources: coverage by golang.org/x/image/vector, which promises equal results on every architecture; letters are the
// outlines of the Go fonts (golang.org/x/image/font/gofont), read by golang.org/x/image/font/sfnt.
package raster
