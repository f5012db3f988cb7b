package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"cascata/model/power"
)

// FuzzReadOutages: no list makes the reader panic, and what it accepts names rows that exist.
func FuzzReadOutages(f *testing.F) {
	c := &power.Case{Branches: make([]power.Branch, 4), Gens: make([]power.Gen, 2)}
	for _, lines := range []string{"a,1,1 4,2", "a,,,", "\"a\nb\",0.5,,", "a,NaN,0,3", "a,1"} {
		f.Add(nkHead + "\n" + lines + "\n")
	}
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		cases, err := readOutages("list.csv", strings.NewReader(text), c)
		if err != nil {
			return
		}
		for _, x := range cases {
			_, err := c.With(x.change)
			assert.NoError(t, err)
		}
	})
}
