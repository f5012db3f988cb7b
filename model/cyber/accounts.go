package cyber

import (
	"maps"
	"slices"
	"strings"

	"cascata/model"
)

// account looks at whose account another one is.
func (c checker) account(of, name string, flat map[string]*Template) {
	if of == "" {
		return
	}
	estate, account, far := strings.Cut(of, ":")
	if !far {
		c.p.add(c.at("accounts", name, "of"), "write estate:account, such as scada-vendor:engineer", "%q is no account of another estate", of)
		return
	}
	c.known("estate", estate, slices.Sorted(maps.Keys(flat)), true, "accounts", name, "of")
	if other := flat[estate]; other != nil {
		c.known("account of estate "+estate, account, slices.Sorted(maps.Keys(other.Accounts)), true, "accounts", name, "of")
	}
}

// sharedAccounts makes accounts of other operators' estates those operators': whoever knows one may log in wherever it is admitted. Where nobody
// has such an estate the account stays the operator's own.
func (c *compiler) sharedAccounts() {
	s := c.spec
	for o := range s.estates {
		e := &s.estates[o]
		t := c.templates[e.name]
		if t == nil {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(t.Accounts)) {
			estate, account, far := strings.Cut(t.Accounts[name].Of, ":")
			if !far {
				continue
			}
			if theirs := c.accountsOf(estate, account, model.OperatorID(o)); len(theirs) > 0 {
				mine := s.accountNamed(s.city.Operators[o].Name + "/" + name)
				for _, d := range e.devices {
					v := &s.devices[d]
					v.holds, v.admits = instead(v.holds, mine, theirs), instead(v.admits, mine, theirs)
				}
			}
		}
	}
}

// accountsOf are the accounts of that name at all operators with an estate, but for one.
func (c *compiler) accountsOf(estate, account string, but model.OperatorID) []accountID {
	var list []accountID
	for o := range c.spec.estates {
		if c.spec.estates[o].name == estate && model.OperatorID(o) != but {
			list = append(list, c.spec.accountNamed(c.spec.city.Operators[o].Name+"/"+account))
		}
	}
	return list
}

func (s *Spec) accountNamed(name string) accountID { return accountID(slices.Index(s.accounts, name)) }

// instead puts others in the place of one account, ascending.
func instead(list []accountID, mine accountID, theirs []accountID) []accountID {
	i := slices.Index(list, mine)
	if i < 0 {
		return list
	}
	list = slices.Concat(list[:i], list[i+1:], theirs)
	slices.Sort(list)
	return slices.Compact(list)
}
