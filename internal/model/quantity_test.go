package model

import (
	"strings"
	"testing"
)

func TestParseCPU(t *testing.T) {
	t.Parallel()
	tests := map[string]MilliCPU{
		// A number without a unit: CPU units from 64 upwards, vCPUs below.
		"128": 125, "256": 250, "512": 500, "1024": 1000, "2048": 2000, "4096": 4000,
		"8192": 8000, "16384": 16000, "1536": 1500, "1024.0": 1000, "001024": 1000,
		"1": 1000, "2": 2000, "16": 16000, "63": 63000, "63.999": 63999,

		"1.5": 1500, "0.5": 500, ".5": 500, "0.25": 250, "1.0": 1000, "0.001": 1, "1.50000": 1500,
		"1000m": 1000, "500m": 500, "1m": 1, "1500 m": 1500, "250.0m": 250,
		"1 vCPU": 1000, "0.5 vCPU": 500, "2 vCPUs": 2000, "2vcpu": 2000, ".25 VCPU": 250, "  4 vCPU ": 4000,
		"128 vCPU": 128000, "4096 vCPU": 4096000, "4194304": 4096000,
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := ParseCPU(text)
			if err != nil || got != want {
				t.Errorf("ParseCPU(%q) = %d, %v; want %d", text, got, err, want)
			}
		})
	}
}

func TestParseCPUErrors(t *testing.T) {
	t.Parallel()
	const spellings = `write 1024 (CPU units), "1000m" or "1 vCPU"`
	tests := map[string]string{
		"fast":                       `invalid amount of CPU "fast"; ` + spellings,
		"":                           `invalid amount of CPU ""; ` + spellings,
		"vCPU":                       `invalid amount of CPU "vCPU"; ` + spellings,
		"-1":                         `invalid amount of CPU "-1"; ` + spellings,
		"+1":                         `invalid amount of CPU "+1"; ` + spellings,
		"1e3":                        `invalid amount of CPU "1e3"; ` + spellings,
		"1,5":                        `invalid amount of CPU "1,5"; ` + spellings,
		"1_024":                      `invalid amount of CPU "1_024"; ` + spellings,
		"0x400":                      `invalid amount of CPU "0x400"; ` + spellings,
		"NaN":                        `invalid amount of CPU "NaN"; ` + spellings,
		"Inf":                        `invalid amount of CPU "Inf"; ` + spellings,
		"1.":                         `invalid amount of CPU "1."; ` + spellings,
		".":                          `invalid amount of CPU "."; ` + spellings,
		"1.2.3":                      `invalid amount of CPU "1.2.3"; ` + spellings,
		"1 2":                        `invalid amount of CPU "1 2"; ` + spellings,
		"1/2":                        `invalid amount of CPU "1/2"; ` + spellings,
		"١":                          `invalid amount of CPU "١"; ` + spellings,
		"2Gi":                        `"2Gi" has the unknown unit "Gi"; ` + spellings,
		"1 core":                     `"1 core" has the unknown unit "core"; ` + spellings,
		"1000M":                      `"1000M" has the unit M, but thousandths of a vCPU are m; write "1000m"`,
		"1.5 M":                      `"1.5 M" has the unit M, but thousandths of a vCPU are m; write "1.5 m"`,
		"0":                          `"0" must be more than zero; ` + spellings,
		"0.0":                        `"0.0" must be more than zero; ` + spellings,
		"0m":                         `"0m" must be more than zero; ` + spellings,
		"64":                         `"64" CPU units are not a whole number of thousandths of a vCPU; the nearest is 128 (0.125 vCPU), unless "64m" is meant`,
		"1000":                       `"1000" CPU units are not a whole number of thousandths of a vCPU; the nearest is 1024 (1 vCPU), unless "1000m" is meant`,
		"300":                        `"300" CPU units are not a whole number of thousandths of a vCPU; the nearest is 256 (0.25 vCPU), unless "300m" is meant`,
		"1024.5":                     `"1024.5" CPU units are not a whole number of thousandths of a vCPU; the nearest is 1024 (1 vCPU), unless "1024.5m" is meant`,
		"0.0004":                     `"0.0004" is finer than a thousandth of a vCPU; the nearest is "1m"`,
		"0.3333":                     `"0.3333" is finer than a thousandth of a vCPU; the nearest is "333m"`,
		"0.5m":                       `"0.5m" is finer than a thousandth of a vCPU; the nearest is "1m"`,
		"4096.1vCPU":                 `"4096.1vCPU" is more than 4096 vCPU`,
		"4194432":                    `"4194432" CPU units are more than 4096 vCPU`,
		"99999999999999999999999999": `"99999999999999999999999999" CPU units are more than 4096 vCPU`,
		strings.Repeat("9", 1<<16):   `invalid amount of CPU "` + strings.Repeat("9", 60) + `…"; ` + spellings,
	}
	for text, want := range tests {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			got, err := ParseCPU(text)
			if err == nil || err.Error() != want {
				t.Errorf("ParseCPU = %d\n got %v\nwant %s", got, err, want)
			}
		})
	}
}

