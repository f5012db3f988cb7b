package scenarios

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"cascata/model"
	"cascata/model/measure"
	"cascata/model/trace"
	"cascata/scenarios/defaults"
	"cascata/scenarios/strict"
)

// Default is the scenario that is meant when none is named.
const Default = "substation-switching"

// The values of keys that a scenario leaves out.
const (
	defaultCity      = "lisboa"
	defaultHorizon   = 72 * time.Hour
	defaultLookahead = time.Second
	defaultSeed      = 1
)

// Load reads a scenario and everything it refers to. A name with a slash or ending in .toml is a path and read with readFile,
// as is a city of that form; any other name is an embedded scenario. sets are assignments on top of the file, "path=value" (see
// strict.Doc.Set), in order. The error is model.Faults with every fault that can be found, each with its place.
func Load(nameOrPath string, sets []string, readFile func(string) ([]byte, error)) (*Scenario, error) {
	name, file, data, err := source(nameOrPath, readFile)
	if err != nil {
		return nil, err
	}
	l := loader{doc: strict.Parse(file, data), readFile: readFile}
	for _, set := range sets {
		l.join(l.doc.Set(set))
	}
	l.s = &Scenario{Name: name, Hash: hash(data, sets), Sets: slices.Clone(sets)}
	l.load()
	if err := l.faults.Err(); err != nil {
		return nil, err
	}
	return l.s, nil
}

// IsPath reports whether a scenario or city is named by a path and not by the name of an embedded one.
func IsPath(nameOrPath string) bool {
	return strings.ContainsAny(nameOrPath, `/\`) || strings.HasSuffix(nameOrPath, ".toml") || strings.HasSuffix(nameOrPath, cityEnding) ||
		strings.HasSuffix(nameOrPath, cityEnding+".zst")
}

// source finds the text of a scenario, its short name and the name that faults give the file.
func source(nameOrPath string, readFile func(string) ([]byte, error)) (name, file string, data []byte, err error) {
	if IsPath(nameOrPath) {
		data, err = readFile(nameOrPath)
		if err != nil {
			return "", "", nil, single(nameOrPath, "", "cannot be read: %v", err)
		}
		base := path.Base(strings.ReplaceAll(nameOrPath, `\`, "/"))
		return strings.TrimSuffix(base, ".toml"), nameOrPath, data, nil
	}
	file = "library/" + nameOrPath + ".toml"
	if data, err = library.ReadFile(file); err != nil {
		return "", "", nil, single(nameOrPath, model.DidYouMean(nameOrPath, Names()), "there is no scenario of this name; a file needs a slash or the ending .toml")
	}
	return nameOrPath, nameOrPath + ".toml", data, nil
}

func single(file, want, format string, args ...any) error {
	var f model.Faults
	f.Add(file, 0, 0, want, format, args...)
	return f
}

// hash covers the file and the assignments, so that equal hashes mean equal scenarios.
func hash(data []byte, sets []string) string {
	h := sha256.New()
	_, _ = io.WriteString(h, fmt.Sprintf("%d\n", len(data))) // a hash takes everything
	_, _ = h.Write(data)
	for _, set := range sets {
		_, _ = io.WriteString(h, fmt.Sprintf("%q\n", set))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// loader is a scenario under construction and everything found wrong with it so far.
type loader struct {
	doc      *strict.Doc
	readFile func(string) ([]byte, error)
	file     file
	faults   model.Faults
	taken    map[string]bool // places at which the decoder found a fault: what follows from it there is not reported
	catalog  *defaults.Catalog
	plan     *measure.Plan // nil without measures
	legal    *defaults.Legal
	s        *Scenario
}

func (l *loader) load() {
	l.file = fileDefaults()
	l.join(l.doc.Decode(&l.file))
	l.taken = map[string]bool{}
	for _, f := range l.faults {
		l.taken[placeOf(f)] = true
	}
	l.head()
	l.needs()
	l.experiment()
	l.city()
	if l.s.City == nil {
		return
	}
	l.fidelity()
	l.operators()
	l.measures()
	l.law()
	l.events()
	l.calls()
	l.attack()
}

func fileDefaults() file {
	return file{City: defaultCity, Horizon: strict.Duration(defaultHorizon), Lookahead: strict.Duration(defaultLookahead), Seed: defaultSeed}
}

// head takes over what needs no city.
func (l *loader) head() {
	f, s := &l.file, l.s
	s.Title, s.Doc, s.ModelledOn, s.Invented = f.Title, f.Doc, f.ModelledOn, f.Invented
	s.Horizon, s.Lookahead, s.Seed = time.Duration(f.Horizon), time.Duration(f.Lookahead), f.Seed
	if f.Start.IsZero() {
		return
	}
	s.Start = f.Start.Format("2006-01-02T15:04:05")
	clock, err := trace.NewClock(s.Start)
	if err != nil {
		l.fault("start", "", "%v", err)
	}
	s.Clock = clock
	l.conditions()
}

func (l *loader) fault(path, want, format string, args ...any) {
	var f model.Faults
	l.doc.Fault(&f, path, want, format, args...)
	if !l.taken[placeOf(f[0])] {
		l.faults = append(l.faults, f...)
	}
}

// warn notes what can be meant but hardly is.
func (l *loader) warn(path, want, format string, args ...any) {
	l.doc.Fault(&l.s.Warnings, path, want, format, args...)
}

func placeOf(f model.Fault) string { return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Col) }

// join adds the faults of an error, or the error as a fault of the whole file.
func (l *loader) join(err error) {
	switch err := err.(type) {
	case nil:
	case model.Faults:
		l.faults = append(l.faults, err...)
	default:
		l.faults.Add(l.doc.File, 0, 0, "", "%v", err)
	}
}
