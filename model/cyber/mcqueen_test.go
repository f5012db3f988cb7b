package cyber

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/sim/rng"
)

// Published cells that can be reproduced exactly (McQueen et al. 2006, as in the design notes): the expert's column and the
// row without known vulnerabilities, to one decimal.
func TestMcQueenPublishedCells(t *testing.T) {
	cases := []struct {
		v    int
		s    Skill
		days float64
	}{
		{19, Expert, 2.9}, {11, Expert, 3.8}, {0, Expert, 21.0},
		{0, Intermediate, 45.9}, {0, Beginner, 92.0}, {0, Novice, 193.4},
	}
	for _, c := range cases {
		assert.InDelta(t, c.days, McQueen{Vulnerabilities: c.v, Skill: c.s}.Days(), 0.05, "%d vulnerabilities, %v", c.v, c.s)
	}
}

// The paper's headline: 86 % fewer vulnerabilities raise the time on the dominant path by 13 to 30 % only; from 19 to 11 its
// expert column rises from 2.9 to 3.8.
func TestPatchingIsNoLinearWin(t *testing.T) {
	for s := range skills {
		many, few := McQueen{19, s}.Days(), McQueen{11, s}.Days()
		assert.Greater(t, few, many, "fewer vulnerabilities take longer: %v", s)
		assert.Less(t, few/many, 19.0/11, "but by less than in proportion: %v", s)
	}
}

func TestMcQueenSamplesHaveTheMean(t *testing.T) {
	for _, m := range []McQueen{{19, Expert}, {11, Novice}, {0, Beginner}, {3, Intermediate}} {
		root, n, sum, squares := rng.NewRoot(1, 0), 100_000, 0.0, 0.0
		s := root.Stream(m.String())
		for range n {
			x := m.Sample(&s)
			require.False(t, math.IsNaN(x) || x < 0)
			sum, squares = sum+x, squares+x*x
		}
		mean := sum / float64(n)
		se := math.Sqrt((squares/float64(n) - mean*mean) / float64(n))
		assert.InDelta(t, m.Mean(), mean, 4*se, "%v %v: 4 standard errors", m, m.Skill)
	}
}

func TestDifficulties(t *testing.T) {
	for _, name := range Difficulties() {
		d, err := parseDifficulty(name, Expert)
		require.NoError(t, err)
		assert.True(t, d.time != nil || d.fail > 0, name)
	}
	hard, _ := parseDifficulty("hard-uncertain", Novice)
	assert.Equal(t, 10*86400.0, hard.time.Mean(), "coreLang: rate 0.1 a day")
	assert.Equal(t, 0.5, hard.fail, "coreLang: behind a Bernoulli trial of one half")
	own, err := parseDifficulty("lognormal(4h, 0.5)", Novice)
	require.NoError(t, err)
	assert.Equal(t, "lognormal(4h, 0.5)", own.time.String())
	for _, bad := range []string{"", "easy", "mcqueen(-1)", "mcqueen(x)", "mcqueen(5", "lognormal(4h)"} {
		_, err := parseDifficulty(bad, Novice)
		assert.Error(t, err, bad)
	}
}

func TestSkillFactors(t *testing.T) {
	// 193.4, 92.0 and 21.0 days against 45.9: McQueen's row without known vulnerabilities.
	assert.InDelta(t, 193.4/45.9, Novice.factor(), 0.01)
	assert.InDelta(t, 92.0/45.9, Beginner.factor(), 0.01)
	assert.Equal(t, 1.0, Intermediate.factor())
	assert.InDelta(t, 21.0/45.9, Expert.factor(), 0.01)
}
