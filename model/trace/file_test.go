package trace

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
)

func written(t require.TestingT, r *Recording) []byte {
	var b bytes.Buffer
	require.NoError(t, Write(&b, r))
	return b.Bytes()
}

func readBack(file []byte) (*Recording, error) { return Read(bytes.NewReader(file), int64(len(file))) }

// requireSame compares everything that a recording holds, and nothing that it derives.
func requireSame(t require.TestingT, want, got *Recording) {
	require.Equal(t, want.Header, got.Header)
	a, b := reflect.ValueOf(want.Stage).Elem(), reflect.ValueOf(got.Stage).Elem()
	for i := range a.NumField() {
		if f := a.Type().Field(i); f.IsExported() {
			require.Equal(t, a.Field(i).Interface(), b.Field(i).Interface(), f.Name)
		}
	}
	require.Equal(t, want.Changes, got.Changes)
	require.Equal(t, want.causes, got.causes)
	require.Equal(t, want.Services, got.Services)
	require.Equal(t, want.City, got.City)
	require.Equal(t, want.Affected, got.Affected)
	require.Equal(t, want.Parameters, got.Parameters)
}

// scramble gives every text, truth value, plain number and coordinate a value of its own, so that a field that the file
// forgets cannot go unnoticed.
func scramble(v reflect.Value, t *rapid.T) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type().Field(i).Name != "Assets" {
				scramble(v.Field(i), t)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			scramble(v.Index(i), t)
		}
	case reflect.String:
		v.SetString(rapid.String().Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bit"))
	case reflect.Float64:
		v.SetFloat(rapid.OneOf(rapid.Float64(), rapid.Map(rapid.IntRange(-1e7, 1e7), func(i int) float64 { return float64(i) / 100 })).Draw(t, "x"))
	case reflect.Int, reflect.Int32, reflect.Int64:
		if v.Type().PkgPath() == "" { // ids, kinds and roles have types of their own and must refer to something
			v.SetInt(int64(rapid.Int32Min(0).Draw(t, "number")))
		}
	case reflect.Uint64:
		v.SetUint(rapid.Uint64().Draw(t, "seed"))
	}
}

func TestReadBackIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stage := NewStage(exampleRoster())
		r := longRecording(stage, rapid.IntRange(0, 3000).Draw(t, "n"), rapid.Uint64().Draw(t, "run"))
		c := exampleRoster().City // the stage shares slices with its city: scramble copies of its own
		stage.Sectors, stage.Districts, stage.Places, stage.Layers, r.Parameters = c.Sectors, c.Districts, c.Places, c.Layers, c.Defaults
		for i := range stage.Places {
			stage.Places[i].Residents = 1 // so that people can be counted
		}
		places := stage.Places
		stage.Places = nil
		scramble(reflect.ValueOf(stage).Elem(), t)
		stage.Places = places
		scramble(reflect.ValueOf(&r.Header).Elem(), t)
		scramble(reflect.ValueOf(r.Parameters), t)
		r.Header.Format = FormatVersion
		stage.index = index{}
		stage.look()
		file := written(t, r)
		back, err := readBack(file)
		require.NoError(t, err)
		requireSame(t, r, back)
		require.Equal(t, r.Hash(), back.Hash())
		require.Equal(t, file, written(t, back))
	})
}

// TestVersion1IsRead: testdata/version1.cascata is Example as the program of the first version wrote it.
func TestVersion1IsRead(t *testing.T) {
	old, err := os.ReadFile(filepath.Join("testdata", "version1.cascata"))
	require.NoError(t, err)
	got, err := readBack(old)
	require.NoError(t, err)
	want := Example()
	want.Header.Format = 1
	requireSame(t, want, got)
	again, err := readBack(written(t, got))
	require.NoError(t, err)
	require.Equal(t, FormatVersion, again.Header.Format)
	for _, v := range []byte{2, 1, 0} { // a file of version 3 that claims to be older
		file := written(t, want)
		file[len(magic)] = v
		_, err = readBack(file)
		require.Error(t, err)
	}
}

