package cityfile

import (
	"cmp"
	"slices"
	"sort"
	"strconv"

	"cascata/model"
)

// What a street may be. Its limits are far beyond any street, so that only a slip of the pen meets them.
const (
	maxCorner = 100_000_000
	leastKMH  = 1.0
	mostKMH   = 300.0
	mostLanes = 20
)

// byNumber sorts the lines of the corners by the numbers in them.
type byNumber struct {
	numbers []int32
	lines   []line
}

func (x byNumber) Len() int           { return len(x.numbers) }
func (x byNumber) Less(i, j int) bool { return x.numbers[i] < x.numbers[j] }
func (x byNumber) Swap(i, j int) {
	x.numbers[i], x.numbers[j] = x.numbers[j], x.numbers[i]
	x.lines[i], x.lines[j] = x.lines[j], x.lines[i]
}

var _ sort.Interface = byNumber{}

// readCorners numbers the corners anew, from 0 in the order of their numbers in the file.
func (b *builder) readCorners() {
	lines := b.lines[secCorners]
	b.corners = make([]int32, 0, len(lines))
	for r := range b.rows(secCorners) {
		b.corners = append(b.corners, b.cornerNumber(r, r.cells[cornerNumber]))
	}
	if !slices.IsSorted(b.corners) {
		sort.Stable(byNumber{b.corners, lines})
	}
	b.city.Corners = make([]model.Corner, 0, len(lines))
	for i, l := range lines {
		r := b.cut(secCorners, l)
		b.filled(secCorners, r)
		c := r.cells
		if i > 0 && b.corners[i] == b.corners[i-1] {
			b.fault(r, c[cornerNumber], "give each its own number", "corner %d stands twice, first in line %d", b.corners[i], lines[i-1].number)
		}
		corner := model.Corner{At: b.point(r, c[cornerX], c[cornerY]), Z: b.ground(r, c[cornerZ]), Signal: model.Absent}
		if c[cornerSignal].text != "" {
			corner.Signal = model.AssetID(b.find(&b.assets, r, c[cornerSignal]))
		}
		b.city.Corners = append(b.city.Corners, corner)
	}
	if len(b.city.Corners) == 0 {
		b.city.Corners = nil
	}
}

func (b *builder) cornerNumber(r row, c cell) int32 {
	return int32(b.count(r, c, "number of a corner", maxCorner))
}

// readStreets reads the streets, sorted by their assets; a bridge may be several. Every corner must have one.
func (b *builder) readStreets() {
	if n := len(b.lines[secStreets]); n > 0 {
		b.city.Streets = make([]model.Street, 0, n)
		if len(b.corners) == 0 {
			b.faults.Add(b.file, 0, 0, "add the corners that the streets join", "section [streets] needs a section [corners]")
		}
	}
	met := make([]bool, len(b.city.Corners))
	for r := range b.take(secStreets) {
		b.filled(secStreets, r)
		c := r.cells
		s := model.Street{Asset: model.AssetID(b.find(&b.assets, r, c[streetAsset])), From: b.cornerOf(r, c[streetFrom]), To: b.cornerOf(r, c[streetTo]),
			Length: b.positive(r, c[streetLength], "length", extent), Speed: b.number(r, c[streetSpeed], "speed", leastKMH, mostKMH),
			Lanes: b.lanes(r, c[streetLanes]), OneWay: b.flag(r, c[streetOneWay], "oneway")}
		if s.From == s.To && s.From != model.Absent {
			b.fault(r, c[streetTo], "leave it out: nobody gets anywhere on it", "%q joins corner %s with itself", c[streetAsset].text, c[streetTo].text)
		}
		for _, end := range [2]int32{s.From, s.To} {
			if end != model.Absent {
				met[end] = true
			}
		}
		b.city.Streets = append(b.city.Streets, s)
	}
	slices.SortStableFunc(b.city.Streets, func(x, y model.Street) int {
		return cmp.Or(cmp.Compare(x.Asset, y.Asset), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To), cmp.Compare(x.Length, y.Length),
			cmp.Compare(x.Speed, y.Speed), cmp.Compare(x.Lanes, y.Lanes), cmp.Compare(yes(x.OneWay), yes(y.OneWay)))
	})
	for i, l := range b.lines[secCorners] {
		if !met[i] && !b.full() {
			r := b.cut(secCorners, l)
			b.fault(r, r.cells[cornerNumber], "leave it out, or add its street", "no street meets corner %d", b.corners[i])
		}
	}
	b.lines[secCorners], b.corners = nil, nil
}

func (b *builder) lanes(r row, c cell) int {
	n := int(b.count(r, c, "lanes", mostLanes))
	if n == 0 && c.text != "" && b.zero(c) {
		b.fault(r, c, "write the lanes in each direction, from 1 to "+strconv.Itoa(mostLanes), "a street of %s lanes is none", c.text)
	}
	return n
}

// cornerOf is the corner of a number; Absent, and a fault, if there is none.
func (b *builder) cornerOf(r row, c cell) int32 {
	number := b.cornerNumber(r, c)
	if i, found := slices.BinarySearch(b.corners, number); found {
		return int32(i)
	}
	if c.text != "" && len(b.corners) > 0 {
		b.fault(r, c, "", "there is no corner %s", c.text)
	}
	return model.Absent
}
