package cities

import (
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
