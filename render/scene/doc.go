// Package scene turns a recorded run and an instant into a draw list: which shapes, colours and words stand where.
//
// It must not know any drawing library, file or window: render/raster paints the list, render/report writes it as SVG,
// and a test reads it as text. The list depends on the recording, the instant and the options, never on what was drawn
// before.
//
// The nouns: Picture (the list), Item (one thing on it), Ink (a colour by its meaning), Theme (what the inks look like),
// State (what has become of an asset).
//
// Sources: shapes, palette and layout after the project's visual notes; colours of the curves after Okabe and Ito,
// "Color Universal Design" (2008); contrast after WCAG 2.2, 1.4.3 and 1.4.11.
package scene