// TestHeaderKeepsWhereTheScenarioComesFrom: since version 2; fidelity and plans since version 3.
func TestHeaderKeepsWhereTheScenarioComesFrom(t *testing.T) {
	r := Example()
	r.Header.ModelledOn, r.Header.Invented, r.Header.Sets = "Town, 2019", "the streets", []string{"seed=3", `horizon="2h"`}
	r.Header.Fidelity = []string{"power=physics"}
	r.Header.Plans = []Plan{{"power", model.Plan{Step: time.Hour, Share: []float64{0.75, 1.0 / 3}}}, {"water", model.Plan{}}}
	got, err := readBack(written(t, r))
	require.NoError(t, err)
	require.Equal(t, r.Header, got.Header)
	require.Equal(t, Example().HashText(), got.HashText(), "the hash is of what happened only")
}

func TestFloatsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOf(rapid.OneOf(rapid.Float64(),
			rapid.Map(rapid.Int32(), func(i int32) float64 { return float64(i) / 1000 }),
			rapid.SampledFrom([]float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), 1 << 53, 1<<53 + 2, math.MaxFloat64}))).Draw(t, "x")
		w := coder{}
		w.floats(len(x), func(i int) *float64 { return &x[i] })
		y := make([]float64, len(x))
		r := coder{buf: w.buf, reading: true}
		r.floats(len(y), func(i int) *float64 { return &y[i] })
		require.NoError(t, r.done())
		for i := range x {
			require.Equal(t, math.Float64bits(x[i]), math.Float64bits(y[i]))
		}
	})
}

func TestSeekInFile(t *testing.T) {
	r := longRecording(NewStage(exampleRoster()), 5000, 3)
	file := written(t, r)
	f, err := Open(bytes.NewReader(file), int64(len(file)))
	require.NoError(t, err)
	require.Equal(t, r.Header, f.Header())
	for _, at := range []sim.Time{-1, 0, 1, 1023, 1024, 1025, 2047, 4095, 4096, 4999, sim.Never, 3, 0} {
		levels, err := f.LevelsAt(at, nil)
		require.NoError(t, err)
		require.Equal(t, r.LevelsAt(at, nil), levels, "at %d", at)
	}
}

// Any damage to any byte must be noticed, and the message must say where.
func TestEveryByteCounts(t *testing.T) {
	file := written(t, Example())
	for i := range file {
		for _, flip := range []byte{0x01, 0x80, 0xff} {
			bad := bytes.Clone(file)
			bad[i] ^= flip
			_, err := readBack(bad)
			require.Error(t, err, "byte %d", i)
		}
	}
	for n := range file {
		_, err := readBack(file[:n])
		require.Error(t, err, "cut to %d bytes", n)
	}
	_, err := readBack(append(bytes.Clone(file), 0))
	require.Error(t, err)
}

func TestMessages(t *testing.T) {
	file := written(t, Example())
	spoil := func(do func(b []byte)) []byte {
		b := bytes.Clone(file)
		do(b)
		return b
	}
	for _, c := range []struct {
		name, want string
		file       []byte
	}{
		{"empty", "trace: not a run file: 0 bytes are too few", nil},
		{"text", "trace: not a run file: it does not begin as one", bytes.Repeat([]byte("id,t_s\n"), 100)},
		{"newer", "format version 4; this program reads versions 1 to 3", spoil(func(b []byte) { b[len(magic)] = 4 })},
		{"cut short", "the run file has no end: it was cut short", file[:len(file)-20]},
		{"damaged header", "header chunk at byte 12: its checksum is wrong: the file is damaged", spoil(func(b []byte) { b[40] ^= 1 })},
		{"damaged stage", "stage chunk at byte ", spoil(func(b []byte) { b[400] ^= 1 })},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readBack(c.file)
			require.ErrorContains(t, err, c.want)
		})
	}
}

// rebuilt writes the example with its chunks changed by edit, checksums and index in order.
func rebuilt(t testing.TB, edit func(e *entry, raw []byte) []byte, more ...entry) []byte {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	require.NoError(t, err)
	var b bytes.Buffer
	f := &writer{w: &b, z: z}
	f.bytes(binary.LittleEndian.AppendUint32([]byte(magic), FormatVersion))
	Example().eachChunk(func(e entry, raw []byte) { f.chunk(e, edit(&e, raw)) })
	for _, e := range more {
		f.chunk(e, edit(&e, []byte("unknown to this program")))
	}
	f.close()
	require.NoError(t, f.err)
	return b.Bytes()
}

