// Package report writes a recorded run as one HTML file that needs no script, and a picture as SVG.
//
// It must not know how a run is simulated or where files live: it reads a Recording and writes to an io.Writer.
//
// The nouns: Write (the page), SVG (one picture), Moment (an instant worth a picture), Options.
//
// Sources: accessibility after WCAG 2.2; the two ledgers are kept apart as the design of the project asks.
package report
