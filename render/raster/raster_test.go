package raster

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"cascata/model/trace"
	"cascata/render/scene"
	"cascata/sim"
)

var update = flag.Bool("update", false, "write the golden picture")

func example(t *testing.T, opt scene.Options) *scene.Picture {
	t.Helper()
	pic, err := scene.Draw(trace.Example(), sim.Time(10*time.Hour+30*time.Minute), opt)
	require.NoError(t, err)
	return pic
}

func paint(t *testing.T, items ...scene.Item) *image.RGBA {
	t.Helper()
	p, err := NewPainter()
	require.NoError(t, err)
	img, err := p.Paint(&scene.Picture{W: 100, H: 80, Theme: scene.Light, Items: items})
	require.NoError(t, err)
	return img
}

// covered is the sum of the coverage of all pixels [px].
func covered(img *image.RGBA) float64 {
	var sum float64
	for i := 3; i < len(img.Pix); i += 4 {
		sum += float64(img.Pix[i]) / 255
	}
	return sum
}

// TestGolden compares every pixel with a picture in testdata; what is on it was looked at by a person.
func TestGolden(t *testing.T) {
	p, err := NewPainter()
	require.NoError(t, err)
	for name, opt := range map[string]scene.Options{
		"map":  {Width: 480, Height: 400, MapOnly: true, Theme: scene.Light},
		"dark": {Width: 1200, Height: 675},
	} {
		t.Run(name, func(t *testing.T) {
			pic := example(t, opt)
			file := filepath.Join("testdata", name+".png")
			if *update {
				var b bytes.Buffer
				require.NoError(t, PNG(&b, pic))
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(file, b.Bytes(), 0o644))
			}
			f, err := os.Open(file)
			require.NoError(t, err)
			defer f.Close()
			want, err := png.Decode(f)
			require.NoError(t, err)
			got, err := p.Paint(pic)
			require.NoError(t, err)
			require.Equal(t, want.Bounds(), got.Bounds())
			flat := image.NewRGBA(want.Bounds())
			draw.Draw(flat, flat.Rect, want, image.Point{}, draw.Src)
			for i := range flat.Pix {
				if flat.Pix[i] != got.Pix[i] {
					t.Fatalf("pixel %d, %d is not that of %s (go test -update writes it)", i/4%flat.Rect.Dx(), i/4/flat.Rect.Dx(), file)
				}
			}
		})
	}
}

func TestSameListSameBytes(t *testing.T) {
	hash := func() [32]byte {
		var b bytes.Buffer
		require.NoError(t, PNG(&b, example(t, scene.Options{Width: 960, Height: 540})))
		return sha256.Sum256(b.Bytes())
	}
	require.Equal(t, hash(), hash())
}

// TestPainterForgets: what was painted before does not show.
func TestPainterForgets(t *testing.T) {
	p, err := NewPainter()
	require.NoError(t, err)
	pic := example(t, scene.Options{Width: 480, Height: 400})
	first, err := p.Paint(pic)
	require.NoError(t, err)
	_, err = p.Paint(example(t, scene.Options{Width: 960, Height: 540, Theme: scene.Light}))
	require.NoError(t, err)
	again, err := p.Paint(pic)
	require.NoError(t, err)
	require.Equal(t, first.Pix, again.Pix)
}

func TestFillCoversItsArea(t *testing.T) {
	square := [][]scene.Point{{{X: 10.25, Y: 10}, {X: 50.75, Y: 10}, {X: 50.75, Y: 40.5}, {X: 10.25, Y: 40.5}}}
	img := paint(t, scene.Item{Kind: scene.Polygon, Paths: square, Fill: scene.StateFailed})
	require.InDelta(t, 40.5*30.5, covered(img), 3)
	c := scene.Light.Colour(scene.StateFailed)
	require.Equal(t, []uint8{c.R, c.G, c.B, 255}, img.Pix[img.PixOffset(30, 20):][:4])
	require.Zero(t, img.RGBAAt(60, 20).A)
}

func TestFadeIsTransparency(t *testing.T) {
	square := [][]scene.Point{{{X: 0, Y: 0}, {X: 100, Y: 0}, {X: 100, Y: 80}, {X: 0, Y: 80}}}
	img := paint(t, scene.Item{Kind: scene.Polygon, Paths: square, Fill: scene.Words, Fade: 0.75})
	require.InDelta(t, 0.25*255, float64(img.RGBAAt(50, 40).A), 1)
}

func TestLinesHaveTheirWidth(t *testing.T) {
	line := [][]scene.Point{{{X: 10, Y: 20}, {X: 90, Y: 20}, {X: 90, Y: 60}}}
	for _, width := range []float64{0.5, 1, 3, 8} {
		img := paint(t, scene.Item{Kind: scene.Polyline, Paths: line, Stroke: scene.Words, Width: width})
		// The segments, less their overlap at the inner side of the corner, and a quarter disc at its outer side.
		half := width / 2
		require.InDelta(t, 120*width-half*half+math.Pi*half*half/4, covered(img), 1+width/3, "width %v", width)
	}
	dashed := paint(t, scene.Item{Kind: scene.Polyline, Paths: line[:1], Stroke: scene.Words, Width: 2, Dash: []float64{6, 4}})
	require.InDelta(t, 120*2*0.6, covered(dashed), 4)
}

