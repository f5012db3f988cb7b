package rng

import (
	"hash/fnv"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestDrawIsTheBlockOfNameAndIndex(t *testing.T) {
	root := NewRoot(1, 2)
	s := root.Stream("feeder 7/repair")
	for k := range uint64(20) {
		want, _ := block(root.key, uint64(NameOf("feeder 7/repair")), k)
		assert.Equal(t, want, s.Uint64(), "draw %d", k)
	}
}

// A change here breaks every published seed. The words come from a second implementation, written in Python with its big integers.
func TestSeedsKeepTheirDraws(t *testing.T) {
	s := NewRoot(2024, 3).Stream("campaign/luck")
	sub := s.Sub(5)
	got := []uint64{s.Uint64(), s.Uint64(), sub.Uint64()}
	assert.Equal(t, []uint64{0xe5d58492ab2cd0ef, 0x84fb387f3b833c38, 0x9e462977dae77048}, got)
}

func TestAtIsTheKthDrawAndMovesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		root := NewRoot(rapid.Uint64().Draw(t, "seed"), rapid.Uint64().Draw(t, "replication"))
		s := root.Stream(rapid.String().Draw(t, "name"))
		fresh := s
		k := rapid.Uint64Range(0, 200).Draw(t, "k")
		for range k {
			s.Uint64()
		}
		assert.Equal(t, fresh.At(k), s.At(k), "At must not depend on the position")
		assert.Equal(t, fresh.At(k), s.Uint64())
		assert.Equal(t, fresh.At(k+1), s.Uint64(), "At must not move the stream")
		from := s.From(k)
		assert.Equal(t, fresh.At(k), from.Uint64())
		assert.Equal(t, fresh.At(k+1), from.Uint64())
	})
}

func TestAddingANameMovesNobodyElse(t *testing.T) {
	draw := func(names []string) map[string][]uint64 {
		root, draws := NewRoot(7, 0), map[string][]uint64{}
		streams := make([]Stream, len(names))
		for i, name := range names {
			streams[i] = root.Stream(name)
		}
		for range 50 { // turn and turn about, so that a shared state would show
			for i, name := range names {
				draws[name] = append(draws[name], streams[i].Uint64())
			}
		}
		return draws
	}
	before := draw([]string{"a", "b", "c"})
	after := draw([]string{"new", "c", "a", "newer", "b"})
	for _, name := range []string{"a", "b", "c"} {
		assert.Equal(t, before[name], after[name], name)
	}
	assert.NotEqual(t, after["a"], after["new"])
}

// The chance that any two of these 64-bit words agree by accident is below 1e-12.
func TestNeighboursShareNoDraw(t *testing.T) {
	seen := map[uint64]string{}
	for seed := range uint64(4) {
		for replication := range uint64(4) {
			for _, name := range []string{"", "a", "b", "ab", "ba", "a/1", "a/2"} {
				s := NewRoot(seed, replication).Stream(name)
				for k := range uint64(8) {
					sub := s.Sub(k)
					nested := sub.Sub(k)
					for _, x := range []uint64{s.Uint64(), sub.Uint64(), sub.Uint64(), nested.Uint64()} {
						where := strconv.FormatUint(seed, 10) + " " + strconv.FormatUint(replication, 10) + " " + name + " " + strconv.FormatUint(k, 10)
						other, taken := seen[x]
						require.False(t, taken, "%s and %s draw the same word", where, other)
						seen[x] = where
					}
				}
			}
		}
	}
}

func TestSubDoesNotDependOnPosition(t *testing.T) {
	s := NewRoot(1, 1).Stream("a")
	want := s.Sub(3)
	s.Uint64()
	assert.Equal(t, want, s.Sub(3))
	assert.Equal(t, uint64(1), s.next, "Sub must not move the stream")
}

