package defaults

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/law"
)

func TestLawOfEveryKindOfOrganisation(t *testing.T) {
	l, err := Law()
	require.NoError(t, err)
	_, templates, err := Cyber()
	require.NoError(t, err)
	bases := map[string]bool{"office": true, "utility": true, "fleet": true} // nobody is only that
	for _, e := range templates {
		if !bases[e.Name] {
			assert.Contains(t, l.Organisations, e.Name)
		}
	}
	for name, o := range l.Organisations {
		assert.Empty(t, law.Faults(o.Regimes), name)
		assert.Contains(t, l.Maturity, law.Status(o.Regimes), name)
	}
	_, problems := law.Compile(&model.Roster{City: &model.City{}}, law.Options{Rules: l.Rules})
	assert.Empty(t, problems)
	for _, p := range l.Parameters {
		assert.NotEmpty(t, p.Source, p.Name)
	}
}

// The periods of the acts: NIS 2 Art. 23(4), CER Art. 15(1), GDPR Art. 33(1), CRA Art. 14(4), as the design notes list them.
func TestPeriodsOfTheActs(t *testing.T) {
	l, err := Law()
	require.NoError(t, err)
	want := map[string]string{
		"nis2-early-warning": "24h", "nis2-notification": "72h", "nis2-progress": "1 month", "nis2-final": "1 month", "cer-initial": "24h", "cer-detailed": "1 month",
		"gdpr-authority": "72h", "cra-early-warning": "24h", "cra-notification": "72h", "cra-final": "1 month", "electricity-report": "4h",
	}
	for _, d := range l.Rules.Duties {
		if !d.Ours {
			assert.Equal(t, want[d.ID], d.Within, d.ID)
			delete(want, d.ID)
		}
	}
	assert.Empty(t, want)
}

func TestRegimesAreCompleted(t *testing.T) {
	l, err := Law()
	require.NoError(t, err)
	for _, c := range []struct{ name, estate, said, want string }{
		{"nothing said", "water", "", "nis2-essential cer-critical gdpr-controller"},
		{"its place", "water", "nis2-essential", "nis2-essential cer-critical gdpr-controller"},
		{"a lower place ends what only essential operators are", "water", "nis2-important", "nis2-important gdpr-controller"},
		{"out of scope", "dso", "out-of-scope", "out-of-scope gdpr-controller"},
		{"a role", "dso", "gdpr-processor", "nis2-essential gdpr-processor"},
		{"both", "dso", "nis2-important cra-manufacturer", "nis2-important cra-manufacturer"},
		{"a kind that nobody knows", "guild", "nis2-important", "nis2-important"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, strings.Join(l.Regimes(c.estate, strings.Fields(c.said)), " "))
		})
	}
}

func FuzzLaw(f *testing.F) {
	f.Add(string(lawTOML))
	f.Add("[[duty]]\nid = \"x\"\nwithin = \"1 moon\"\nsource = \"y\"\n[organisation.a]\nregimes = [\"nis2\"]\n")
	f.Fuzz(func(t *testing.T, text string) {
		var faults model.Faults
		l := readLaw("law.toml", []byte(text), &faults)
		for _, x := range faults {
			assert.Equal(t, "law.toml", x.File)
		}
		if len(faults) == 0 {
			assert.NotEmpty(t, l.Rules.Duties)
		}
		_, _ = law.Compile(&model.Roster{City: &model.City{}}, law.Options{Rules: l.Rules})
	})
}
