package model

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// MilliCPU is an amount of computing power in thousandths of a vCPU.
type MilliCPU int

// MiB is an amount of memory in mebibytes: 1 GiB is 1024 MiB.
type MiB int

const (
	// milliPerVCPU and unitsPerVCPU are what one vCPU is to Kubernetes and to
	// Amazon ECS.
	milliPerVCPU = 1000
	unitsPerVCPU = 1024
	mibPerGiB    = 1024

	// smallestBareNumber divides the two readings of a number without a unit.
	// No platform offers a task fewer than 64 CPU units or 64 vCPUs or more
	// (Fargate: 256 units to 16 vCPUs, botocore 1.43.11, read 2026-11-22), and
	// none runs a container in less than 64 MiB.
	smallestBareNumber = 64

	// Amounts above these are slips of the pen, such as bytes for MiB.
	maxMilliCPU = 4096 * milliPerVCPU
	maxMiB      = 16 * 1024 * mibPerGiB
)

const (
	cpuSpellings    = `write 1024 (CPU units), "1000m" or "1 vCPU"`
	memorySpellings = `write 2048 (MiB), "2Gi" or "2 GB"`
)

// ParseCPU reads an amount of CPU in any of the spellings that job files use:
//
//	1024                CPU units of Amazon ECS, 1024 to a vCPU
//	1000m               thousandths of a vCPU, as in Kubernetes
//	1, 0.5, .5          vCPUs
//	1 vCPU, 0.5vCPU     vCPUs, in upper or lower case
//
// A number without a unit is CPU units from 64 upwards and vCPUs below: no
// platform has a task of less than 64 units or of 64 vCPUs.
//
// The amount is exact. One that is no whole number of thousandths is an error
// that names the nearest. So is an exponent, a sign or a digit separator.
func ParseCPU(s string) (MilliCPU, error) {
	number, unit, ok := splitAmount(s)
	if !ok {
		return 0, fmt.Errorf("%s is not an amount of CPU; %s", quote(s), cpuSpellings)
	}
	milli := new(big.Rat)
	switch strings.ToLower(unit) {
	case "":
		if number.Cmp(big.NewRat(smallestBareNumber, 1)) >= 0 {
			return parseCPUUnits(s, number)
		}
		milli.Mul(number, big.NewRat(milliPerVCPU, 1))
	case "vcpu", "vcpus":
		milli.Mul(number, big.NewRat(milliPerVCPU, 1))
	case "m":
		// Kubernetes reads M as a million.
		if unit == "M" {
			return 0, fmt.Errorf("%s has an M where thousandths of a vCPU have an m; write %q", quote(s), strings.TrimSuffix(strings.TrimSpace(s), "M")+"m")
		}
		milli.Set(number)
	default:
		return 0, fmt.Errorf("%s has the unknown unit %s; %s", quote(s), quote(unit), cpuSpellings)
	}
	n, err := wholeAmount(milli, maxMilliCPU)
	switch {
	case errors.Is(err, errNotWhole):
		return 0, fmt.Errorf("%s is finer than a thousandth of a vCPU; the nearest is %q", quote(s), fmt.Sprintf("%dm", n))
	case errors.Is(err, errTooMuch):
		return 0, fmt.Errorf("%s is more than %s", quote(s), MilliCPU(maxMilliCPU))
	case err != nil:
		return 0, fmt.Errorf("%s is no CPU at all; %s", quote(s), cpuSpellings)
	}
	return MilliCPU(n), nil
}

// parseCPUUnits turns CPU units into thousandths of a vCPU: 1024 are 1000, so
// only multiples of 128 come out whole.
func parseCPUUnits(s string, units *big.Rat) (MilliCPU, error) {
	const step = 128
	milli := new(big.Rat).Mul(units, big.NewRat(milliPerVCPU, unitsPerVCPU))
	n, err := wholeAmount(milli, maxMilliCPU)
	switch {
	case errors.Is(err, errNotWhole):
		steps, _ := wholeAmount(new(big.Rat).Quo(units, big.NewRat(step, 1)), maxMilliCPU)
		nearest := steps * step
		return 0, fmt.Errorf("%s CPU units are not a whole number of thousandths of a vCPU; the nearest is %d (%s), unless %q is meant",
			quote(s), nearest, MilliCPU(nearest*milliPerVCPU/unitsPerVCPU), strings.TrimSpace(s)+"m")
	case err != nil:
		return 0, fmt.Errorf("%s CPU units are more than %s", quote(s), MilliCPU(maxMilliCPU))
	}
	return MilliCPU(n), nil
}

