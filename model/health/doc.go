// Package health simulates the emergency departments of a city's hospitals, patient by patient, the wards that take those who are admitted, and the
// services of a hospital that degrade on their own: oxygen, dialysis, theatres, laboratory, systems, clinics, staff.
//
// It knows hospitals by their beds, their places and the levels of what they need; it hears levels, takes ambulances by message,
// and tells whoever dispatches them when a hospital no longer wants any. It must not know how power, water or calls work.
//
// The nouns: Spec (the immutable half), house (a hospital), origin (a source of patients with random streams of its own), store (what a
// hospital has of an input), patient, Departments (the process of one replication), Tally (what became of everybody).
//
// Sources: docs/health.md lists every constant. Cobham, "Priority assignment in waiting line problems", Operations Research 2, 1954
// (the queue by category, which starts nobody before a more urgent one); Dameff et al., JAMA Network Open 6(5), 2023 (what hospitals that are down do to their neighbours).
package health
