package engine

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"time"

	"cascata/sim"
)

// PHOLD is the model as ROSS defines it: every message an entity gets makes it
// send one, with probability Remote to an entity drawn from all, else to itself,
// after Lookahead + Exp(mean Mean - Lookahead). Zero fields take the values in
// brackets.
type PHOLD struct {
	Entities  int           // [1024]
	Each      int           // messages per entity [1]
	Remote    float64       // [0.5]; negative means none
	Lookahead time.Duration // [0.1 s]
	Mean      time.Duration // delay of a message [Unit]
	Processes int           // [64], at most Entities
	Workers   int           // [1]
	End       time.Duration // length of the run [10 s]
	Seed      uint64
	Queue     sim.QueueKind
	Parallel  int // sim.Options.MinParallelEvents
}

// Unit is the mean delay of a message by default; ROSS counts time in it.
const Unit = time.Second

// Result of a run.
type Result struct {
	sim.Stats
	Hash uint64 // over the order in which each entity saw its messages
	Took time.Duration
}

func (m PHOLD) defaults() PHOLD {
	set := func(field *int, value int) {
		if *field == 0 {
			*field = value
		}
	}
	set(&m.Entities, 1024)
	set(&m.Each, 1)
	set(&m.Processes, 64)
	m.Processes = min(m.Processes, m.Entities)
	if m.Remote == 0 {
		m.Remote = 0.5
	}
	if m.Lookahead == 0 {
		m.Lookahead = Unit / 10
	}
	if m.Mean == 0 {
		m.Mean = Unit
	}
	if m.End == 0 {
		m.End = 10 * Unit
	}
	return m
}

// entity is the state of one entity: a few words, as in ROSS.
type entity struct {
	src    sim.Source
	random uint64 // state of its generator
	hash   uint64 // over the messages it saw, in order
	sent   uint32 // the textbook engine's sequence number
}

// draws is the part of the model that every engine shares: what an entity
// draws when it gets a message.
type draws struct {
	remote   uint64 // of 2^53
	entities uint64
	ahead    time.Duration
	mean     float64 // of the exponential part [ns]
}

func (m PHOLD) draws() draws {
	return draws{
		remote:   uint64(max(0, min(m.Remote, 1)) * (1 << 53)),
		entities: uint64(m.Entities),
		ahead:    m.Lookahead,
		mean:     float64(m.Mean - m.Lookahead),
	}
}

// next draws whom entity self sends to and after which delay.
func (d *draws) next(e *entity, self uint32) (to uint32, delay time.Duration) {
	to = self
	if e.draw()>>11 < d.remote {
		hi, _ := bits.Mul64(e.draw(), d.entities)
		to = uint32(hi)
	}
	// 53 bits, never zero, so that the logarithm is finite.
	u := float64(e.draw()>>11+1) * (1.0 / (1 << 53))
	return to, d.ahead + time.Duration(-math.Log(u)*d.mean)
}

// see mixes a message into the hash of the entity.
func (e *entity) see(now sim.Time, from sim.SourceID) {
	e.hash = mix(e.hash ^ uint64(now) ^ uint64(from)<<40)
}

// draw returns 64 random bits (splitmix64; Steele, Lea, Flood, OOPSLA 2014).
func (e *entity) draw() uint64 {
	e.random += 0x9e3779b97f4a7c15
	return mix(e.random)
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// population makes the entities of one seed.
func (m PHOLD) population() []entity {
	all := make([]entity, m.Entities)
	for i := range all {
		all[i].src = sim.NewSource(sim.SourceID(i))
		all[i].random = mix(m.Seed<<32 + uint64(i) + 1)
	}
	return all
}

// hashOf combines the entities' hashes; the order in which they ran does not
// matter, the order in which each saw its messages does.
func hashOf(all []entity) uint64 {
	var sum uint64
	for i := range all {
		sum += mix(all[i].hash + uint64(i)*0x9e3779b97f4a7c15)
	}
	return sum
}

// message is for one entity of the receiving process.
type message struct{ entity uint32 }

// block is a process: a range of the entities.
type block struct {
	draws
	entities []entity
	first    uint32 // entity
	size     uint32 // entities per process
}

var _ sim.Process[message, struct{}] = (*block)(nil)

// Handle passes the message on.
func (b *block) Handle(ctx *sim.Context[message, struct{}], msg *message) error {
	e := &b.entities[msg.entity-b.first]
	e.see(ctx.Now(), ctx.From())
	to, delay := b.next(e, msg.entity)
	ctx.Send(&e.src, sim.ProcessID(to/b.size), delay, message{entity: to})
	return nil
}

// Run runs the model on the kernel.
func (m PHOLD) Run(ctx context.Context) (Result, error) {
	m = m.defaults()
	engine := sim.New(sim.Options[message, struct{}]{
		Lookahead: m.Lookahead, Workers: m.Workers, Horizon: sim.Time(m.End),
		MinParallelEvents: m.Parallel, Queue: m.Queue,
	})
	all := m.population()
	size := (m.Entities + m.Processes - 1) / m.Processes
	for first := 0; first < m.Entities; first += size {
		part := all[first:min(first+size, m.Entities)]
		engine.Add(fmt.Sprint("block ", first), &block{draws: m.draws(), entities: part, first: uint32(first), size: uint32(size)})
	}
	d := m.draws()
	for i := range all {
		for range m.Each {
			_, delay := d.next(&all[i], uint32(i))
			engine.Post(&all[i].src, sim.ProcessID(i/size), sim.Time(delay), message{entity: uint32(i)})
		}
	}
	began := time.Now()
	stats, err := engine.Run(ctx)
	return Result{Stats: stats, Hash: hashOf(all), Took: time.Since(began)}, err
}
