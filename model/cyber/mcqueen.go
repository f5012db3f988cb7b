package cyber

import (
	"fmt"
	"math"

	"cascata/sim/rng"

	"gonum.org/v1/gonum/mathext"
)

// McQueen is the time to compromise a component with some known vulnerabilities (McQueen, Boyer, Flynn and Beitel 2006):
// with chance P1 an exploit is at hand (process 1); else, with chance 1-u, one can be adapted (process 2); else a new
// vulnerability must be found (process 3). Times are calendar days. The authors call their constants "somewhat arbitrary"
// and give the shapes of the three processes as a hypothesis; both are kept.
//
// The expected number of tries ET of process 2 is taken as (V+1)/(s V+1), the mean number of draws without replacement until
// the first usable vulnerability. It gives the published expert column exactly; the paper's own symbolic form, and with it the
// other columns to the last digit, could not be recovered.
type McQueen struct {
	Vulnerabilities int // V, known ones [0 or more]
	Skill           Skill
}

// Constants of the paper.
const (
	mcqueenAll      = 9447 // k: vulnerabilities in the database of the time
	mcqueenExploit  = 1.0  // t1 [days]: mean of process 1
	mcqueenTry      = 5.8  // [days]: mean of one try of process 2
	mcqueenInterval = 30.42
)

func (m McQueen) exploits() float64 { return [...]float64{50, 150, 250, 450}[m.Skill] }
func (m McQueen) usable() float64   { return [...]float64{0.15, 0.30, 0.55, 1.00}[m.Skill] }

// atHand is P1, the chance of process 1.
func (m McQueen) atHand() float64 {
	return 1 - math.Exp(-float64(m.Vulnerabilities)*m.exploits()/mcqueenAll)
}

// none is u, the chance that no known vulnerability is usable.
func (m McQueen) none() float64 { return math.Pow(1-m.usable(), float64(m.Vulnerabilities)) }

// tries is ET.
func (m McQueen) tries() float64 {
	v := float64(m.Vulnerabilities)
	return (v + 1) / (m.usable()*v + 1)
}

// unknown is t3 [days], the mean of process 3.
func (m McQueen) unknown() float64 { return (1/m.usable()-0.5)*mcqueenInterval + mcqueenTry }

// Days is the mean time to compromise [days].
func (m McQueen) Days() float64 {
	p1, u := m.atHand(), m.none()
	return mcqueenExploit*p1 + mcqueenTry*m.tries()*(1-p1)*(1-u) + m.unknown()*u*(1-p1)
}

// Mean is the mean [s].
func (m McQueen) Mean() float64 { return m.Days() * day }

// Sample draws a time [s]. One draw chooses the process and, stretched over that process's share, the time in it: beta(1.3,
// 5.2) scaled to a mean of a day, gamma(2) with a mean of ET tries, or exponential.
func (m McQueen) Sample(s *rng.Stream) float64 {
	x, p1 := s.Float64(), m.atHand()
	if x < p1 {
		return day * mcqueenExploit * mathext.InvRegIncBeta(1.3, 5.2, x/p1) / (1.3 / (1.3 + 5.2))
	}
	x = (x - p1) / (1 - p1)
	known := 1 - m.none()
	if x < known {
		return day * mcqueenTry / 2 * m.tries() * mathext.GammaIncRegInv(2, x/known)
	}
	return -day * m.unknown() * math.Log1p(-(x-known)/(1-known))
}

// String is "mcqueen(19)"; the skill comes from the campaign.
func (m McQueen) String() string { return fmt.Sprintf("mcqueen(%d)", m.Vulnerabilities) }

var _ rng.Dist = McQueen{}
