package emergency

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// answerAll puts through whoever can be.
func answerAll(d *Desk) (ids []CallID) {
	for id, ok := d.Answer(); ok; id, ok = d.Answer() {
		ids = append(ids, id)
	}
	return ids
}

func offer(t require.TestingT, d *Desk) CallID {
	id, ok := d.Offer()
	require.True(t, ok)
	return id
}

func TestDeskServesInTurn(t *testing.T) {
	d := NewDesk(1, 3)
	a, b, c := offer(t, d), offer(t, d), offer(t, d)
	_, ok := d.Offer()
	assert.False(t, ok, "a fourth call finds no trunk")
	assert.Equal(t, []CallID{a}, answerAll(d))
	assert.True(t, d.Leave(b))
	assert.False(t, d.Leave(b), "it has left already")
	assert.False(t, d.Leave(a), "it does not wait")
	assert.False(t, d.Done(c), "it is not at a position")
	assert.True(t, d.Done(a))
	assert.Equal(t, []CallID{c}, answerAll(d))
	assert.Equal(t, Counts{Offered: 4, Answered: 2, Abandoned: 1, Blocked: 1}, d.Counts())
	assert.Equal(t, Talking, d.State(c))
	assert.Equal(t, Gone, d.State(CallID{}))
}

// An old name must not touch the call that has its place now.
func TestDeskKnowsOldNames(t *testing.T) {
	d := NewDesk(0, 1)
	old := offer(t, d)
	d.Leave(old)
	offer(t, d)
	assert.Equal(t, Gone, d.State(old))
	assert.False(t, d.Leave(old))
	assert.Equal(t, 1, d.Waiting())
}

func TestDeskLosesPositions(t *testing.T) {
	for _, c := range []struct {
		name             string
		requeue          bool
		waiting, talking int
		counts           Counts
	}{
		{"cut off", false, 1, 1, Counts{Offered: 4, Answered: 3, Cut: 2}},
		{"put back", true, 3, 1, Counts{Offered: 4, Answered: 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := NewDesk(3, 0)
			ids := []CallID{offer(t, d), offer(t, d), offer(t, d), offer(t, d)}
			answerAll(d)
			d.Staff(1)
			assert.Equal(t, 3, d.Talking(), "at a change of shift calls go on")
			assert.Equal(t, ids[1:3], d.Cut(c.requeue))
			assert.Empty(t, answerAll(d), "the position that is left is busy")
			assert.Equal(t, []int{c.waiting, c.talking}, []int{d.Waiting(), d.Talking()})
			assert.Equal(t, c.counts, d.Counts())
			d.Staff(4)
			want := ids[3:]
			if c.requeue {
				want = ids[1:] // those put back come first, in their order
			}
			assert.Equal(t, want, answerAll(d))
			assert.EqualValues(t, 4, d.Counts().Answered, "nobody is answered twice")
		})
	}
}

func TestDeskLosesTrunks(t *testing.T) {
	d := NewDesk(2, 5)
	ids := []CallID{offer(t, d), offer(t, d), offer(t, d), offer(t, d), offer(t, d)}
	answerAll(d)
	assert.Equal(t, []CallID{ids[4], ids[3]}, d.Trunks(3), "the newest lose theirs")
	assert.Equal(t, Counts{Offered: 5, Answered: 2, Blocked: 2}, d.Counts())
	assert.Equal(t, []CallID{ids[2], ids[1]}, d.Trunks(1))
	assert.Equal(t, Counts{Offered: 5, Answered: 2, Blocked: 3, Cut: 1}, d.Counts())
	assert.Equal(t, Talking, d.State(ids[0]))
}

// naive is a desk as one would write it without care for speed.
type naive struct {
	queue             []CallID
	at                map[CallID]int
	answered          map[CallID]bool
	positions, trunks int
	counts            Counts
}

func (n *naive) inside() int { return len(n.queue) + len(n.at) }

func (n *naive) free() []int {
	var free []int
	for p := range n.positions {
		taken := false
		for _, q := range n.at {
			taken = taken || p == q
		}
		if !taken {
			free = append(free, p)
		}
	}
	return free
}

