package sim_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/sim"
)

// parcel is the message of the crowd: for one entity, with a budget of replies.
type parcel struct {
	entity uint32
	kind   uint8
}

const (
	call = iota
	tick
)

// person is an entity that does, at random, all a handler may do.
type person struct {
	src    sim.Source
	random uint64
	hash   uint64
	timer  sim.Timer
}

func (p *person) draw(n uint64) uint64 {
	p.random += 0x9e3779b97f4a7c15
	z := (p.random ^ p.random>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return (z ^ z>>31) % n
}

// crowd is a process of persons. Times are coarse, so that ties abound.
type crowd struct {
	people []*person // of the whole city
	size   uint32    // per process
	tick   time.Duration
}

func (w *crowd) Handle(c *sim.Context[parcel, uint64], msg *parcel) error {
	p := w.people[msg.entity]
	p.hash = p.hash*0x100000001b3 ^ uint64(c.Now())<<8 ^ uint64(c.From())<<1 ^ uint64(msg.kind)
	if p.draw(4) == 0 {
		c.Emit(p.hash)
	}
	switch what := p.draw(10); {
	case msg.kind == tick || what < 5: // pass it on, to anyone
		to := uint32(p.draw(uint64(len(w.people))))
		c.Send(&p.src, sim.ProcessID(to/w.size), c.Lookahead()+time.Duration(p.draw(5))*w.tick, parcel{to, call})
	case what < 7: // think first, perhaps for no time at all
		c.Send(&p.src, c.Self(), time.Duration(p.draw(3))*w.tick, parcel{msg.entity, tick})
	case what < 9: // set the alarm anew
		if c.Cancel(p.timer) {
			p.hash++
			c.Send(&p.src, c.Self(), time.Duration(p.draw(4))*w.tick, parcel{msg.entity, tick})
		}
		p.timer = c.After(&p.src, time.Duration(p.draw(40))*w.tick, parcel{msg.entity, tick})
	default: // a neighbour in the same process, at once
		to := msg.entity/w.size*w.size + uint32(p.draw(uint64(w.size)))
		c.Send(&p.src, c.Self(), 0, parcel{to, tick})
	}
	return nil
}

// bytesOf runs a crowd and returns all that anyone could see of the run.
func bytesOf(t *testing.T, opt sim.Options[parcel, uint64], processes, each int, horizon time.Duration) []byte {
	t.Helper()
	var out bytes.Buffer
	write := func(v any) { require.NoError(t, binary.Write(&out, binary.LittleEndian, v)) }
	opt.Lookahead = 4 * time.Millisecond
	opt.Horizon = sim.Time(horizon)
	opt.Observe = func(batch []sim.Record[uint64]) error {
		for i := range batch {
			write(batch[i])
		}
		return nil
	}
	opt.OnWindow = func(now sim.Time) { write(now) }
	e := sim.New(opt)
	people := make([]*person, processes*each)
	for i := range people {
		people[i] = &person{src: sim.NewSource(sim.SourceID(len(people) - i)), random: uint64(i) * 977}
	}
	for i := range processes {
		e.Add(fmt.Sprint("crowd ", i), &crowd{people: people, size: uint32(each), tick: time.Millisecond})
	}
	for i, p := range people {
		e.Post(&p.src, sim.ProcessID(i/each), sim.Time(p.draw(10))*sim.Time(time.Millisecond), parcel{uint32(i), call})
	}
	stats, err := e.Run(context.Background())
	require.NoError(t, err)
	for _, p := range people {
		write(p.hash)
	}
	write(stats)
	return out.Bytes()
}

// variants are all ways to run the same thing.
func variants(test func(name string, opt sim.Options[parcel, uint64])) {
	for _, workers := range []int{1, 2, 3, 8} {
		for _, kind := range []sim.QueueKind{sim.QueueAuto, sim.QueueHeap, sim.QueueLadder} {
			for _, parallel := range []int{-1, 0, 60} {
				test(fmt.Sprintf("%d workers, %v, parallel from %d", workers, kind, parallel),
					sim.Options[parcel, uint64]{Workers: workers, Queue: kind, MinParallelEvents: parallel})
			}
		}
	}
}

func TestSameBytesForAnyWorkersAndQueue(t *testing.T) {
	var want []byte
	variants(func(name string, opt sim.Options[parcel, uint64]) {
		for range 2 {
			got := bytesOf(t, opt, 11, 7, 500*time.Millisecond)
			if want == nil {
				want = got
				require.Greater(t, len(want), 10_000)
			}
			require.True(t, bytes.Equal(want, got), name)
		}
	})
}

// TestSameBytesWithManyPerProcess makes automatic queues change structure.
func TestSameBytesWithManyPerProcess(t *testing.T) {
	var want []byte
	for _, opt := range []sim.Options[parcel, uint64]{
		{Queue: sim.QueueHeap}, {}, {Queue: sim.QueueLadder}, {Workers: 2}, {Workers: 3, Queue: sim.QueueLadder, MinParallelEvents: -1},
	} {
		got := bytesOf(t, opt, 3, 3000, 30*time.Millisecond)
		if want == nil {
			want = got
		}
		require.True(t, bytes.Equal(want, got), "%+v", opt)
	}
}

// TestSameBytesWithManyProcesses: with one worker the agenda has many groups of
// processes, with 30 workers one each.
func TestSameBytesWithManyProcesses(t *testing.T) {
	want := bytesOf(t, sim.Options[parcel, uint64]{Workers: 30, MinParallelEvents: -1}, 300, 1, 200*time.Millisecond)
	for _, workers := range []int{1, 2, 3} {
		got := bytesOf(t, sim.Options[parcel, uint64]{Workers: workers, MinParallelEvents: -1}, 300, 1, 200*time.Millisecond)
		require.True(t, bytes.Equal(want, got), "%d workers", workers)
	}
}

// TestSmallestWindowsThirtyTimes: a race between a fast worker and a slow one
// shows where windows hold a handful of events.
func TestSmallestWindowsThirtyTimes(t *testing.T) {
	want := bytesOf(t, sim.Options[parcel, uint64]{}, 8, 1, time.Second)
	for _, workers := range []int{2, 8} {
		for i := range 30 {
			got := bytesOf(t, sim.Options[parcel, uint64]{Workers: workers, MinParallelEvents: -1}, 8, 1, time.Second)
			require.True(t, bytes.Equal(want, got), "%d workers, repeat %d", workers, i)
		}
	}
}
