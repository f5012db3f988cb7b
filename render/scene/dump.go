package scene

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// dumped is an item as a line of a dump.
type dumped struct {
	ID     string     `json:"id"`
	Layer  string     `json:"layer"`
	Kind   string     `json:"kind"`
	Rect   [4]float64 `json:"rect"`
	Text   string     `json:"text,omitempty"`
	Size   float64    `json:"size,omitempty"`
	Fill   string     `json:"fill,omitempty"`
	Stroke string     `json:"stroke,omitempty"`
	Width  float64    `json:"width,omitempty"`
	Dash   []float64  `json:"dash,omitempty"`
	Fade   float64    `json:"fade,omitempty"`
	Shape  string     `json:"shape,omitempty"`
	State  string     `json:"state,omitempty"`
	Left   float64    `json:"left,omitempty"`
	Points int        `json:"points,omitempty"`
}

// String is the word for the kind in a dump.
func (k Kind) String() string {
	return [...]string{"none", "polygon", "polyline", "text", "glyph"}[k]
}

// String is the word for the layer in a dump.
func (l Layer) String() string {
	return [...]string{"background", "districts", "streets", "network", "assets", "arrows", "labels", "selection", "panels"}[l]
}

// Dump writes the list as JSON, one item a line, so that a test or a person can read what is drawn. It returns the errors of w.
func (p *Picture) Dump(w io.Writer) error {
	b := bufio.NewWriter(w)
	title, err := json.Marshal(p.Title)
	if err != nil {
		return fmt.Errorf("scene: title: %w", err)
	}
	fmt.Fprintf(b, "{\"width\":%v,\"height\":%v,\"theme\":%q,\"title\":%s,\"items\":[\n", p.W, p.H, p.Theme, title)
	for i := range p.Items {
		line, err := json.Marshal(p.Items[i].dump())
		if err != nil {
			return fmt.Errorf("scene: item %d: %w", i, err)
		}
		b.Write(line)
		if i+1 < len(p.Items) {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("]}\n")
	return b.Flush()
}

func (it *Item) dump() dumped {
	d := dumped{ID: it.ID, Layer: it.Layer.String(), Kind: it.Kind.String(), Rect: [4]float64{it.Rect.X, it.Rect.Y, it.Rect.W, it.Rect.H},
		Text: it.Text, Size: round(it.Size), Width: round(it.Width), Fade: it.Fade, Shape: it.Shape, Left: it.Left}
	for _, l := range it.Dash {
		d.Dash = append(d.Dash, round(l))
	}
	if it.Fill != NoInk {
		d.Fill = it.Fill.String()
	}
	if it.Stroke != NoInk {
		d.Stroke = it.Stroke.String()
	}
	if it.Kind == Glyph {
		d.State = it.State.String()
	}
	for _, path := range it.Paths {
		d.Points += len(path)
	}
	return d
}
