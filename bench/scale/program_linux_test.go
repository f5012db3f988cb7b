package scale

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// program runs the program and returns how long it took and its most memory [bytes].
func program(b *testing.B, dir, name string, args ...string) (time.Duration, int64) {
	b.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %v\n%s", args, err, out)
	}
	return time.Since(start), cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
}

// BenchmarkProgram is what a user does with a city of a million assets: cascata city generate, then cascata run of the regional
// blackout by connectivity with its report and all files (run-s). all-s is both, peak-MiB the most memory of the two programs.
func BenchmarkProgram(b *testing.B) {
	dir := b.TempDir()
	cascata := filepath.Join(dir, "cascata")
	if out, err := exec.Command("go", "build", "-o", cascata, "cascata/cmd/cascata").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(dir, "blackout.toml"), []byte(blackout), 0o644); err != nil {
		b.Fatal(err)
	}
	b.Run("residents=10000000", func(b *testing.B) {
		var invent, run time.Duration
		var peak int64
		n := 0
		for b.Loop() {
			took, most := program(b, dir, cascata, "city", "generate", "--residents", "10000000", "--seed", "1", "-o", "large.city.zst")
			invent, peak = invent+took, max(peak, most)
			args := []string{"run", "./blackout.toml", "--out", "result", "--force", "--quiet"}
			for _, set := range Plain() {
				args = append(args, "--set", set)
			}
			took, most = program(b, dir, cascata, args...)
			run, peak = run+took, max(peak, most)
			n++
		}
		b.ReportMetric(invent.Seconds()/float64(n), "gen-s")
		b.ReportMetric(run.Seconds()/float64(n), "run-s")
		b.ReportMetric((invent+run).Seconds()/float64(n), "all-s")
		b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
		b.ReportMetric(0, "ns/op")
	})
}
