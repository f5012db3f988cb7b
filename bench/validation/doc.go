// Package validation compares Cascata's models with closed forms, published cases and reference programs, as rows of
// docs/validation.md. Each file holds one area and exports a function that returns its rows; All lists them.
//
// It must not know how a comparison is shown beyond the table of Markdown.
package validation
