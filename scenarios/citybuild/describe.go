package citybuild

import (
	"fmt"
	"strings"

	"cascata/model"
)

// Description is what `cascata city describe` says of a city.
type Description struct {
	Title       string              `json:"title"`
	Synthetic   string              `json:"synthetic"`
	Attribution string              `json:"attribution"`
	Hash        string              `json:"sha256"`
	Districts   int                 `json:"districts"`
	Operators   int                 `json:"operators"`
	Assets      int                 `json:"assets"`
	Needs       int                 `json:"needs"`
	Residents   int64               `json:"residents"`
	Sectors     []SectorDescription `json:"sectors"`
	Statistics  *Statistics         `json:"statistics"`
	Tried       int                 `json:"tried_assets,omitempty"` // how many assets were tried for single points of failure; 0 for all
	Beside      *Comparison         `json:"beside,omitempty"`       // with another city, where the caller asks for it
}

// SectorDescription is one sector of a Description.
type SectorDescription struct {
	Title     string       `json:"title"`
	Essential bool         `json:"essential"`
	Assets    int          `json:"assets"`
	People    int64        `json:"people"`  // residents whom the sector serves
	Kinds     []KindCount  `json:"kinds"`   // in the order of names
	Singles   int          `json:"singles"` // assets whose loss alone takes the service from most of these people
	Worst     []SingleLoss `json:"worst"`
}

// KindCount is the number of assets of a kind.
type KindCount struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}

// SingleLoss is an asset and the people who lose a service by its loss alone.
type SingleLoss struct {
	Asset  string `json:"asset"`
	People int64  `json:"people"`
}

// Above so many assets only the most important ones are tried for single points of failure.
const (
	manyAssets  = 20_000
	triedAssets = 200
)

// worst is how many single losses are listed per sector.
const worst = 3

// Describe counts what a city has and finds, per sector, where one loss takes the service from most people.
func Describe(c *model.City) *Description {
	d := &Description{Title: c.Title, Synthetic: c.Synthetic, Attribution: c.Attribution, Hash: c.Hash, Districts: len(c.Districts), Operators: len(c.Operators),
		Assets: len(c.Assets), Needs: len(c.Needs), Residents: c.Residents(), Statistics: Measure(c)}
	if len(c.Assets) > manyAssets {
		d.Tried = triedAssets
	}
	losses := SingleLosses(c, d.Tried)
	for i, s := range c.Sectors {
		d.Sectors = append(d.Sectors, describeSector(c, model.SectorID(i), s, losses[i]))
	}
	return d
}

func describeSector(c *model.City, id model.SectorID, s model.Sector, losses []Loss) SectorDescription {
	d := SectorDescription{Title: s.Title, Essential: s.Essential}
	count := make([]int, len(c.Kinds))
	for i := range c.Assets {
		count[c.Assets[i].Kind]++
	}
	for k, n := range count {
		if c.Kinds[k].Sector == id {
			d.Kinds = append(d.Kinds, KindCount{c.Kinds[k].Name, n})
			d.Assets += n
		}
	}
	for _, p := range c.Places {
		for _, v := range p.Serving {
			if v.Sector == id {
				d.People += int64(p.Residents)
			}
		}
	}
	for _, l := range losses {
		if 2*l.People > d.People {
			d.Singles++
		}
		if len(d.Worst) < worst {
			d.Worst = append(d.Worst, SingleLoss{c.Assets[l.Asset].Name, l.People})
		}
	}
	return d
}

// String is the description as text for a terminal.
func (d *Description) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d residents in %d districts; %d assets with %d needs, %d operators\n", d.Title, d.Residents, d.Districts, d.Assets, d.Needs, d.Operators)
	for _, line := range []string{d.Synthetic, d.Attribution, "sha256 " + d.Hash} {
		b.WriteString(line + "\n")
	}
	b.WriteString("\nSectors (* counts in people affected)\n")
	for _, s := range d.Sectors {
		mark := ' '
		if s.Essential {
			mark = '*'
		}
		fmt.Fprintf(&b, "%c %-30s %5d assets, serving %6d people\n", mark, s.Title, s.Assets, s.People)
		var kinds []string
		for _, k := range s.Kinds {
			kinds = append(kinds, fmt.Sprintf("%s %d", k.Kind[strings.IndexByte(k.Kind, '/')+1:], k.Count))
		}
		fmt.Fprintf(&b, "    %s\n", strings.Join(kinds, ", "))
	}
	b.WriteString("\nSingle points of failure: assets whose loss alone, lasting longer than every buffer, takes a service from most of its people\n")
	if d.Tried > 0 {
		fmt.Fprintf(&b, "  (only the %d most important of the %d assets were tried)\n", d.Tried, d.Assets)
	}
	for _, s := range d.Sectors {
		if s.People == 0 {
			continue
		}
		var list []string
		for _, w := range s.Worst {
			list = append(list, fmt.Sprintf("%s (%d people)", w.Asset, w.People))
		}
		if list == nil {
			list = []string{"no single loss takes it from anybody"}
		}
		fmt.Fprintf(&b, "  %-30s %3d; worst: %s\n", s.Title, s.Singles, strings.Join(list, ", "))
	}
	b.WriteString("\nStatistics\n" + d.Statistics.String())
	if d.Beside != nil {
		b.WriteString("\n" + d.Beside.String())
	}
	return b.String()
}
