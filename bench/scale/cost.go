package scale

import (
	"context"
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
	Held()
	memory := scenarios.KeepMemory() // as the program does
	defer memory.End()
	start := time.Now()
	s, err := l.Open()
	if err != nil {
		return c, err
	}
	c.Load, start = time.Since(start), time.Now()
	memory.Need(len(s.City.Assets), 0)
	rec, err := s.Run(context.Background(), scenarios.RunOptions{})
	if err != nil {
		return c, err
	}
	c.Run, start = time.Since(start), time.Now()
	c.Peak, c.Assets, c.Changes = Peak(), rec.Assets, len(rec.Changes)
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

// Held gives unused memory back, has the peak measured anew and returns what the process holds now [bytes].
func Held() int64 {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // on other systems than Linux there is no peak either
	return status("VmRSS:")
}

// Peak is the most memory that the process has held since [bytes]; 0 where the system does not tell.
func Peak() int64 { return status("VmHWM:") }

// status is a line of what Linux tells about the process [bytes].
func status(key string) int64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, key); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}
