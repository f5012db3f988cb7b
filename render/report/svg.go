package report

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"

	"cascata/render/scene"
)

// SVG writes a picture as one SVG file in the colours of its theme. It returns the errors of w.
func SVG(w io.Writer, pic *scene.Picture) error {
	b := bufio.NewWriter(w)
	d := drawer{b: b, theme: pic.Theme}
	d.open(pic, `xmlns="http://www.w3.org/2000/svg" `)
	d.items(pic.Items)
	fmt.Fprint(b, "</svg>\n")
	return b.Flush()
}

// drawer writes items as SVG elements.
type drawer struct {
	b     writer
	theme scene.Theme
	// shared keeps long outlines that several pictures of a page have in common; nil when there is only one picture.
	shared *outlines
	// classes adds class names, so that a style sheet can change the colours with the theme of the reader.
	classes bool
	group   string // attributes of the open group
}

type writer interface {
	io.Writer
	io.StringWriter
}

// outlines gives long path data short names.
type outlines struct {
	ids  map[string]int
	list []string
}

func (o *outlines) name(data string) string {
	i, ok := o.ids[data]
	if !ok {
		i = len(o.list)
		o.ids[data] = i
		o.list = append(o.list, data)
	}
	return "o" + strconv.Itoa(i)
}

func (d *drawer) open(pic *scene.Picture, extra string) {
	title := html.EscapeString(pic.Title)
	fmt.Fprintf(d.b, `<svg %sviewBox="0 0 %s %s" role="img" aria-label="%s" font-family="Go, 'Noto Sans', 'DejaVu Sans', Verdana, sans-serif">`,
		extra, num(pic.W), num(pic.H), title)
	if extra != "" {
		fmt.Fprintf(d.b, "<title>%s</title>", title)
	}
}

func (d *drawer) items(items []scene.Item) {
	for i := range items {
		for _, part := range items[i].Parts() {
			d.item(&part)
		}
	}
	d.style("")
}

// style opens a group with the attributes, unless it is open already.
func (d *drawer) style(attributes string) {
	if attributes == d.group {
		return
	}
	if d.group != "" {
		d.b.WriteString("</g>\n")
	}
	if attributes != "" {
		d.b.WriteString("<g" + attributes + ">")
	}
	d.group = attributes
}

func (d *drawer) item(it *scene.Item) {
	if it.Kind == scene.Text {
		d.text(it)
		return
	}
	fill, stroke := it.Fill, it.Stroke
	if it.Width == 0 {
		stroke = scene.NoInk
	}
	if it.Kind == scene.Polyline {
		fill = scene.NoInk
	}
	d.style(d.paint(fill, stroke, it))
	data := pathData(it.Paths, it.Kind == scene.Polygon)
	if d.shared != nil && len(data) > 120 {
		d.b.WriteString(`<use href="#` + d.shared.name(data) + `"/>`)
		return
	}
	d.b.WriteString(`<path d="` + data + `"/>`)
}

// paint is the attributes of a fill and a line.
func (d *drawer) paint(fill, stroke scene.Ink, it *scene.Item) string {
	var b strings.Builder
	if d.classes {
		var names []string
		if fill != scene.NoInk {
			names = append(names, "f-"+fill.String())
		}
		if stroke != scene.NoInk {
			names = append(names, "s-"+stroke.String())
		}
		fmt.Fprintf(&b, ` class="%s"`, strings.Join(names, " "))
	}
	fmt.Fprintf(&b, ` fill="%s"`, d.colour(fill))
	if stroke != scene.NoInk {
		fmt.Fprintf(&b, ` stroke="%s" stroke-width="%s" stroke-linejoin="round"`, d.colour(stroke), num(it.Width))
	}
	if len(it.Dash) > 0 {
		parts := make([]string, len(it.Dash))
		for i, l := range it.Dash {
			parts[i] = num(l)
		}
		fmt.Fprintf(&b, ` stroke-dasharray="%s"`, strings.Join(parts, " "))
	}
	if it.Fade > 0 {
		fmt.Fprintf(&b, ` opacity="%s"`, strconv.FormatFloat(1-it.Fade, 'f', 2, 64))
	}
	return b.String()
}

// colour is the value of an ink as an attribute.
func (d *drawer) colour(i scene.Ink) string {
	if i == scene.NoInk {
		return "none"
	}
	c := d.theme.Colour(i)
	return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
}

// text writes one line of words, stretched to the length the scene reckoned with, whatever font the reader has.
func (d *drawer) text(it *scene.Item) {
	halo := scene.NoInk
	line := scene.Item{Fade: it.Fade}
	if it.Halo != scene.NoInk {
		halo, line.Width = it.Halo, it.Size*0.24
	}
	extra := ""
	if halo != scene.NoInk {
		extra = ` paint-order="stroke"`
	}
	d.style(d.paint(it.Fill, halo, &line) + extra)
	anchor := [...]string{scene.Start: "", scene.Middle: ` text-anchor="middle"`, scene.End: ` text-anchor="end"`}[it.Align]
	weight := ""
	if it.Bold {
		weight = ` font-weight="bold"`
	}
	fmt.Fprintf(d.b, `<text x="%s" y="%s" font-size="%s"%s%s textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`,
		num(it.At.X), num(it.At.Y), num(it.Size), anchor, weight,
		num(scene.TextWidth(it.Text, it.Size, it.Bold)), html.EscapeString(it.Text))
}

// pathData is the outline as SVG path data with one decimal, relative where that is shorter.
func pathData(paths [][]scene.Point, closed bool) string {
	var b strings.Builder
	for _, path := range paths {
		px, py := 0, 0
		for i, p := range path {
			x, y := tenths(p.X), tenths(p.Y)
			switch i {
			case 0:
				b.WriteString("M" + tenth(x) + " " + tenth(y))
			case 1:
				b.WriteString("l" + tenth(x-px) + " " + tenth(y-py))
			default:
				b.WriteString(" " + tenth(x-px) + " " + tenth(y-py))
			}
			px, py = x, y
		}
		if closed {
			b.WriteByte('z')
		}
	}
	return b.String()
}

func tenths(x float64) int {
	if x < 0 {
		return -int(-x*10 + 0.5)
	}
	return int(x*10 + 0.5)
}

func tenth(n int) string { return num(float64(n) / 10) }

// num is a number with at most two decimals and no needless zero.
func num(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}