// Units is the amount in CPU units of Amazon ECS, 1024 to a vCPU, to the
// nearest. Every size that ECS has is a whole number here, and no other amount
// rounds to one.
func (c MilliCPU) Units() int {
	return (int(c)*unitsPerVCPU + milliPerVCPU/2) / milliPerVCPU
}

// VCPU is the number of vCPUs in decimals: "1", "0.5", "1.5".
func (c MilliCPU) VCPU() string {
	return new(big.Rat).SetFrac64(int64(c), milliPerVCPU).FloatString(decimals(int(c)))
}

// decimals is how many decimals a number of thousandths needs.
func decimals(thousandths int) int {
	n := 3
	for ; n > 0 && thousandths%10 == 0; n-- {
		thousandths /= 10
	}
	return n
}

// Kubernetes is the shortest Kubernetes quantity: "2", "500m".
func (c MilliCPU) Kubernetes() string {
	if c%milliPerVCPU == 0 {
		return strconv.Itoa(int(c / milliPerVCPU))
	}
	return strconv.Itoa(int(c)) + "m"
}

// String is the amount for a person: "0.5 vCPU".
func (c MilliCPU) String() string {
	return c.VCPU() + " vCPU"
}

// ParseMemory reads an amount of memory in any of the spellings that job files
// use, the unit in upper or lower case:
//
//	2048                MiB
//	512Mi, 512MB, 512M  MiB
//	2Gi, 2 GB, 2G       GiB
//
// GB and G are read as GiB, and MB and M as MiB: AWS and Google write "2 GB" in
// their tables of task sizes for what is 2048 MiB. Only a bare "m" is refused,
// which to Kubernetes is a thousandth of a byte.
//
// The amount must be a whole number of MiB; an exponent, a sign or a digit
// separator is an error.
func ParseMemory(s string) (MiB, error) {
	number, unit, ok := splitAmount(s)
	if !ok {
		return 0, fmt.Errorf("%s is not an amount of memory; %s", quote(s), memorySpellings)
	}
	if unit == "m" {
		return 0, fmt.Errorf("%s is in thousandths of a byte to Kubernetes; write %q", quote(s), strings.TrimSuffix(strings.TrimSpace(s), "m")+"Mi")
	}
	mib := new(big.Rat)
	switch strings.ToLower(unit) {
	case "", "m", "mb", "mi", "mib":
		mib.Set(number)
	case "g", "gb", "gi", "gib":
		mib.Mul(number, big.NewRat(mibPerGiB, 1))
	default:
		return 0, fmt.Errorf("%s has the unknown unit %s; %s", quote(s), quote(unit), memorySpellings)
	}
	n, err := wholeAmount(mib, maxMiB)
	switch {
	case errors.Is(err, errNotWhole):
		return 0, fmt.Errorf("%s is not a whole number of MiB; the nearest is %q", quote(s), fmt.Sprintf("%dMi", n))
	case errors.Is(err, errTooMuch):
		return 0, fmt.Errorf("%s is more than %s; a number without a unit is MiB", quote(s), MiB(maxMiB))
	case err != nil:
		return 0, fmt.Errorf("%s is no memory at all; %s", quote(s), memorySpellings)
	case unit == "" && n < smallestBareNumber:
		return 0, fmt.Errorf("%s without a unit is MiB, too little to run anything; write %q or %d",
			quote(s), fmt.Sprintf("%dGi", n), n*mibPerGiB)
	}
	return MiB(n), nil
}

// Kubernetes is the shortest Kubernetes quantity: "2Gi", "512Mi".
func (m MiB) Kubernetes() string {
	if m%mibPerGiB == 0 {
		return strconv.Itoa(int(m/mibPerGiB)) + "Gi"
	}
	return strconv.Itoa(int(m)) + "Mi"
}

// CloudRun is the amount as Cloud Run writes it, which is as Kubernetes does.
func (m MiB) CloudRun() string {
	return m.Kubernetes()
}

// String is the amount for a person: "2 GiB", "512 MiB".
func (m MiB) String() string {
	if m%mibPerGiB == 0 {
		return strconv.Itoa(int(m/mibPerGiB)) + " GiB"
	}
	return strconv.Itoa(int(m)) + " MiB"
}