// TestOverlappingStrokesDoNotCancel: a line that crosses itself in either sense stays whole.
func TestOverlappingStrokesDoNotCancel(t *testing.T) {
	line := [][]scene.Point{{{X: 10, Y: 40}, {X: 90, Y: 40}, {X: 50, Y: 10}, {X: 50, Y: 70}, {X: 90, Y: 40}, {X: 10, Y: 40}}}
	img := paint(t, scene.Item{Kind: scene.Polyline, Paths: line, Stroke: scene.Words, Width: 6})
	require.EqualValues(t, 255, img.RGBAAt(50, 40).A)
	require.EqualValues(t, 255, img.RGBAAt(30, 40).A)
}

func TestOutsideTheFrameIsCut(t *testing.T) {
	big := [][]scene.Point{{{X: -1e9, Y: -1e9}, {X: 1e9, Y: -1e9}, {X: 1e9, Y: 1e9}, {X: -1e9, Y: 1e9}}}
	img := paint(t, scene.Item{Kind: scene.Polygon, Paths: big, Fill: scene.Words},
		scene.Item{Kind: scene.Polyline, Paths: [][]scene.Point{{{X: 500, Y: 500}, {X: 600, Y: 600}}}, Stroke: scene.StateFailed, Width: 3})
	require.InDelta(t, 100*80, covered(img), 1)
}

// TestWidthsAreThoseOfTheFonts holds the table of package scene against the fonts.
func TestWidthsAreThoseOfTheFonts(t *testing.T) {
	for _, bold := range []bool{false, true} {
		f, err := newFace(bold)
		require.NoError(t, err)
		known := 0
		for r := rune(0x20); r < 0x2700; r++ {
			index, err := f.font.GlyphIndex(&f.buf, r)
			require.NoError(t, err)
			width := scene.TextWidth(string(r), em, bold)
			if index == 0 || width == em {
				continue
			}
			advance, err := f.font.GlyphAdvance(&f.buf, index, fixed.I(em), font.HintingNone)
			require.NoError(t, err)
			require.Equal(t, float64(advance>>6), width, "%q bold %v", r, bold)
			known++
		}
		require.Greater(t, known, 190)
	}
}

func TestLettersStayInTheirRectangle(t *testing.T) {
	for _, text := range []string{"Ágora jpqy Ç", "184,200 (34 %)", "SYNTHETIC"} {
		it := scene.Item{Kind: scene.Text, Text: text, At: scene.Point{X: 10, Y: 40}, Size: 12, Fill: scene.Words}
		img := paint(t, it)
		w := scene.TextWidth(text, 12, false)
		require.Greater(t, covered(img), 10.0)
		for y := range 80 {
			for x := range 100 {
				if img.RGBAAt(x, y).A > 0 {
					require.True(t, float64(x) >= 9 && float64(x) <= 11+w && y >= 40-13 && y <= 40+4, "%q at %d, %d", text, x, y)
				}
			}
		}
	}
}

// TestStatesDifferWithoutColour is check 17 of the visual notes: in grey, any two states of one shape differ in more than a tenth of
// the glyph's pixels.
func TestStatesDifferWithoutColour(t *testing.T) {
	ink := func(shape string, s scene.State) []float64 {
		img := paint(t, scene.Item{Kind: scene.Polygon, Fill: scene.Background, Paths: [][]scene.Point{{{X: 0, Y: 0}, {X: 100, Y: 0}, {X: 100, Y: 80}, {X: 0, Y: 80}}}},
			scene.Item{Kind: scene.Glyph, At: scene.Point{X: 50, Y: 40}, Size: 24, Shape: shape, State: s, Left: 0.6})
		var out []float64
		for y := 10; y < 70; y++ {
			for x := 20; x < 80; x++ {
				c := img.RGBAAt(x, y)
				dark := 0.0 // the pattern only: whatever is not the ground counts as ink
				if 0.2126*float64(c.R)+0.7152*float64(c.G)+0.0722*float64(c.B) < 215 {
					dark = 1
				}
				out = append(out, dark)
			}
		}
		return out
	}
	for _, shape := range []string{"square", "circle", "triangle", "plus", "hexagon", "star", "triangle-down", "diamond", "pentagon"} {
		glyph := 24.0 * 24.0
		for a := scene.Normal; a <= scene.Restoring; a++ {
			for b := a + 1; b <= scene.Restoring; b++ {
				x, y, differ := ink(shape, a), ink(shape, b), 0.0
				for i := range x {
					differ += math.Abs(x[i] - y[i])
				}
				require.Greater(t, differ, 0.1*glyph, "%s: %v and %v", shape, a, b)
			}
		}
	}
}

func TestUnknownKindIsAnError(t *testing.T) {
	p, err := NewPainter()
	require.NoError(t, err)
	_, err = p.Paint(&scene.Picture{W: 10, H: 10, Items: []scene.Item{{ID: "thing"}}})
	require.ErrorContains(t, err, "thing")
}

func BenchmarkPaint(b *testing.B) {
	pic, err := scene.Draw(trace.Example(), sim.Time(10*time.Hour), scene.Options{})
	require.NoError(b, err)
	p, err := NewPainter()
	require.NoError(b, err)
	for b.Loop() {
		if _, err := p.Paint(pic); err != nil {
			b.Fatal(err)
		}
	}
}
