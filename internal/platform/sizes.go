package platform

import (
	"fmt"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// Size is an amount of CPU and memory.
type Size struct {
	CPU    model.MilliCPU
	Memory model.MiB
}

func (s Size) String() string { return fmt.Sprintf("%s with %s", s.CPU, s.Memory) }

// Sizes is the table of CPU and memory of a platform. Without rows every pair is
// allowed.
type Sizes struct {
	Rows []SizeRow `missing:"ok"`
	// Source is the source of the table, with the date of reading.
	Source string
}

// SizeRow is the memory that an amount of CPU allows: the listed amounts, or Min
// to Max in steps.
type SizeRow struct {
	CPU            model.MilliCPU
	Listed         []model.MiB
	Min, Max, Step model.MiB
}

// nearest returns the smallest memory of the row that is at least the wanted
// amount, or the largest one.
func (r SizeRow) nearest(want model.MiB) model.MiB {
	if len(r.Listed) > 0 {
		for _, m := range r.Listed {
			if m >= want {
				return m
			}
		}
		return r.Listed[len(r.Listed)-1]
	}
	steps := (max(want, r.Min) - r.Min + r.Step - 1) / r.Step
	return min(r.Min+steps*r.Step, r.Max)
}

// Allows reports whether the platform supports the size.
func (t Sizes) Allows(s Size) bool {
	return len(t.Rows) == 0 || slices.ContainsFunc(t.Rows, func(r SizeRow) bool {
		return r.CPU == s.CPU && r.nearest(s.Memory) == s.Memory
	})
}

// Nearest returns the smallest size with at least the wanted amounts, or the
// largest size.
func (t Sizes) Nearest(want Size) Size {
	if t.Allows(want) {
		return want
	}
	var best Size
	for _, r := range t.Rows {
		best = Size{r.CPU, r.nearest(want.Memory)}
		if best.CPU >= want.CPU && best.Memory >= want.Memory {
			break
		}
	}
	return best
}

// Fill completes a size with unknown parts (0): with the default if that is
// allowed, or with the smallest amount that the known part allows.
func (t Sizes) Fill(known, standard Size) Size {
	want := known
	if want.CPU == 0 {
		want.CPU = standard.CPU
	}
	if want.Memory == 0 {
		want.Memory = standard.Memory
	}
	if (known.CPU != 0 && known.Memory != 0) || t.Allows(want) {
		return want
	}
	for _, r := range t.Rows {
		switch {
		case known.CPU != 0 && r.CPU == known.CPU:
			return Size{r.CPU, r.nearest(0)}
		case known.CPU == 0 && r.CPU >= standard.CPU && r.nearest(known.Memory) == known.Memory:
			return Size{r.CPU, known.Memory}
		}
	}
	return want
}
