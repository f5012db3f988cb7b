package trace

import (
	"slices"
	"sort"

	"cascata/model"
	"cascata/sim"
)

// Series is step functions of time, one for each key, as columns of one table in order of (time, key). A row holds from its
// instant until the next row of the same key.
type Series struct {
	At     []sim.Time
	Key    []int32
	Level  []model.Level
	People []int64 // residents without the service at that level
}

// Len is the number of rows.
func (s *Series) Len() int { return len(s.At) }

func (s *Series) add(at sim.Time, key int32, level model.Level, people int64) {
	s.At = append(s.At, at)
	s.Key = append(s.Key, key)
	s.Level = append(s.Level, level)
	s.People = append(s.People, people)
}

// Until is the number of rows with an instant not after t.
func (s *Series) Until(t sim.Time) int {
	return sort.Search(len(s.At), func(i int) bool { return s.At[i] > t })
}

// Row is the latest row of key at t, or -1 if it has none. It costs a walk back to that row.
func (s *Series) Row(key int32, t sim.Time) int {
	for i := s.Until(t) - 1; i >= 0; i-- {
		if s.Key[i] == key {
			return i
		}
	}
	return -1
}

// Points are the rows of one key in order of time.
func (s *Series) Points(key int32) []Point {
	var out []Point
	for i, k := range s.Key {
		if k == key {
			out = append(out, Point{s.At[i], s.Level[i], s.People[i]})
		}
	}
	return out
}

// Point is one step of one key.
type Point struct {
	At     sim.Time
	Level  model.Level
	People int64
}

// Service is the service of one key at an instant.
type Service struct {
	Level  model.Level
	People int64 // residents without it
}

// state fills into[key] with the service of every key below n at t; a key without rows has the full level.
func (s *Series) state(n int, t sim.Time, into []Service) []Service {
	into = append(into[:0], planned(n)...)
	for i := range s.Until(t) {
		into[s.Key[i]] = Service{s.Level[i], s.People[i]}
	}
	return into
}

// ServicesAt is the service of every Cell at t, into a reused slice (nil is fine).
func (r *Recording) ServicesAt(t sim.Time, into []Service) []Service {
	return r.Services.state(len(r.Served), t, into)
}

// CityAt is the service of every sector in the whole city at t.
func (r *Recording) CityAt(t sim.Time, into []Service) []Service {
	return r.City.state(len(r.Sectors), t, into)
}

// AffectedAt is the people without some essential service at t, by district and at AllDistricts for the whole city.
func (r *Recording) AffectedAt(t sim.Time, into []Service) []Service {
	return r.Affected.state(len(r.Districts)+1, t, into)
}

// step adds a row for what is missing [residents x 2^-20] of all residents, unless it would equal the key's last row.
func (s *Series) step(at sim.Time, key int32, missing, residents int64, last *Service) {
	if residents == 0 {
		return
	}
	now := Service{model.Full - model.Level((missing+residents/2)/residents), whole(missing)}
	if now == *last {
		return
	}
	*last = now
	if at == 0 { // the instant 0 has its row already
		i := slices.Index(s.Key, key)
		s.Level[i], s.People[i] = now.Level, now.People
		return
	}
	s.add(at, key, now.Level, now.People)
}

// whole is residents x 2^-20 in whole people, half up.
func whole(missing int64) int64 { return (missing + int64(model.Full)/2) / int64(model.Full) }