func TestUnitStaysInTheOpenInterval(t *testing.T) {
	cases := []struct {
		name string
		word uint64
		want float64
	}{
		{"least", 0, 0x1p-53},
		{"low bits do not count", 1<<12 - 1, 0x1p-53},
		{"middle", 1 << 63, 0.5 + 0x1p-53},
		{"greatest", ^uint64(0), 1 - 0x1p-53},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			u := unit(c.word)
			assert.Equal(t, c.want, u)
			assert.True(t, u > 0 && u < 1)
			assert.Equal(t, unit(^c.word), 1-u, "1-u is the mirror image, exactly")
		})
	}
}

// Pearson's chi-square on the top and bottom byte of the draws, along one stream and across names. The statistic with 255 degrees of
// freedom has mean 255 and standard deviation sqrt(510) = 22.6; five of them either side is the bound.
func TestBytesAreEven(t *testing.T) {
	const draws = 1 << 16
	along := NewRoot(1, 1).Stream("along")
	root := NewRoot(1, 1)
	sources := []struct {
		name string
		word func(i uint64) uint64
	}{
		{"along a stream", along.At},
		{"across names", func(i uint64) uint64 { s := root.StreamOf(Name(i)); return s.At(0) }},
		{"across replications", func(i uint64) uint64 { s := NewRoot(1, i).Stream("a"); return s.At(0) }},
		{"across seeds", func(i uint64) uint64 { s := NewRoot(i, 1).Stream("a"); return s.At(0) }},
		{"across sub-streams", func(i uint64) uint64 { s := along.Sub(i); return s.At(0) }},
		{"differences along a stream", func(i uint64) uint64 { return along.At(i+1) - along.At(i) }},
	}
	for _, c := range sources {
		t.Run(c.name, func(t *testing.T) {
			var high, low [256]float64
			for i := range uint64(draws) {
				x := c.word(i)
				high[x>>56]++
				low[x&0xff]++
			}
			assert.InDelta(t, 255, chiSquare(high[:], draws), 5*22.6)
			assert.InDelta(t, 255, chiSquare(low[:], draws), 5*22.6)
		})
	}
}

func chiSquare(counts []float64, draws float64) float64 {
	sum, each := 0.0, draws/float64(len(counts))
	for _, n := range counts {
		sum += (n - each) * (n - each) / each
	}
	return sum
}

// Two streams are uncorrelated: r of n pairs of independent uniforms has standard deviation 1/sqrt(n).
func TestStreamsAreUncorrelated(t *testing.T) {
	const n = 100_000
	pairs := []struct {
		name string
		a, b Stream
	}{
		{"names", NewRoot(1, 1).Stream("a"), NewRoot(1, 1).Stream("b")},
		{"replications", NewRoot(1, 1).Stream("a"), NewRoot(1, 2).Stream("a")},
		{"seeds", NewRoot(1, 1).Stream("a"), NewRoot(2, 1).Stream("a")},
		{"parent and child", NewRoot(1, 1).Stream("a"), func() Stream { s := NewRoot(1, 1).Stream("a"); return s.Sub(0) }()},
		{"one place apart", NewRoot(1, 1).Stream("a"), Stream{key: NewRoot(1, 1).key, name: uint64(NameOf("a")), next: 1}},
	}
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			sum := 0.0
			for range n {
				sum += (p.a.Float64() - 0.5) * (p.b.Float64() - 0.5) * 12
			}
			assert.InDelta(t, 0, sum/n, 5/math.Sqrt(n))
		})
	}
}

func TestIntNIsEvenAndTakesOneDraw(t *testing.T) {
	for _, n := range []int{1, 2, 3, 10, 100, 256} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			const draws = 100_000
			s, counts := NewRoot(3, 1).Stream("dice"), make([]float64, n)
			for range draws {
				counts[s.IntN(n)]++
			}
			assert.Equal(t, uint64(draws), s.next)
			freedom := float64(n - 1)
			assert.InDelta(t, freedom, chiSquare(counts, draws), 5*math.Sqrt(2*freedom)+1e-9)
		})
	}
}

