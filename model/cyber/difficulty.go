package cyber

import (
	"fmt"
	"strconv"
	"strings"

	"cascata/sim/rng"
)

const day = 24 * 3600 // [s]

// difficulty is how long a step takes and how often it fails for good.
type difficulty struct {
	time    rng.Dist // nil: no time at all
	fail    float64
	skilled bool // the attacker's skill is in the time already
}

// class is a named difficulty of coreLang, with times in days.
type class struct {
	name string
	mean float64 // [days]; 0 = no time
	fail float64
}

// classes are coreLang's (mal-lang/coreLang, mal-simulator ttc_utils, Apache-2.0): rates 1, 0.1 and 0.01 a day, and the same
// behind a Bernoulli trial of one half.
func classes() []class {
	return []class{
		{"easy-certain", 1, 0},
		{"hard-certain", 10, 0},
		{"very-hard-certain", 100, 0},
		{"easy-uncertain", 0, 0.5},
		{"hard-uncertain", 10, 0.5},
		{"very-hard-uncertain", 100, 0.5},
	}
}

// Difficulties are the names of the difficulty classes. Besides them a technique may say "mcqueen(V)", V being the number of
// known vulnerabilities, or any distribution of rng.Parse.
func Difficulties() []string {
	var names []string
	for _, c := range classes() {
		names = append(names, c.name)
	}
	return names
}

// Skill is how able an attacker is.
type Skill uint8

// The levels of McQueen et al. (2006).
const (
	Novice Skill = iota
	Beginner
	Intermediate
	Expert
	skills
)

func skillNames() []string { return []string{"novice", "beginner", "intermediate", "expert"} }

// String is the name of the level.
func (s Skill) String() string { return skillNames()[s] }

// parseSkill reads a level; empty is Intermediate.
func parseSkill(text string) (Skill, bool) {
	if text == "" {
		return Intermediate, true
	}
	for i, n := range skillNames() {
		if n == text {
			return Skill(i), true
		}
	}
	return 0, false
}

// factor is how much longer a step takes than for an intermediate attacker. McQueen's time for a component without known
// vulnerabilities (193.4, 92.0, 45.9, 21.0 days) is the one column of the paper that measures the attacker alone.
func (s Skill) factor() float64 {
	return McQueen{Skill: s}.unknown() / McQueen{Skill: Intermediate}.unknown()
}

// parseDifficulty reads a difficulty for an attacker of that skill.
func parseDifficulty(text string, skill Skill) (difficulty, error) {
	for _, c := range classes() {
		if c.name != text {
			continue
		}
		d := difficulty{fail: c.fail}
		if c.mean > 0 {
			d.time = rng.Exponential{Avg: c.mean * day}
		}
		return d, nil
	}
	if inside, ok := strings.CutPrefix(text, "mcqueen("); ok {
		v, err := strconv.Atoi(strings.TrimSuffix(inside, ")"))
		if err != nil || v < 0 || v > 1000 || !strings.HasSuffix(inside, ")") {
			return difficulty{}, fmt.Errorf("difficulty %q needs a whole number of vulnerabilities from 0 to 1000, as in mcqueen(19)", text)
		}
		return difficulty{time: McQueen{Vulnerabilities: v, Skill: skill}, skilled: true}, nil
	}
	d, err := rng.Parse(text)
	if err != nil {
		return difficulty{}, fmt.Errorf("difficulty is neither a class nor a distribution: %w", err)
	}
	return difficulty{time: d}, nil
}
