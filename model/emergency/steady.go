package emergency

import (
	"math"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"cascata/sim"
)

// Sum is one of the sums over the calls of a batch, which are those that came in it.
type Sum int

// The sums. Times are in seconds.
const (
	SumOffered     Sum = iota // calls
	SumBlocked                // found no trunk
	SumAdmitted               // did find one
	SumDelayed                // found all positions busy, blocked ones included
	SumQueued                 // found all positions busy and were admitted
	SumAbandoned              // hung up
	SumServed                 // were answered
	SumWait                   // waits of the admitted, abandoned ones with the time they waited
	SumWaitServed             // waits of the answered
	SumHandling               // of the answered
	SumTime                   // from the first call of the batch to the first of the next
	SumQueueTime              // waiting calls, integrated over that time
	SumTalkingTime            // calls at positions, integrated over that time
	sumWithin                 // answered within the k-th of Load.Within
)

// MaxWithin is how many waits a Load counts at most.
const MaxWithin = 8

// SumWithin is how many calls were answered within the k-th wait of Load.Within.
func SumWithin(k int) Sum { return sumWithin + Sum(k) }

// Sums are the sums of one batch, by Sum.
type Sums [sumWithin + MaxWithin]float64

// Estimate is a value with the half-width of its 95 % interval.
type Estimate struct{ Value, HalfWidth float64 }

// Steady is what became of the calls of a Load.
type Steady struct {
	Batches []Sums

	within []sim.Time
	first  uint64 // number of the first call that counts
	size   uint64 // calls of a batch
	border uint64 // number of the first call of the next batch
	since  struct {
		at             sim.Time
		queue, talking float64
	}
}

func newSteady(l *Load) *Steady {
	batches := uint64(l.Batches)
	if batches == 0 {
		batches = DefaultBatches
	}
	s := &Steady{Batches: make([]Sums, batches)}
	s.size = (l.Calls - l.Calls/10) / batches
	s.first = l.Calls - s.size*batches // a tenth, and what does not fill the batches
	s.border = s.first
	for _, w := range l.Within {
		s.within = append(s.within, sim.Time(w))
	}
	return s
}

// Discarded is how many calls at the beginning do not count.
func (s *Steady) Discarded() uint64 { return s.first }

// batch is where a call counts; nil for those of the beginning.
func (s *Steady) batch(c *Call) *Sums {
	if c.Number < s.first {
		return nil
	}
	return &s.Batches[(c.Number-s.first)/s.size]
}

// cross ends a batch, unless it is the beginning, and starts the next.
func (s *Steady) cross(p *PSAP) {
	queue, talking := p.Load()
	if s.border > s.first {
		b := &s.Batches[(s.border-s.first)/s.size-1]
		b[SumTime] = time.Duration(p.Now() - s.since.at).Seconds()
		b[SumQueueTime], b[SumTalkingTime] = queue-s.since.queue, talking-s.since.talking
	}
	s.since.at, s.since.queue, s.since.talking = p.Now(), queue, talking
	s.border += s.size
}

// observe counts what happens to a call.
func (s *Steady) observe(what What, at sim.Time, c *Call) {
	b := s.batch(c)
	if b == nil {
		return
	}
	switch what {
	case Answered:
		s.admit(b, c)
		wait := at - c.Offered
		b[SumServed]++
		b[SumWait] += float64(wait) * 1e-9
		b[SumWaitServed] += float64(wait) * 1e-9
		for k, within := range s.within {
			if wait <= within {
				b[sumWithin+Sum(k)]++
			}
		}
	case Abandoned:
		s.admit(b, c)
		b[SumAbandoned]++
		b[SumWait] += float64(at-c.Offered) * 1e-9
	case Blocked:
		b[SumOffered]++
		b[SumBlocked]++
		if c.Delayed {
			b[SumDelayed]++
		}
	case Handled:
		b[SumHandling] += float64(at-c.Answered) * 1e-9
	}
}

func (s *Steady) admit(b *Sums, c *Call) {
	b[SumOffered]++
	b[SumAdmitted]++
	if c.Delayed {
		b[SumDelayed]++
		b[SumQueued]++
	}
}

// Ratio estimates the quotient of two sums in the long run, with its interval by batch means: the spread of the batches'
// residuals from the quotient, Student's t. Where nothing was counted below, it is 0.
func (s *Steady) Ratio(over, under Sum) Estimate {
	a, b := 0.0, 0.0
	for i := range s.Batches {
		a += s.Batches[i][over]
		b += s.Batches[i][under]
	}
	if b == 0 {
		return Estimate{}
	}
	ratio, squares, n := a/b, 0.0, float64(len(s.Batches))
	for i := range s.Batches {
		residual := s.Batches[i][over] - ratio*s.Batches[i][under]
		squares += residual * residual
	}
	quantile := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(0.975)
	return Estimate{ratio, quantile * math.Sqrt(squares*n/(n-1)) / b}
}