func TestOptionalChunksAreSkipped(t *testing.T) {
	same := func(_ *entry, raw []byte) []byte { return raw }
	back, err := readBack(rebuilt(t, same, entry{kind: chunkDecisions}, entry{kind: chunkNotes},
		entry{kind: 254}))
	require.NoError(t, err)
	requireSame(t, Example(), back)
	_, err = readBack(rebuilt(t, same, entry{kind: 63}))
	require.ErrorContains(t, err, "a chunk of kind 63 is unknown: the file is newer than this program")
}

// Files with sound checksums and unsound contents.
func TestUnsoundContents(t *testing.T) {
	contents := func(kind chunkKind, code func(c *coder)) []byte {
		return rebuilt(t, func(e *entry, raw []byte) []byte {
			if e.kind != kind {
				return raw
			}
			var c coder
			code(&c)
			return c.buf
		})
	}
	changed := func(kind chunkKind, edit func(r *Recording)) []byte {
		r := Example()
		edit(r)
		return contents(kind, func(c *coder) {
			r.eachChunk(func(e entry, raw []byte) {
				if e.kind == kind {
					c.buf = bytes.Clone(raw)
				}
			})
		})
	}
	for _, c := range []struct {
		name, want string
		file       []byte
	}{
		{"a list longer than its chunk", "stage chunk at byte ", contents(chunkStage, func(c *coder) { n := 1 << 30; natural(c, &n, 1<<30) })},
		{"too much", "bytes too many", rebuilt(t, func(_ *entry, raw []byte) []byte { return append(raw, 0) })},
		{"too little", "cut short or too long", rebuilt(t, func(e *entry, raw []byte) []byte {
			if e.kind == chunkParameters {
				return nil
			}
			return raw
		})},
		{"an entity that does not exist", "is above 18", changed(chunkChanges, func(r *Recording) { r.Changes[3].Entity = 19 })},
		{"a level above 1", "is above 1048576", changed(chunkChanges, func(r *Recording) { r.Changes[3].To = model.Full + 1 })},
		{"a cause that comes later", "changes chunk", changed(chunkChanges, func(r *Recording) { r.causes[3].Number = 30 })},
		{"time going back", "is above", changed(chunkChanges, func(r *Recording) { r.Changes[3].At = 0 })},
		{"an asset without a kind", "has no kind", changed(chunkEntities, func(r *Recording) { r.Entities[2].Kind = model.Absent })},
		{"an actor among the assets", "on the wrong side", changed(chunkEntities, func(r *Recording) { r.Entities[2].Sort = model.SortZone })},
		{"a place nowhere", "place 1 has no district", changed(chunkPlaces, func(r *Recording) { r.Places[1].District = model.Absent })},
		{"a place served by nothing", "place 1 is served by nothing", changed(chunkPlaces, func(r *Recording) { r.Places[1].Serving[0].Asset = model.Absent })},
		{"needs out of order", "need 1 is out of order", changed(chunkTies, func(r *Recording) { r.Needs[0].Asset = 9 })},
		{"a row of an unknown key", "services chunk", changed(chunkServices, func(r *Recording) { r.Services.Key[0] = 12 })},
		{"another first number", "Change 1 is next", rebuilt(t, func(e *entry, raw []byte) []byte {
			if e.kind == chunkChanges {
				raw[1] = 2 // behind the empty keyframe
			}
			return raw
		})},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readBack(c.file)
			require.ErrorContains(t, err, c.want)
		})
	}
}

// A chunk that unpacks to more than it announces, or announces more than a reader takes, costs no memory.
func TestBombs(t *testing.T) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	require.NoError(t, err)
	sealed, err := seal(z, chunkHeader, make([]byte, 32<<20))
	require.NoError(t, err)
	binary.LittleEndian.PutUint32(sealed[8:], 10)
	binary.LittleEndian.PutUint32(sealed[12:], checksum(sealed[:12], sealed[chunkHead:]))
	f := &Reader{}
	f.z, err = zstd.NewReader(nil, decoderOptions()...)
	require.NoError(t, err)
	_, err = unseal(f.z, sealed, sealed[chunkHead:], 10, checksum(sealed[:12], sealed[chunkHead:]))
	require.ErrorContains(t, err, "cannot be decompressed")
	_, err = seal(z, chunkLayers, make([]byte, largest+1))
	require.ErrorContains(t, err, fmt.Sprintf("the layers chunk has %d bytes", largest+1))
	binary.LittleEndian.PutUint32(sealed[8:], largest+1)
	_, _, _, _, err = parseHead(sealed)
	require.ErrorContains(t, err, "head of the chunk is damaged")
}

