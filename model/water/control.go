package water

import "math"

// controlSpec is a simple control in feet and cubic feet a second.
type controlSpec struct {
	link    int32
	status  Status
	setting float64
	kind    ControlKind
	node    int32 // -1: by time
	tank    int32 // -1: a junction, or by time
	level   float64
	time    int64
}

func (s *Spec) compileControls() {
	s.tankAt = make([]int32, len(s.net.Nodes)-s.junctions)
	for i := range s.tankAt {
		s.tankAt[i] = -1
	}
	for i := range s.tanks {
		s.tankAt[int(s.tanks[i].node)-s.junctions] = int32(i)
	}
	for k := range s.links {
		c, e := &s.links[k], s.ends[k]
		if c.kind == CheckPipe || c.kind == Pump || c.kind == FCV || s.city && c.kind == PRV || int(max(e[0], e[1])) >= s.junctions {
			s.deciding = append(s.deciding, int32(k))
		}
	}
	for i := range s.net.Controls {
		if c := &s.net.Controls[i]; !c.Disabled {
			s.controls = append(s.controls, s.compileControl(c))
		}
	}
	for _, r := range s.net.Rules {
		if !r.Disabled {
			s.rules = append(s.rules, r)
		}
	}
}

func (s *Spec) compileControl(c *Control) controlSpec {
	l := &s.links[c.Link]
	x := controlSpec{link: int32(c.Link), status: statusOf[c.Status], setting: missing, kind: c.Kind, node: -1, tank: -1, time: c.Time}
	switch {
	case c.HasSetting:
		x.setting = s.valveSetting(l.kind, c.Setting)
		if l.kind == Pump || l.kind == Pipe {
			x.status = openStatus
			if c.Setting == 0 {
				x.status = closedStatus
			}
		}
	case l.kind == Pump && c.Status == Opened:
		x.setting = 1
	case l.kind == Pump && c.Status == Closed:
		x.setting = 0
	case l.kind == GPV:
		x.setting = 0
	}
	if c.Node == None {
		return x
	}
	x.node = s.place[c.Node]
	if int(x.node) < s.junctions {
		x.level = s.elevation[x.node] + c.Level/s.unit.pressure
		return x
	}
	x.tank = s.tankAt[int(x.node)-s.junctions]
	x.level = s.elevation[x.node] + c.Level/s.unit.head
	return x
}

// applyControls acts by the simple controls on time and tanks, in the order of the file.
func (r *Run) applyControls() {
	s := r.spec
	for i := range s.controls {
		c := &s.controls[i]
		if r.held[c.link] || !r.triggered(c) {
			continue
		}
		was := openStatus
		if r.status[c.link] <= closedStatus {
			was = closedStatus
		}
		setting, kind := r.setting[c.link], s.links[c.link].kind
		if kind != Pipe {
			setting = c.setting
		}
		if kind == Pump && c.status == openStatus {
			r.prime(c.link)
		}
		if was != c.status || r.setting[c.link] != setting {
			r.status[c.link], r.setting[c.link] = c.status, setting
		}
	}
}

// triggered reports whether a control on time or on a tank acts now. A level counts as reached when a second's inflow would
// reach it.
func (r *Run) triggered(c *controlSpec) bool {
	switch {
	case c.tank >= 0:
		t := &r.spec.tanks[c.tank]
		v, at := t.volumeAt(r.head[c.node]), t.volumeAt(c.level)
		second := math.Abs(r.inflow[c.node])
		return c.kind == IfBelow && v <= at+second || c.kind == IfAbove && v >= at-second
	case c.node >= 0:
		if int(c.node) < r.spec.junctions {
			return false
		}
		h := r.head[c.node] // a reservoir
		return c.kind == IfBelow && h <= c.level || c.kind == IfAbove && h >= c.level
	case c.kind == AtTime:
		return c.time == r.now
	}
	return (r.now+r.spec.times.StartClock)%day == c.time
}

// untilControl is the step [s], shortened to the first moment at which a control would change something.
func (r *Run) untilControl(step int64) int64 {
	s := r.spec
	for i := range s.controls {
		c := &s.controls[i]
		t := r.timeTo(c)
		if t <= 0 || t >= step || r.held[c.link] {
			continue
		}
		if s.links[c.link].kind != Pipe && r.setting[c.link] != c.setting || r.status[c.link] != c.status {
			step = t
		}
	}
	return step
}

// timeTo is in how many seconds a control acts; 0: not in sight.
func (r *Run) timeTo(c *controlSpec) int64 {
	switch {
	case c.tank >= 0:
		h, q := r.head[c.node], r.inflow[c.node]
		if math.Abs(q) <= noFlow || !(h < c.level && c.kind == IfAbove && q > 0 || h > c.level && c.kind == IfBelow && q < 0) {
			return 0
		}
		return wholeSeconds((r.spec.tanks[c.tank].volumeAt(c.level) - r.volume[c.tank]) / q)
	case c.node >= 0:
		return 0
	case c.kind == AtTime:
		return max(0, c.time-r.now)
	}
	now := (r.now + r.spec.times.StartClock) % day
	if c.time >= now {
		return c.time - now
	}
	return day - now + c.time
}

// wholeSeconds rounds a span, without overflow.
func wholeSeconds(x float64) int64 {
	if math.Abs(x) > 1e15 {
		return 0
	}
	return int64(math.Round(x))
}
