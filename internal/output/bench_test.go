package output

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkFleet plans and commits a thousand modules of five files.
func BenchmarkFleet(b *testing.B) {
	const jobs = 1000
	for _, name := range []string{"create", "unchanged", "update"} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				base := b.TempDir()
				fleet := func(version string) []Module {
					var modules []Module
					for i := range jobs {
						content := tree{}
						for _, file := range []string{"versions.tf", "main.tf", "variables.tf", "outputs.tf", "terraform.tfvars.json"} {
							content[file] = strings.Repeat(version+" of a line of configuration\n", 150)
						}
						modules = append(modules, module(filepath.Join(base, fmt.Sprint("job", i)), content))
					}
					return modules
				}
				commit := func(version string) {
					plan, problems := NewPlan(fleet(version), Options{})
					if problems.HasErrors() {
						b.Fatal(problems)
					}
					if err := plan.Commit(b.Context()); err != nil {
						b.Fatal(err)
					}
				}
				if name != "create" {
					commit("v1")
				}
				b.StartTimer()
				commit(map[string]string{"create": "v1", "unchanged": "v1", "update": "v2"}[name])
			}
			b.ReportMetric(float64(b.N*jobs)/b.Elapsed().Seconds(), "modules/s")
		})
	}
}