// Lists of lists come as all lengths first, so each could claim all the bytes that are left: 20,000 places with 10,000
// servings each would be 1.6 GB from 200 kB. Found by fuzzing.
func TestListsShareTheirBytes(t *testing.T) {
	stage := NewStage(exampleRoster())
	stage.Places = make([]model.Place, 20_000)
	var c coder
	n := 10_000
	list(&c, &stage.Places)
	c.buf = append(c.buf, make([]byte, 4*20_000+2)...) // districts and residents 0, and two empty columns of coordinates
	for range stage.Places {
		natural(&c, &n, int64(n))
	}
	r := coder{buf: c.buf, reading: true}
	r.places(&Stage{Districts: stage.Districts, Sectors: stage.Sectors, Assets: stage.Assets})
	require.ErrorContains(t, r.done(), "a list of 10000 entries where")
	require.Less(t, r.claimed, len(r.buf)+1)
}

func TestHashSaysWhatHappened(t *testing.T) {
	base := Example().Hash()
	for _, c := range []struct {
		name string
		same bool
		edit func(r *Recording)
	}{
		{"program", true, func(r *Recording) { r.Header.Program = "another" }},
		{"scenario and seed", true, func(r *Recording) { r.Header.Scenario, r.Header.Seed = "other", 9 }},
		{"lines on the map", true, func(r *Recording) { r.Layers = nil }},
		{"an instant", false, func(r *Recording) { r.Changes[31].At++ }},
		{"a reason", false, func(r *Recording) { r.Changes[5].Why.Amount++ }},
		{"a level", false, func(r *Recording) { r.Changes[5].To-- }},
		{"a kind of cause", false, func(r *Recording) { r.causes[5].Kind++ }},
		{"which cause", false, func(r *Recording) { r.causes[5].Number-- }},
		{"a row", false, func(r *Recording) { r.Affected.People[3]++ }},
		{"a name", false, func(r *Recording) { r.Entities[3].Name = "x" }},
		{"one Change less", false, func(r *Recording) { r.Changes = r.Changes[:31]; r.causes = r.causes[:len(r.causes)-1] }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Example()
			c.edit(r)
			require.Equal(t, c.same, base == r.Hash())
		})
	}
}

// FuzzRead holds the reader to its word: an error or a recording that can be written again, never a panic. The contents
// of chunks are fuzzed behind sound checksums, which random bytes would never pass.
func FuzzRead(f *testing.F) {
	file := written(f, Example())
	f.Add(uint8(0), file)
	Example().eachChunk(func(e entry, raw []byte) { f.Add(uint8(e.kind), bytes.Clone(raw)) })
	f.Fuzz(func(t *testing.T, kind uint8, data []byte) {
		if kind != 0 {
			data = rebuilt(t, func(e *entry, raw []byte) []byte {
				if e.kind == chunkKind(kind) {
					return data
				}
				return raw
			})
		}
		r, err := readBack(data)
		if err != nil {
			return
		}
		again, err := readBack(written(t, r))
		require.NoError(t, err)
		require.Equal(t, r.Hash(), again.Hash())
		use(t, r)
	})
}

// use asks a recording what readers ask.
func use(t testing.TB, r *Recording) {
	r.StatesAt(r.Header.End)
	r.ServicesAt(r.Header.End, nil)
	require.NoError(t, r.WriteChanges(&bytes.Buffer{}))
	require.NoError(t, r.WriteServices(&bytes.Buffer{}))
	for _, name := range []string{PeopleAffected, "1", "telecom/site-01", "sector/power"} {
		if x, err := Explain(r, name, Worst); err == nil {
			require.NoError(t, x.WriteText(&bytes.Buffer{}))
		}
	}
}
