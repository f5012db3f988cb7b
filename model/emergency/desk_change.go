package emergency

// Staff says how many positions take calls from now on [0 or more]. If there are more calls at positions than that they go on to
// their ends, as at a change of shift, and until then nobody takes a new one: idle call takers leave first, so that at no time more work
// than are staffed or were busy. Where the positions themselves are lost, Cut follows.
func (d *Desk) Staff(positions int) {
	d.positions = max(positions, 0)
	for len(d.at) < d.positions {
		d.at = append(d.at, none)
	}
	d.idle = d.idle[:0]
	for p := d.positions - 1; p >= 0; p-- { // the first position is next
		if d.at[p] == none {
			d.idle = append(d.idle, int32(p))
		}
	}
}

// Cut takes the calls off the positions that are no longer staffed: they lost their power, their screen or their room. With
// requeue their callers go back to the head of the queue, those at the first positions in front; else they are cut off. It
// returns them, in that order, valid until the next change.
func (d *Desk) Cut(requeue bool) []CallID {
	d.moved = d.moved[:0]
	for p := d.positions; p < len(d.at); p++ {
		if i := d.at[p]; i != none {
			d.moved = append(d.moved, CallID{i, d.calls[i].generation})
		}
	}
	for k := len(d.moved) - 1; k >= 0; k-- {
		i := d.moved[k].slot
		d.vacate(i)
		if requeue {
			d.calls[i].state = Waiting
			d.insert(i, none, d.first)
			d.again++
		} else {
			d.counts.Cut++
			d.release(i)
		}
	}
	return d.moved
}

// Trunks says how many trunks there are from now on [calls, waiting and at positions; 0 to MaxCalls]. Calls beyond them lose
// theirs: first those that wait, from the end of the queue (blocked, or cut if they were answered before), then those at
// positions, from the last one (cut). It returns them, valid until the next change.
func (d *Desk) Trunks(n int) []CallID {
	d.trunks = min(max(n, 0), MaxCalls)
	d.moved = d.moved[:0]
	for d.waiting > 0 && d.waiting+d.talking > d.trunks {
		i := d.last
		d.remove(i)
		if d.calls[i].answered {
			d.again--
			d.counts.Cut++
		} else {
			d.counts.Blocked++
		}
		d.drop(i)
	}
	for p := len(d.at) - 1; p >= 0 && d.talking > d.trunks; p-- {
		if i := d.at[p]; i != none {
			d.vacate(i)
			d.counts.Cut++
			d.drop(i)
		}
	}
	return d.moved
}

// drop notes a call as moved and gives its place back.
func (d *Desk) drop(i int32) {
	d.moved = append(d.moved, CallID{i, d.calls[i].generation})
	d.release(i)
}
