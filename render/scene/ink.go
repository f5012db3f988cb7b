package scene

// Ink is a colour by its meaning. What it looks like is up to the Theme.
type Ink uint8

// The inks.
const (
	NoInk Ink = iota
	Background
	Panel
	PanelEdge
	Land
	LandEdge
	River
	Street
	StreetMain
	Words  // text
	Muted  // less important text
	Accent // the playhead and what it says
	Alarm  // a number that is bad
	StateNormal
	StateDegraded
	StateFailed
	StateBackup
	StateCompromised
	StateRestoring
	NormalEdge // outline of a normal glyph
	Share0     // nobody is without the service
	Share1     // under 5 %
	Share2     // under 20 %
	Share3     // under 50 %
	Share4     // the rest
	HatchInk
	SectorPower
	SectorWater
	SectorTelecom
	SectorHealth
	SectorEmergency
	SectorTraffic
	SectorTransit
	SectorCyber
	SectorOther
	inks
)

// Theme is a set of colours for the inks.
type Theme uint8

// The themes: dark for screens, light for lit rooms and paper.
const (
	Dark Theme = iota
	Light
)

// String is "dark" or "light".
func (t Theme) String() string {
	if t == Light {
		return "light"
	}
	return "dark"
}

// RGB is a colour in sRGB.
type RGB struct{ R, G, B uint8 }

// swatch is one row of the theme table.
type swatch struct {
	name        string
	dark, light uint32 // 0xRRGGBB
}

// Inks are all inks but NoInk, for those who write a style sheet.
func Inks() []Ink {
	list := make([]Ink, 0, inks-1)
	for i := Background; i < inks; i++ {
		list = append(list, i)
	}
	return list
}

// Colour is what an ink looks like in the theme.
func (t Theme) Colour(i Ink) RGB {
	s := table[i]
	c := s.dark
	if t == Light {
		c = s.light
	}
	return RGB{uint8(c >> 16), uint8(c >> 8), uint8(c)}
}

// String is the name of the ink, as used in dumps and as class name in SVG.
func (i Ink) String() string { return table[i].name }

// table is the theme table: every colour of Cascata stands here. Nothing writes to it.
var table = [inks]swatch{
	NoInk:      {"none", 0, 0},
	Background: {"background", 0x0F141C, 0xFFFFFF},
	Panel:      {"panel", 0x161D28, 0xF7F9FB},
	PanelEdge:  {"panel-edge", 0x2B3645, 0xCBD3DB},
	Land:       {"land", 0x1A2330, 0xEDF1F4},
	LandEdge:   {"land-edge", 0x3A4758, 0xB4BEC8},
	River:      {"river", 0x12202F, 0xDCE9F3},
	Street:     {"street", 0x303C4B, 0xD3DAE1},
	StreetMain: {"street-main", 0x435163, 0xBAC4CE},
	Words:      {"words", 0xF2F5F8, 0x111820},
	Muted:      {"muted", 0xA3B0BD, 0x4B5763},
	Accent:     {"accent", 0xFFFFFF, 0x111820},
	Alarm:      {"alarm", 0xFF8A3D, 0xA33A00},

	StateNormal:      {"normal", 0x5F6B76, 0x8C99A5},
	StateDegraded:    {"degraded", 0xF0E442, 0xB58900},
	StateFailed:      {"failed", 0xD55E00, 0xA33A00},
	StateBackup:      {"backup", 0x2F8FD8, 0x3D8BFF},
	StateCompromised: {"compromised", 0xD884B6, 0x8A1F66},
	StateRestoring:   {"restoring", 0x3DDBA8, 0x008866},
	NormalEdge:       {"normal-edge", 0x6B7884, 0x5B6670},

	Share0:   {"share-0", 0x1A2330, 0xEDF1F4},
	Share1:   {"share-1", 0x2B2833, 0xF9E9E4},
	Share2:   {"share-2", 0x432C36, 0xF4D5CD},
	Share3:   {"share-3", 0x552C36, 0xEDBFB4},
	Share4:   {"share-4", 0x6E2D35, 0xE3A698},
	HatchInk: {"hatch", 0xB9656C, 0xA8463A},

	SectorPower:     {"power", 0xE69F00, 0xA87000},
	SectorWater:     {"water", 0x56B4E9, 0x2A85BD},
	SectorTelecom:   {"telecom", 0xCC79A7, 0xB4558A},
	SectorHealth:    {"health", 0xD55E00, 0xD55E00},
	SectorEmergency: {"emergency", 0xF0E442, 0xB58900},
	SectorTraffic:   {"traffic", 0x009E73, 0x008A64},
	SectorTransit:   {"transit", 0x4FA3DC, 0x0072B2},
	SectorCyber:     {"cyber", 0xFFFFFF, 0x000000},
	SectorOther:     {"other", 0xA3B0BD, 0x5B6670},
}
