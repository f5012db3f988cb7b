package scene

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// closed is the example as if its cell sites were streets: each has a line round a corner, in the middle of which it stands.
func closed() *trace.Recording {
	rec := trace.Example()
	layer := model.Layer{Name: "roads/tertiary"}
	for i := range rec.Kinds {
		if rec.Kinds[i].Name == "telecom/site" {
			rec.Kinds[i].Name = "traffic/street"
		}
	}
	for i := range rec.Assets {
		if e := &rec.Entities[i]; rec.Kinds[e.Kind].Name == "traffic/street" {
			p := e.At
			layer.Lines = append(layer.Lines, []model.Point{{X: p.X - 300, Y: p.Y}, p, {X: p.X, Y: p.Y + 300.2}})
		}
	}
	rec.Layers = append(rec.Layers, layer)
	return rec
}

// A street that is not as it should be is drawn along its line, in the colour of its state; a quiet day draws none.
func TestClosedStreets(t *testing.T) {
	roads := func(hours float64, opt Options) (paths int, inks []Ink) {
		p, err := Draw(closed(), sim.Time(hours*float64(time.Hour)), opt)
		require.NoError(t, err)
		for _, it := range p.Items {
			if strings.HasPrefix(it.ID, "roads/") {
				paths += len(it.Paths)
				inks = append(inks, it.Stroke)
				for _, path := range it.Paths {
					require.GreaterOrEqual(t, len(path), 2)
				}
			}
		}
		return paths, inks
	}
	paths, _ := roads(0, Options{})
	require.Zero(t, paths)
	rec := closed()
	now, failed := newMoment(rec, sim.Time(10*time.Hour+30*time.Minute)), 0
	for i := range rec.Assets {
		if rec.Kinds[rec.Entities[i].Kind].Name == "traffic/street" && now.state[i] != Normal {
			failed++
		}
	}
	require.Positive(t, failed, "the example has sites that fail")
	paths, inks := roads(10.5, Options{})
	require.Equal(t, failed, paths)
	require.Contains(t, inks, StateFailed)
	paths, _ = roads(10.5, Options{Sector: "power"})
	require.Zero(t, paths, "streets are no part of the overlay of power")
}

func TestMiddleOfALine(t *testing.T) {
	line := []model.Point{{X: 0, Y: 0}, {X: 10, Y: 0}, {X: 10, Y: 30}}
	require.Equal(t, model.Point{X: 10, Y: 10}, middleOf(line))
	m := midpoints{cellOf(middleOf(line)): {line}}
	require.Equal(t, line, m.at(model.Point{X: 9.4, Y: 9.4}), "in the cell beside")
	require.Nil(t, m.at(model.Point{X: 11.2, Y: 10}), "more than a metre off")
	require.Equal(t, model.Point{X: 3, Y: 4}, middleOf([]model.Point{{X: 3, Y: 4}, {X: 3, Y: 4}}))
}