func TestMilliCPUText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		cpu              MilliCPU
		units            int
		vcpu, kubernetes string
	}{
		{125, 128, "0.125", "125m"},
		{250, 256, "0.25", "250m"},
		{500, 512, "0.5", "500m"},
		{1000, 1024, "1", "1"},
		{1500, 1536, "1.5", "1500m"},
		{10000, 10240, "10", "10"},
		{16000, 16384, "16", "16"},
		{1, 1, "0.001", "1m"},
		{249, 255, "0.249", "249m"},
		{251, 257, "0.251", "251m"},
	}
	for _, tt := range tests {
		t.Run(tt.kubernetes, func(t *testing.T) {
			t.Parallel()
			if got := tt.cpu.Units(); got != tt.units {
				t.Errorf("Units() = %d, want %d", got, tt.units)
			}
			if got := tt.cpu.VCPU(); got != tt.vcpu {
				t.Errorf("VCPU() = %q, want %q", got, tt.vcpu)
			}
			if got := tt.cpu.Kubernetes(); got != tt.kubernetes {
				t.Errorf("Kubernetes() = %q, want %q", got, tt.kubernetes)
			}
			if got, want := tt.cpu.String(), tt.vcpu+" vCPU"; got != want {
				t.Errorf("String() = %q, want %q", got, want)
			}
		})
	}
}

// An amount that ECS does not have must not turn into one by rounding.
func TestUnitsAreDistinct(t *testing.T) {
	t.Parallel()
	for c := MilliCPU(1); c < 20000; c++ {
		if c.Units() >= (c + 1).Units() {
			t.Fatalf("%s and %s are both %d units", c, c+1, c.Units())
		}
	}
}

func TestParseMemory(t *testing.T) {
	t.Parallel()
	tests := map[string]MiB{
		"64": 64, "512": 512, "2048": 2048, "2048.0": 2048, " 2048 ": 2048, "122880": 122880,
		"2Gi": 2048, "2GB": 2048, "2 GB": 2048, "2G": 2048, "2GiB": 2048, "2gb": 2048, "2g": 2048,
		"2048Mi": 2048, "2048MB": 2048, "2048M": 2048, "2048 MiB": 2048, "512M": 512, "512mb": 512, "1Mi": 1,
		"0.5Gi": 512, ".5GB": 512, "1.5GB": 1536, "0.0009765625Gi": 1,
		"16384Gi": 16 << 20, "16777216": 16 << 20,
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := ParseMemory(text)
			if err != nil || got != want {
				t.Errorf("ParseMemory(%q) = %d, %v; want %d", text, got, err, want)
			}
		})
	}
}

