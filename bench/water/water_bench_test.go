package water

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"cascata/model/water"
)

// cases are the reference cases that agree with themselves (class A) above 100 junctions, with the CPU seconds of EPANET 2.3.5's
// hydraulics: the least of nine runs on a machine like ours.
var cases = []struct {
	name   string
	epanet float64
}{
	{"balerma", 0.000383}, {"ctown_168h", 0.131554}, {"ctown_overflow_attack", 0.049492}, {"ctown_pda_pumps_out", 0.245538}, {"dtown", 0.058804},
	{"dtown_walski_rules", 0.06911}, {"ky1_24h", 0.005035}, {"ky2_24h", 0.016153}, {"ky3_24h", 0.003127}, {"ky4_24h", 0.01134},
	{"ky4_pda_pumps_out", 0.023165}, {"ky6_24h", 0.004468}, {"ltown_24h", 0.031703}, {"micropolis_24h", 0.064941}, {"modena", 0.000327},
	{"own_town_dw_gpm", 0.023376}, {"own_town_pda_attack", 0.023301},
}

// file reads an input file of the reference, or of the validation's copies.
func file(b *testing.B, name string) []byte {
	b.Helper()
	packed, err := os.ReadFile(filepath.Join("..", "validation", "testdata", "water", name, name+".inp.gz"))
	if err == nil {
		r, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			b.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			b.Fatal(err)
		}
		return text
	}
	folder := os.Getenv("CASCATA_REFERENCE")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "reference")
	}
	text, err := os.ReadFile(filepath.Join(folder, "water", name, name+".inp"))
	if err != nil {
		b.Skip("not present: its terms do not let it be copied; put it into the folder that CASCATA_REFERENCE names")
	}
	return text
}

func compile(b *testing.B, name string) *water.Spec {
	b.Helper()
	net, err := water.Read(bytes.NewReader(file(b, name)), name)
	if err != nil {
		b.Fatal(err)
	}
	spec, err := water.NewSpec(net, water.Settings{})
	if err != nil {
		b.Fatal(err)
	}
	return spec
}

// BenchmarkPeriod runs the whole time of each case, as EPANET's figure does: without reading, ordering and writing.
func BenchmarkPeriod(b *testing.B) {
	for _, c := range cases {
		b.Run(c.name, func(b *testing.B) {
			r := compile(b, c.name).NewRun()
			b.ReportAllocs()
			for b.Loop() {
				r.Reset()
				for {
					if err := r.Solve(); err != nil {
						b.Fatal(err)
					}
					if r.Advance() == 0 {
						break
					}
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/c.epanet, "of-EPANET")
		})
	}
}

// BenchmarkOneChange closes and opens a pipe in turn and solves again from the flows there are.
func BenchmarkOneChange(b *testing.B) {
	for _, name := range []string{"own_town_dw_gpm", "ctown_168h", "ky2_24h"} {
		b.Run(name, func(b *testing.B) {
			spec := compile(b, name)
			r := spec.NewRun()
			if err := r.Solve(); err != nil {
				b.Fatal(err)
			}
			pipe := len(spec.Network().Links) / 3
			open, iterations := true, 0
			b.ReportAllocs()
			for b.Loop() {
				open = !open
				r.Open(pipe, open)
				if err := r.Settle(); err != nil {
					b.Fatal(err)
				}
				iterations += r.Iterations
			}
			b.ReportMetric(float64(iterations)/float64(b.N), "iterations")
		})
	}
}

// BenchmarkRead reads an input file and compiles it: ordering and pattern of the matrix included.
func BenchmarkRead(b *testing.B) {
	for _, name := range []string{"own_town_dw_gpm", "ky2_24h"} {
		b.Run(name, func(b *testing.B) {
			text := file(b, name)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				net, err := water.Read(bytes.NewReader(text), name)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := water.NewSpec(net, water.Settings{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
