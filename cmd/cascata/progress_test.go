package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestProgressIsSilentForShortWork(t *testing.T) {
	var b bytes.Buffer
	p := (&app{err: &b}).progress("work")
	for i := range 100 {
		p.at(float64(i), 100, "")
	}
	p.end()
	assert.Empty(t, b.String())
}

func TestProgressWritesALineForEachTenth(t *testing.T) {
	var b bytes.Buffer
	p := (&app{err: &b}).progress("work")
	p.began = time.Now().Add(-time.Minute)
	for i := range 25 {
		p.at(float64(i), 100, "note")
	}
	p.end()
	assert.Equal(t, "work: 10 % (note)\nwork: 20 % (note)\n", b.String())
}

func TestProgressIsSilentWhenQuiet(t *testing.T) {
	var b bytes.Buffer
	p := (&app{err: &b, quiet: true}).progress("work")
	p.began = time.Now().Add(-time.Minute)
	p.at(50, 100, "note")
	p.end()
	assert.Empty(t, b.String())
}

func TestProgressDrawsABarOnATerminal(t *testing.T) {
	var b bytes.Buffer
	p := (&app{err: &b}).progress("work")
	p.began, p.terminal = time.Now().Add(-time.Minute), true
	p.at(50, 100, "half")
	p.end()
	assert.Contains(t, b.String(), "work half")
	assert.Contains(t, b.String(), "\r")
}
