package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"cascata/model"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// run is the whole program; it returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	sayFull()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	out := &output{w: stdout}
	a := &app{out: out, err: stderr}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil && out.err != nil {
		err = failure{fmt.Errorf("standard output: %w", out.err), exitFailed}
	}
	if err == nil {
		return exitDone
	}
	code := exitUsage // what cobra refuses before a command runs
	var f failure
	if errors.As(err, &f) {
		code = f.code
	}
	a.complain(err)
	return code
}

// output remembers the first error of its writer: a result that nobody got (a full disk) is a failed run.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// app is what every command shares: where to write and the flags that all have.
type app struct {
	out, err io.Writer
	quiet    bool
	json     bool
}

// failure is an error with the exit code that it leads to.
type failure struct {
	error
	code int
}

func (f failure) Unwrap() error { return f.error }

// usage marks an error as bad usage or a bad file.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return failure{err, exitUsage}
}

func usagef(format string, args ...any) error { return usage(fmt.Errorf(format, args...)) }

// do makes a command's function return failures with a code: faults of files are bad usage, the rest a failed run.
func do(f func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := f(cmd, args)
		var known failure
		var faults model.Faults
		switch {
		case err == nil, errors.As(err, &known):
			return err
		case errors.As(err, &faults):
			return failure{err, exitUsage}
		}
		return failure{err, exitFailed}
	}
}

// complain says what went wrong; a list of faults stands alone, so that every line begins with file:line:column.
func (a *app) complain(err error) {
	var faults model.Faults
	if errors.As(err, &faults) {
		fmt.Fprintln(a.err, faults)
		if n := len(faults); n > 1 {
			fmt.Fprintf(a.err, "%d faults\n", n)
		}
		return
	}
	fmt.Fprintln(a.err, "cascata:", err)
}
