package model

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// MilliCPU is an amount of CPU in thousandths of a vCPU.
type MilliCPU int

// MiB is an amount of memory in mebibytes: 1 GiB is 1024 MiB.
type MiB int

const (
	// milliPerVCPU and unitsPerVCPU are one vCPU in the units of Kubernetes and of
	// Amazon ECS.
	milliPerVCPU = 1000
	unitsPerVCPU = 1024
	mibPerGiB    = 1024

	// smallestBareNumber separates the two meanings of a number without a unit.
	// No platform offers a task fewer than 64 CPU units or 64 vCPUs or more
	// (Fargate: 256 units to 16 vCPUs, botocore 1.43.11, read 2026-11-22), and
	// none runs a container in less than 64 MiB.
	smallestBareNumber = 64

	// Amounts above these are mistakes, such as bytes instead of MiB.
	maxMilliCPU = 4096 * milliPerVCPU
	maxMiB      = 16 * 1024 * mibPerGiB
)

const (
	cpuSpellings    = `write 1024 (CPU units), "1000m" or "1 vCPU"`
	memorySpellings = `write 2048 (MiB), "2Gi" or "2 GB"`
)

// ParseCPU parses an amount of CPU in any of the notations that job files use:
//
//	1024                CPU units of Amazon ECS, 1024 to a vCPU
//	1000m               thousandths of a vCPU, as in Kubernetes
//	1, 0.5, .5          vCPUs
//	1 vCPU, 0.5vCPU     vCPUs, in upper or lower case
//
// A number without a unit is in CPU units from 64 upwards and in vCPUs below: no
// platform has tasks with less than 64 units, or with 64 vCPUs.
//
// The amount is exact: if it is not a whole number of thousandths, the error names
// the nearest one. Exponents, signs and digit separators are errors.
func ParseCPU(s string) (MilliCPU, error) {
	number, unit, ok := splitAmount(s)
	if !ok {
		return 0, fmt.Errorf("invalid amount of CPU %s; %s", quote(s), cpuSpellings)
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
		// In Kubernetes, M is a million.
		if unit == "M" {
			return 0, fmt.Errorf("%s has the unit M, but thousandths of a vCPU are m; write %q",
				quote(s), strings.TrimSuffix(strings.TrimSpace(s), "M")+"m")
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
		return 0, fmt.Errorf("%s must be more than zero; %s", quote(s), cpuSpellings)
	}
	return MilliCPU(n), nil
}

// parseCPUUnits converts CPU units to thousandths of a vCPU. 1024 units are 1000,
// so only multiples of 128 are exact.
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

// Units returns the amount in CPU units of Amazon ECS, 1024 per vCPU, rounded to
// the nearest. Every ECS size is exact, and no other amount rounds to one.
func (c MilliCPU) Units() int {
	return (int(c)*unitsPerVCPU + milliPerVCPU/2) / milliPerVCPU
}

// VCPU returns the number of vCPUs as a decimal: "1", "0.5", "1.5".
func (c MilliCPU) VCPU() string {
	return new(big.Rat).SetFrac64(int64(c), milliPerVCPU).FloatString(decimals(int(c)))
}

// decimals returns how many decimals a number of thousandths needs.
func decimals(thousandths int) int {
	n := 3
	for ; n > 0 && thousandths%10 == 0; n-- {
		thousandths /= 10
	}
	return n
}

// Kubernetes returns the shortest Kubernetes quantity: "2", "500m".
func (c MilliCPU) Kubernetes() string {
	if c%milliPerVCPU == 0 {
		return strconv.Itoa(int(c / milliPerVCPU))
	}
	return strconv.Itoa(int(c)) + "m"
}

// String returns the amount for people to read: "0.5 vCPU".
func (c MilliCPU) String() string {
	return c.VCPU() + " vCPU"
}

// ParseMemory parses an amount of memory in any of the notations that job files
// use, with the unit in upper or lower case:
//
//	2048                MiB
//	512Mi, 512MB, 512M  MiB
//	2Gi, 2 GB, 2G       GiB
//
// GB and G are GiB, and MB and M are MiB: AWS and Google write "2 GB" for 2048 MiB
// in their tables of task sizes. Only a bare "m" is rejected, which is a thousandth
// of a byte in Kubernetes.
//
// The amount must be a whole number of MiB. Exponents, signs and digit separators
// are errors.
func ParseMemory(s string) (MiB, error) {
	number, unit, ok := splitAmount(s)
	if !ok {
		return 0, fmt.Errorf("invalid amount of memory %s; %s", quote(s), memorySpellings)
	}
	if unit == "m" {
		return 0, fmt.Errorf("%s is in thousandths of a byte in Kubernetes; write %q",
			quote(s), strings.TrimSuffix(strings.TrimSpace(s), "m")+"Mi")
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
		return 0, fmt.Errorf("%s is more than %s; a number without a unit is in MiB", quote(s), MiB(maxMiB))
	case err != nil:
		return 0, fmt.Errorf("%s must be more than zero; %s", quote(s), memorySpellings)
	case unit == "" && n < smallestBareNumber:
		return 0, fmt.Errorf("%s without a unit is in MiB, which is too little to run anything; write %q or %d",
			quote(s), fmt.Sprintf("%dGi", n), n*mibPerGiB)
	}
	return MiB(n), nil
}

// Kubernetes returns the shortest Kubernetes quantity: "2Gi", "512Mi".
func (m MiB) Kubernetes() string {
	if m%mibPerGiB == 0 {
		return strconv.Itoa(int(m/mibPerGiB)) + "Gi"
	}
	return strconv.Itoa(int(m)) + "Mi"
}

// CloudRun returns the amount in Cloud Run's notation, which is that of Kubernetes.
func (m MiB) CloudRun() string {
	return m.Kubernetes()
}

// String returns the amount for people to read: "2 GiB", "512 MiB".
func (m MiB) String() string {
	if m%mibPerGiB == 0 {
		return strconv.Itoa(int(m/mibPerGiB)) + " GiB"
	}
	return strconv.Itoa(int(m)) + " MiB"
}
