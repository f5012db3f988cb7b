package resilience

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/model/trace"
)

// place is a city of 1,000 residents and operators with one or two stores each.
func place(stores ...[]int32) *trace.Recording {
	s := &trace.Stage{Districts: []model.District{{}}, Residents: []int64{1000, 1000}}
	for o, list := range stores {
		s.Operators = append(s.Operators, trace.Operator{})
		for _, n := range list {
			s.Entities = append(s.Entities, trace.Entity{Sort: model.SortStore, Operator: model.OperatorID(o), People: n})
		}
	}
	return &trace.Recording{Stage: s}
}

func counted(r *trace.Recording, share float64) int64 {
	c := newCrowd(r)
	for e := range r.Entities {
		c.add(model.EntityID(e), share)
	}
	return c.count()
}

// By hand: 1000 (1 - 0.5 x 0.8) = 600; 1000 (1 - 0.75 x 0.9) = 325.
func TestPersonsCountOnce(t *testing.T) {
	for _, c := range []struct {
		name   string
		stores [][]int32
		share  float64
		want   int64
	}{
		{"nobody", nil, 1, 0},
		{"one store", [][]int32{{500}}, 1, 500},
		{"two stores of one operator", [][]int32{{500, 200}}, 1, 500},
		{"two operators", [][]int32{{500}, {200}}, 1, 600},
		{"half of their records", [][]int32{{500}, {200}}, 0.5, 325},
		{"everybody is known to one", [][]int32{{1000}, {200}}, 1, 1000},
		{"more than there are residents", [][]int32{{1500}, {1200}}, 1, 1500},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, counted(place(c.stores...), c.share)) })
	}
}

func TestPersonsLieBetweenTheLargestAndTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Int32Range(1, 1000), 1, 8).Draw(t, "persons")
		var stores [][]int32
		var sum, most int64
		for _, n := range list {
			stores, sum, most = append(stores, []int32{n}), sum+int64(n), max(most, int64(n))
		}
		if got := counted(place(stores...), 1); got < most || got > min(sum, 1000) {
			t.Fatalf("%d of %v", got, list)
		}
	})
}
