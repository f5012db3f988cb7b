package cityfile

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"cascata/model"
	"cascata/scenarios/defaults"
)

// Write writes a city as text. Of the needs it writes only what differs from the defaults of cat, so the text must be
// read with the same defaults. The city must be one that Finish accepted, with kinds and needs that cat knows.
func Write(w io.Writer, c *model.City, cat *defaults.Catalog) error {
	out := &writer{w: bufio.NewWriter(w), city: c, cat: cat, schema: schema()}
	fmt.Fprintf(out.w, "%s %s\n", magic, version)
	for sec, write := range [sections]func(){
		secCity: out.head, secDistricts: out.districts, secRings: out.rings, secOperators: out.operators, secAssets: out.assets,
		secNeeds: out.needs, secNetworks: out.networks, secEdges: out.edges, secMembers: out.members,
		secCorners: out.corners, secStreets: out.streets, secPlaces: out.places, secLayers: out.layers, secLines: out.lines,
	} {
		fmt.Fprintf(out.w, "\n[%s]\n%s\n", out.schema[sec].name, strings.Join(out.schema[sec].columns, ","))
		write()
	}
	if out.err != nil {
		return fmt.Errorf("city %s: %w", c.Name, out.err)
	}
	return out.w.Flush()
}

// WriteCompressed writes a city as text compressed with zstd: hard for a city that ships, fast for one of very many assets.
func WriteCompressed(w io.Writer, c *model.City, cat *defaults.Catalog) error {
	const many = 20_000
	level := zstd.SpeedBestCompression
	if len(c.Assets) > many {
		level = zstd.SpeedFastest
	}
	z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(level), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(8<<20))
	if err != nil {
		return err
	}
	if err := Write(z, c, cat); err != nil {
		return err
	}
	return z.Close()
}

// Hash is the SHA-256 [hex] of the text of a city, as Read would set it.
func Hash(c *model.City, cat *defaults.Catalog) (string, error) {
	sum := sha256.New()
	if err := Write(sum, c, cat); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// writer writes the sections of one city. The first error stays.
type writer struct {
	w      *bufio.Writer
	city   *model.City
	cat    *defaults.Catalog
	schema [sections]section
	err    error
}

// row writes the cells of a line.
func (o *writer) row(cells ...string) {
	for i, text := range cells {
		if i > 0 {
			o.w.WriteByte(',')
		}
		o.w.WriteString(quoted(text))
	}
	o.w.WriteByte('\n')
}

// quoted puts a cell in quotes when it would not read back without.
func quoted(text string) string {
	if text == "" || !strings.ContainsAny(text, ",\"") && text[0] != '#' && text[0] != '[' && strings.TrimSpace(text) == text {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// blankZero is a number whose zero is an empty cell.
func blankZero(x float64) string {
	if x == 0 {
		return ""
	}
	return numberText(x)
}

func blankSpan(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return defaults.SpanText(d)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func integer[T ~int | ~int32 | ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }

func (o *writer) asset(a model.AssetID) string { return o.city.Assets[a].Name }

func (o *writer) head() {
	c := o.city
	o.row("name", c.Name)
	o.row("title", c.Title)
	o.row("synthetic", c.Synthetic)
	o.row("attribution", c.Attribution)
	o.row("lon", numberText(c.Lon))
	o.row("lat", numberText(c.Lat))
}

func (o *writer) districts() {
	for _, d := range o.city.Districts {
		o.row(d.Name, d.Title, integer(d.Residents))
	}
}

func (o *writer) rings() {
	for _, d := range o.city.Districts {
		for _, ring := range d.Rings {
			o.row(d.Name, pointsText(ring))
		}
	}
}

func pointsText(points []model.Point) string {
	var b []byte
	for i, p := range points {
		if i > 0 {
			b = append(b, ';')
		}
		b = strconv.AppendFloat(b, p.X, 'f', -1, 64)
		b = append(b, ' ')
		b = strconv.AppendFloat(b, p.Y, 'f', -1, 64)
	}
	return string(b)
}

func (o *writer) operators() {
	for _, p := range o.city.Operators {
		control := ""
		if p.Control != model.Absent {
			control = o.asset(p.Control)
		}
		o.row(p.Name, p.Title, o.city.Sectors[p.Sector].Name, o.city.Districts[p.District].Name, p.Estate, p.Regime, control,
			integer(p.Crews), integer(p.Persons), integer(p.Records))
	}
}

func (o *writer) assets() {
	c := o.city
	for i := range c.Assets {
		a := &c.Assets[i]
		o.row(a.Name, c.Kinds[a.Kind].Name, c.Districts[a.District].Name, c.Operators[a.Operator].Name, numberText(a.At.X), numberText(a.At.Y),
			blankZero(a.Z), a.Label, blankZero(a.Capacity), blankZero(a.Demand), blankZero(a.Stored), yes(a.Synthetic), blankSpan(a.Inertia), blankSpan(a.Step))
	}
}

func (o *writer) needs() {
	c, fields := o.city, defaults.NeedFields()
	cells, blanks := make([]string, 0, needFields+len(fields)), make([]string, len(fields))
	for i := range c.Needs {
		n := &c.Needs[i]
		key := c.Kinds[c.Assets[n.Asset].Kind].Name + "." + n.Name
		base := o.cat.Need(key)
		if base == nil {
			o.err = fmt.Errorf("need %q of %q has no default %q", n.Name, o.asset(n.Asset), key)
			return
		}
		k := ""
		if n.Rule == model.KOfN {
			k = integer(n.K)
		}
		cells = append(cells[:0], o.asset(n.Asset), n.Name, o.suppliers(n), k)
		cells = append(cells, blanks...)
		if !alike(n, &base.Default) {
			for i, field := range fields {
				if text := defaults.NeedField(n, field); text != defaults.NeedField(&base.Default, field) {
					cells[needFields+i] = text
				}
			}
		}
		o.row(cells...)
	}
}

// alike says whether two needs differ in nothing but who needs whom.
func alike(n, m *model.Need) bool {
	return n.Rule == m.Rule && n.Bond == m.Bond && n.Threshold == m.Threshold && n.Delay == m.Delay && n.Buffer == m.Buffer && n.Refill == m.Refill &&
		n.Backup == m.Backup && n.Failover == m.Failover && n.Without == m.Without
}

func (o *writer) suppliers(n *model.Need) string {
	var b []byte
	for i, s := range n.Suppliers {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, o.asset(s.Asset)...)
		if n.Rule == model.Weighted {
			b = append(b, '*')
			b = strconv.AppendFloat(b, s.Weight, 'f', -1, 64)
		}
	}
	return string(b)
}

func (o *writer) places() {
	var names []string
	for _, p := range o.city.Places {
		names = names[:0]
		for _, s := range p.Serving {
			names = append(names, o.asset(s.Asset))
		}
		o.row(o.city.Districts[p.District].Name, numberText(p.At.X), numberText(p.At.Y), integer(p.Residents), strings.Join(names, " "))
	}
}

func (o *writer) layers() {
	for _, l := range o.city.Layers {
		o.row(l.Name, yes(l.Synthetic))
	}
}

func (o *writer) lines() {
	for _, l := range o.city.Layers {
		for _, line := range l.Lines {
			o.row(l.Name, pointsText(line))
		}
	}
}
