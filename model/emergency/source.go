package emergency

import (
	"fmt"
	"math"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Rate is how many calls come on average from an instant until the next Rate's.
type Rate struct {
	From    sim.Time
	PerHour float64 // [calls/h, 0 to MaxRate]
}

// MaxRate is the most calls a Source makes [calls/h]: the nanoseconds of the clock then still part them.
const MaxRate = 1e9

// CheckRates lists everything that is wrong with the rates of a source.
func CheckRates(name string, rates []Rate) error {
	var f model.Faults
	for i, r := range rates {
		if !(r.PerHour >= 0 && r.PerHour <= MaxRate) {
			f.Add(name, 0, 0, fmt.Sprintf("write 0 to %g", float64(MaxRate)), "%v calls an hour from %v on", r.PerHour, r.From)
		}
		if r.From < 0 || i > 0 && r.From <= rates[i-1].From {
			f.Add(name, 0, 0, "rates stand in the order of time, each instant once", "the rate from %v on stands after one from %v on", r.From, rates[max(i-1, 0)].From)
		}
	}
	return f.Err()
}

// Source is a Poisson stream of calls whose rate is constant in pieces. Its draws are unit spans that the rates stretch: a higher rate
// brings the same calls earlier.
type Source struct {
	rates  []Rate
	piece  int // of the current instant; -1 before the first
	at     sim.Time
	number uint64
	stream rng.Stream
	spans  [ahead]float64 // drawn ahead [mean gaps]
}

// ahead is how many draws are made at once: next to each other they overlap in the processor (8 % less time for a call).
const ahead = 16

// NewSource makes a source from valid rates and the stream of its own.
func NewSource(rates []Rate, stream rng.Stream) *Source {
	return &Source{rates: rates, piece: -1, stream: stream}
}

// Next is the instant of the next call and its number, which counts from 0; Never when no more come.
func (s *Source) Next() (sim.Time, uint64) {
	if s.number%ahead == 0 {
		for k := range s.spans {
			s.spans[k] = rng.Exponential{Avg: 1}.Sample(&s.stream)
		}
	}
	left := s.spans[s.number%ahead] // in calls
	for {
		end := sim.Never
		if s.piece+1 < len(s.rates) {
			end = s.rates[s.piece+1].From
		}
		if s.piece >= 0 && s.rates[s.piece].PerHour > 0 {
			perNS := s.rates[s.piece].PerHour / float64(time.Hour)
			if span := math.Round(left / perNS); span < float64(end-s.at) {
				s.at = s.at.Add(time.Duration(span))
				s.number++
				return s.at, s.number - 1
			}
			left = max(0, left-float64(end-s.at)*perNS)
		}
		if end == sim.Never {
			return sim.Never, s.number
		}
		s.at, s.piece = end, s.piece+1
	}
}