func TestParseMemoryErrors(t *testing.T) {
	t.Parallel()
	const spellings = `write 2048 (MiB), "2Gi" or "2 GB"`
	tests := map[string]string{
		"lots":       `invalid amount of memory "lots"; ` + spellings,
		"":           `invalid amount of memory ""; ` + spellings,
		"-1":         `invalid amount of memory "-1"; ` + spellings,
		"2e3":        `invalid amount of memory "2e3"; ` + spellings,
		"2 048":      `invalid amount of memory "2 048"; ` + spellings,
		"2Gi Mi":     `invalid amount of memory "2Gi Mi"; ` + spellings,
		"2Ti":        `"2Ti" has the unknown unit "Ti"; ` + spellings,
		"2048Ki":     `"2048Ki" has the unknown unit "Ki"; ` + spellings,
		"1 vCPU":     `"1 vCPU" has the unknown unit "vCPU"; ` + spellings,
		"512m":       `"512m" is in thousandths of a byte in Kubernetes; write "512Mi"`,
		"1.5m":       `"1.5m" is in thousandths of a byte in Kubernetes; write "1.5Mi"`,
		"0":          `"0" must be more than zero; ` + spellings,
		"0Gi":        `"0Gi" must be more than zero; ` + spellings,
		"2":          `"2" without a unit is in MiB, which is too little to run anything; write "2Gi" or 2048`,
		"63":         `"63" without a unit is in MiB, which is too little to run anything; write "63Gi" or 64512`,
		"1.3Gi":      `"1.3Gi" is not a whole number of MiB; the nearest is "1331Mi"`,
		"0.1Mi":      `"0.1Mi" is not a whole number of MiB; the nearest is "1Mi"`,
		"1024.5":     `"1024.5" is not a whole number of MiB; the nearest is "1025Mi"`,
		"2147483648": `"2147483648" is more than 16384 GiB; a number without a unit is in MiB`,
		"16385Gi":    `"16385Gi" is more than 16384 GiB; a number without a unit is in MiB`,
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := ParseMemory(text)
			if err == nil || err.Error() != want {
				t.Errorf("ParseMemory = %d\n got %v\nwant %s", got, err, want)
			}
		})
	}
}

func TestMiBText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		memory             MiB
		kubernetes, person string
	}{
		{512, "512Mi", "512 MiB"},
		{1024, "1Gi", "1 GiB"},
		{1536, "1536Mi", "1536 MiB"},
		{2048, "2Gi", "2 GiB"},
		{122880, "120Gi", "120 GiB"},
	}
	for _, tt := range tests {
		t.Run(tt.person, func(t *testing.T) {
			t.Parallel()
			if got := tt.memory.Kubernetes(); got != tt.kubernetes {
				t.Errorf("Kubernetes() = %q, want %q", got, tt.kubernetes)
			}
			if got := tt.memory.CloudRun(); got != tt.kubernetes {
				t.Errorf("CloudRun() = %q, want %q", got, tt.kubernetes)
			}
			if got := tt.memory.String(); got != tt.person {
				t.Errorf("String() = %q, want %q", got, tt.person)
			}
		})
	}
}

func FuzzParseCPU(f *testing.F) {
	for _, seed := range []string{"1024", "1000m", "1.5", ".5", "2 vCPUs", "1e3", "0x10", "", "٣", "1.\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cpu, err := ParseCPU(text)
		if err != nil {
			return
		}
		if cpu < 1 || cpu > maxMilliCPU {
			t.Fatalf("ParseCPU(%q) = %d", text, cpu)
		}
		for _, again := range []string{cpu.String(), cpu.VCPU() + "vcpu", cpu.Kubernetes()} {
			// A whole number of 64 or more vCPUs needs its unit.
			if cpu >= smallestBareNumber*milliPerVCPU && isNumber(again) {
				continue
			}
			if got, err := ParseCPU(again); err != nil || got != cpu {
				t.Fatalf("ParseCPU(%q) = %d, but %q is %d, %v", text, cpu, again, got, err)
			}
		}
	})
}

func FuzzParseMemory(f *testing.F) {
	for _, seed := range []string{"2048", "2Gi", "2 GB", "0.5Gi", "512m", "1e3", "", "9999999999Gi"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		memory, err := ParseMemory(text)
		if err != nil {
			return
		}
		if memory < 1 || memory > maxMiB {
			t.Fatalf("ParseMemory(%q) = %d", text, memory)
		}
		for _, again := range []string{memory.String(), memory.Kubernetes()} {
			if got, err := ParseMemory(again); err != nil || got != memory {
				t.Fatalf("ParseMemory(%q) = %d, but %q is %d, %v", text, memory, again, got, err)
			}
		}
	})
}
