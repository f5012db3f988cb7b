package cities

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryCityLoads(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			c, err := Load(name)
			require.NoError(t, err)
			require.Equal(t, name, c.Name)
			require.Len(t, c.Hash, 64)
			require.Contains(t, c.Synthetic, "SYNTHETIC")
			require.NotEmpty(t, c.Defaults)
			residents := int64(0)
			for _, d := range c.Districts {
				residents += int64(d.Residents)
			}
			require.Equal(t, residents, c.Residents(), "the places must hold exactly the people of the districts")
		})
	}
}

// An area is the share of a district's people who are supplied. What hangs on it is spread over the district as they are (card
// terminals, cameras), so that it is lost in the same share: a threshold is for a thing at one point, on one load.
func TestNoThresholdOnAShareOfADistrict(t *testing.T) {
	for _, name := range Names() {
		c, err := Load(name)
		require.NoError(t, err)
		shares := 0
		for i := range c.Needs {
			n := &c.Needs[i]
			if len(n.Suppliers) != 1 || !strings.HasSuffix(c.Kinds[c.Assets[n.Suppliers[0].Asset].Kind].Name, "/area") {
				continue
			}
			shares++
			require.Zero(t, n.Threshold, "%s: %s of %s", name, n.Name, c.Assets[n.Asset].Name)
		}
		require.True(t, shares > 0 || name != "lisboa", "nothing was checked")
	}
}

func TestUnknownCity(t *testing.T) {
	_, err := Load("lisbao")
	require.ErrorContains(t, err, "lisbao")
}

// Loading the embedded city: at most 150 ms on the reference machine.
func BenchmarkLoadLisboa(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load("lisboa"); err != nil {
			b.Fatal(err)
		}
	}
}
