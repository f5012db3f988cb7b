package scale

import (
	"context"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"cascata/model"
	"cascata/model/trace"
	"cascata/scenarios"
)

// Cost is what a load took.
type Cost struct {
	Load, Run, Write time.Duration
	Assets, Changes  int
	Commands         int   // Changes that are commands obeyed
	Trace            int64 // size of the record as a file [bytes]
	Peak             int64 // most memory of the process while loading and running [bytes]; 0 where the system does not tell
}

// Measure loads and runs a load and writes its record to nowhere.
func (l Load) Measure() (Cost, error) {
	var c Cost
	debug.FreeOSMemory()
	forgetPeak()
	start := time.Now()
	s, err := l.Open()
	if err != nil {
		return c, err
	}
	c.Load, start = time.Since(start), time.Now()
	if n := len(s.City.Assets); n >= 250_000 { // as the program does for a large city (cmd/cascata)
		debug.SetMemoryLimit(int64(n) << 10)
		defer debug.SetMemoryLimit(math.MaxInt64)
	}
	rec, err := s.Run(context.Background(), scenarios.RunOptions{})
	if err != nil {
		return c, err
	}
	c.Run, start = time.Since(start), time.Now()
	c.Peak, c.Assets, c.Changes = peak(), len(s.City.Assets), len(rec.Changes)
	for i := range rec.Changes {
		if rec.Changes[i].Kind == model.KindCommand {
			c.Commands++
		}
	}
	var size counter
	err = trace.Write(&size, rec)
	c.Write, c.Trace = time.Since(start), int64(size)
	return c, err
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// forgetPeak makes Linux measure the peak anew.
func forgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) } // elsewhere there is no peak either

// peak is the most memory that the process has held since, as Linux tells it.
func peak() int64 {
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