// With n = 3 x 2^61 a quarter of all words is refused, so both ways through the rejection are walked; without it the
// first third would come up 3 times in 8 instead of 1 in 3.
func TestIntNRejectsWhatWouldBias(t *testing.T) {
	const n, draws = 3 << 61, 60_000
	s, thirds := NewRoot(3, 2).Stream("dice"), [3]float64{}
	even := 0.0
	for range draws {
		x := s.IntN(n)
		require.True(t, x >= 0 && x < n)
		thirds[x/(n/3)]++
		if x%3 == 0 {
			even++
		}
	}
	assert.Equal(t, uint64(draws), s.next, "a second try must not move the stream")
	assert.Less(t, chiSquare(thirds[:], draws), 25.0, "chi-square with 2 degrees of freedom, p = 4e-6")
	assert.InDelta(t, 1.0/3, even/draws, 5*math.Sqrt(2.0/9/draws))
}

func TestIntNRefusesNothingToChooseFrom(t *testing.T) {
	s := NewRoot(1, 1).Stream("a")
	assert.Panics(t, func() { s.IntN(0) })
	assert.Panics(t, func() { s.IntN(-1) })
}

func TestNameOfIsFNV1a(t *testing.T) {
	assert.Equal(t, Name(0xaf63dc4c8601ec8c), NameOf("a"), "test vector of Fowler, Noll and Vo")
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		oracle := fnv.New64a()
		oracle.Write([]byte(name))
		assert.Equal(t, Name(oracle.Sum64()), NameOf(name))
	})
}

func TestCheckNames(t *testing.T) {
	// Two different strings with one FNV-1a hash, a pair that is publicly known.
	const one, other = "8yn0iYCKYHlIj4-BwPqk", "GReLUrM4wMqfg9yzV3KQ"
	require.Equal(t, NameOf(one), NameOf(other))
	cases := []struct {
		name  string
		names []string
		says  []string
	}{
		{"none", nil, nil},
		{"all differ", []string{"a", "b", "", "A"}, nil},
		{"twice", []string{"a", "b", "a"}, []string{`"a" stands twice, at places 1 and 3`}},
		{"collision", []string{"a", one, other}, []string{`"` + one + `" and "` + other + `" have the same hash`}},
		{"all faults at once", []string{"a", "a", one, other}, []string{`"a" stands twice`, one}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := CheckNames(c.names)
			if c.says == nil {
				assert.NoError(t, err)
			}
			for _, part := range c.says {
				assert.ErrorContains(t, err, part)
			}
		})
	}
}

func TestDrawsDoNotAllocate(t *testing.T) {
	root, names := NewRoot(1, 1), []string{"pump 3/repair"}
	state, dists := &struct{ s Stream }{}, examples()
	sum := 0.0
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		state.s = root.StreamOf(NameOf(names[0]))
		sub := state.s.Sub(4)
		sum += float64(state.s.Uint64()^state.s.At(9)) + sub.Float64() + float64(state.s.IntN(7))
		for _, d := range dists {
			sum += d.Sample(&state.s) + d.Mean()
		}
	}))
	assert.Positive(t, sum)
}

var sinkWord uint64

func BenchmarkBlock(b *testing.B) {
	k := uint64(0)
	for b.Loop() {
		x, _ := block(1, 2, k)
		sinkWord ^= x
		k++
	}
}

func BenchmarkAt(b *testing.B) {
	s, k := NewRoot(1, 1).Stream("a"), uint64(0)
	for b.Loop() {
		sinkWord ^= s.At(k)
		k++
	}
}

func BenchmarkUint64(b *testing.B) {
	s := NewRoot(1, 1).Stream("a")
	for b.Loop() {
		sinkWord ^= s.Uint64()
	}
}

// BenchmarkStreamAt is a draw from a stream made on the spot, as an event handler may do it.
func BenchmarkStreamAt(b *testing.B) {
	root, name := NewRoot(1, 1), NameOf("a")
	for b.Loop() {
		s := root.StreamOf(name)
		sinkWord ^= s.At(5)
		name++
	}
}
