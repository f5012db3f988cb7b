package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress tells a waiting person how far the work is: a bar on a terminal, a line for each tenth elsewhere, and nothing for
// work that ends within a second. Its methods may be called from several goroutines.
type progress struct {
	mu       sync.Mutex
	out      io.Writer // nil: silent
	what     string
	terminal bool
	began    time.Time
	bar      *progressbar.ProgressBar
	tenth    int
}

const patience = time.Second

func (a *app) progress(what string) *progress {
	p := &progress{what: what, began: time.Now()}
	if !a.quiet {
		p.out = a.err
		file, ok := a.err.(*os.File)
		p.terminal = ok && term.IsTerminal(int(file.Fd()))
	}
	return p
}

// at says that done of total is finished; note is a word about it.
func (p *progress) at(done, total float64, note string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out == nil || time.Since(p.began) < patience || total <= 0 {
		return
	}
	share := min(max(done/total, 0), 1)
	if p.terminal {
		p.draw(share, note)
		return
	}
	if tenth := int(share * 10); tenth > p.tenth {
		p.tenth = tenth
		fmt.Fprintf(p.out, "%s: %d %% (%s)\n", p.what, tenth*10, note)
	}
}

func (p *progress) draw(share float64, note string) {
	const steps = 1000
	text := p.what + " " + note
	if p.bar == nil {
		p.bar = progressbar.NewOptions(steps, progressbar.OptionSetDescription(text), progressbar.OptionSetWriter(p.out), progressbar.OptionSetPredictTime(true),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetElapsedTime(false))
	}
	_ = p.bar.Set(min(int(share*steps), steps-1)) // a bar that cannot be drawn is no reason to stop
	p.bar.Describe(text)
}

// end clears the bar.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
