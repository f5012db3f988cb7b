package fleet

// class is the devices of a colony that are reached in the same way. Their numbers stand in the order susceptible, captured, immune, so
// that one of a state is drawn, and changes it, in constant time. A class in which devices are looked for by number also keeps
// where each stands.
type class struct {
	order []int32 // numbers of devices
	place []int32 // by number, from first on: where it stands in order; nil = nobody asks
	first int32
	s, i  int32 // susceptible, captured
}

func (c *class) swap(a, b int32) {
	c.order[a], c.order[b] = c.order[b], c.order[a]
	if c.place != nil {
		c.place[c.order[a]-c.first], c.place[c.order[b]-c.first] = a, b
	}
}

// infect captures the k-th susceptible device and returns its number.
func (c *class) infect(k int32) int32 {
	c.s--
	c.i++
	c.swap(k, c.s)
	return c.order[c.s]
}

// clean frees the k-th captured device, for good if immune, and returns its number.
func (c *class) clean(k int32, immune bool) int32 {
	at := c.s + k
	id := c.order[at]
	c.i--
	if immune {
		c.swap(at, c.s+c.i)
		return id
	}
	c.swap(at, c.s)
	c.s++
	return id
}

// patch makes the k-th susceptible device immune.
func (c *class) patch(k int32) {
	c.s--
	c.swap(k, c.s)
	c.swap(c.s, c.s+c.i)
}

// susceptible is where device number id stands among the susceptible ones, if it is one.
func (c *class) susceptible(id int32) (int32, bool) {
	at := c.place[id-c.first]
	return at, at < c.s
}

// copyOf is a class of its own in the same state.
func (c *class) copyOf() class {
	d := *c
	d.order = append([]int32(nil), c.order...)
	if c.place != nil {
		d.place = append([]int32(nil), c.place...)
	}
	return d
}