// TestDeskIsANaiveOne plays random changes on both.
func TestDeskIsANaiveOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := naive{at: map[CallID]int{}, answered: map[CallID]bool{}, positions: rapid.IntRange(0, 4).Draw(t, "positions"), trunks: rapid.IntRange(1, 9).Draw(t, "trunks")}
		d := NewDesk(n.positions, n.trunks)
		var known []CallID
		pick := func(t *rapid.T) CallID { return rapid.SampledFrom(append(known, CallID{})).Draw(t, "call") }
		t.Repeat(map[string]func(*rapid.T){
			"offer": func(*rapid.T) {
				n.counts.Offered++
				id, ok := d.Offer()
				require.Equal(t, n.inside() < n.trunks, ok)
				if !ok {
					n.counts.Blocked++
					return
				}
				n.queue = append(n.queue, id)
				known = append(known, id)
			},
			"answer": func(t *rapid.T) {
				id, ok := d.Answer()
				require.Equal(t, len(n.queue) > 0 && len(n.at) < n.positions, ok)
				if ok {
					require.Equal(t, n.queue[0], id)
					require.Contains(t, n.free(), int(d.calls[id.slot].position), "a free position that is staffed")
					n.at[id] = int(d.calls[id.slot].position)
					n.queue = n.queue[1:]
					if !n.answered[id] {
						n.answered[id] = true
						n.counts.Answered++
					}
				}
			},
			"leave": func(t *rapid.T) {
				id := pick(t)
				i := slices.Index(n.queue, id)
				require.Equal(t, i >= 0, d.Leave(id))
				if i >= 0 {
					n.queue = slices.Delete(n.queue, i, i+1)
					n.lost(id, &n.counts.Abandoned)
				}
			},
			"done": func(t *rapid.T) {
				id := pick(t)
				_, talks := n.at[id]
				require.Equal(t, talks, d.Done(id))
				delete(n.at, id)
			},
			"staff": func(t *rapid.T) {
				n.positions = rapid.IntRange(0, 6).Draw(t, "positions")
				d.Staff(n.positions)
			},
			"cut": func(t *rapid.T) {
				requeue := rapid.Bool().Draw(t, "requeue")
				moved := d.Cut(requeue)
				for k := len(moved) - 1; k >= 0; k-- {
					require.GreaterOrEqual(t, n.at[moved[k]], n.positions)
					delete(n.at, moved[k])
					if requeue {
						n.queue = slices.Insert(n.queue, 0, moved[k])
					} else {
						n.counts.Cut++
					}
				}
				for _, p := range n.at {
					require.Less(t, p, n.positions)
				}
			},
			"trunks": func(t *rapid.T) {
				n.trunks = rapid.IntRange(0, 9).Draw(t, "trunks")
				for _, id := range d.Trunks(n.trunks) {
					if len(n.queue) > 0 {
						require.Equal(t, n.queue[len(n.queue)-1], id)
						n.queue = n.queue[:len(n.queue)-1]
						n.lost(id, &n.counts.Blocked)
					} else {
						require.Contains(t, n.at, id)
						delete(n.at, id)
						n.counts.Cut++
					}
				}
				require.LessOrEqual(t, n.inside(), n.trunks)
			},
			"": func(t *rapid.T) {
				require.Equal(t, n.counts, d.Counts())
				require.Equal(t, len(n.queue), d.Waiting())
				require.Equal(t, len(n.at), d.Talking())
				require.Equal(t, len(n.at) >= n.positions, d.Busy())
				c := d.Counts()
				require.Equal(t, c.Offered, c.Answered+c.Abandoned+c.Blocked+uint64(d.Unanswered()), "every call is accounted for, once")
				require.LessOrEqual(t, len(d.calls), 9, "as many places as trunks at most")
			},
		})
	})
}

// lost counts a call that leaves the queue.
func (n *naive) lost(id CallID, end *uint64) {
	if n.answered[id] {
		n.counts.Cut++
	} else {
		*end++
	}
}

func TestDeskHasABound(t *testing.T) {
	d := NewDesk(1, 0)
	for range MaxCalls + 10 {
		d.Offer()
	}
	assert.EqualValues(t, 10, d.Counts().Blocked)
	assert.Equal(t, MaxCalls, d.Waiting())
}
