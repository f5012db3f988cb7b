package scale

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"cascata/model/trace"
	"cascata/scenarios"
	"cascata/scenarios/cities"
	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
)

// blackout is the regional blackout: every infeed is lost for eight hours.
const blackout = `title = "Regional blackout"
city = "./large.city"
start = "2025-04-28T08:00"
horizon = "72h"
[[event]]
at = "3h"
until = "11h"
command = "stop"
targets = ["power/infeed"]
why = "voltage collapse of the grid"
`

// text is a city of about so many assets as a file holds it.
func text(b *testing.B, assets int) []byte {
	b.Helper()
	base, err := cities.Load("lisboa")
	if err != nil {
		b.Fatal(err)
	}
	cat, err := defaults.Load()
	if err != nil {
		b.Fatal(err)
	}
	city, err := Copies(base, max(1, (assets+len(base.Assets)/2)/len(base.Assets)))
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	if err := cityfile.Write(&out, city, cat); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

func BenchmarkBlackout(b *testing.B) {
	for _, assets := range []int{1000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("assets=%d", assets), func(b *testing.B) {
			data := text(b, assets)
			debug.FreeOSMemory()
			forgetPeak(b)
			var load, run, write time.Duration
			var size counter
			var n, changes int
			for b.Loop() {
				t0 := time.Now()
				s, err := scenarios.Load("./blackout.toml", nil, func(name string) ([]byte, error) {
					if strings.HasSuffix(name, ".city") {
						return data, nil
					}
					return []byte(blackout), nil
				})
				if err != nil {
					b.Fatal(err)
				}
				t1 := time.Now()
				rec, err := s.Run(context.Background(), scenarios.RunOptions{})
				if err != nil {
					b.Fatal(err)
				}
				t2 := time.Now()
				size = 0
				if err := trace.Write(&size, rec); err != nil {
					b.Fatal(err)
				}
				t3 := time.Now()
				load += t1.Sub(t0)
				run += t2.Sub(t1)
				write += t3.Sub(t2)
				n, changes = len(s.City.Assets), len(rec.Changes)
			}
			each := func(d time.Duration) float64 { return d.Seconds() / float64(b.N) }
			b.ReportMetric(each(load), "load-s")
			b.ReportMetric(each(run), "run-s")
			b.ReportMetric(each(write), "write-s")
			b.ReportMetric(each(load)/float64(n)*1e6, "load-us/asset")
			b.ReportMetric(each(run)/float64(n)*1e6, "run-us/asset")
			b.ReportMetric(float64(peak(b))/float64(n), "peak-B/asset")
			b.ReportMetric(float64(peak(b))/(1<<20), "peak-MiB")
			b.ReportMetric(float64(size)/float64(n), "trace-B/asset")
			b.ReportMetric(float64(changes)/float64(n), "changes/asset")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func forgetPeak(b *testing.B) {
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Log(err)
	}
}

func peak(b *testing.B) int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}

var _ io.Writer = (*counter)(nil)
