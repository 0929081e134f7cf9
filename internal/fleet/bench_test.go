package fleet

import (
	"fmt"
	"os"
	"regexp"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/config"
)

// tenant is the line of an example with its tenant.
var tenant = regexp.MustCompile(`(?m)^tenant_id: .*`)

// BenchmarkRenderFleet takes a thousand jobs of all platforms and shapes from
// bytes to files.
func BenchmarkRenderFleet(b *testing.B) {
	const size = 1000
	paths := examples(b)
	texts := make([][]byte, size)
	for i := range size {
		text, err := os.ReadFile(paths[i%len(paths)])
		if err != nil {
			b.Fatal(err)
		}
		texts[i] = tenant.ReplaceAll(text, fmt.Appendf(nil, "tenant_id: tenant_%d", i))
	}
	b.ReportAllocs()
	for b.Loop() {
		jobs := make([]*Job, size)
		loader := &config.Loader{Projects: &config.Projects{}}
		err := each(size, func(i int) error {
			loaded, err := Load(loader, paths[i%len(paths)], texts[i])
			jobs[i] = loaded.Job
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		if _, problems := NewTemplates().RenderAll(jobs, nil); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
	b.ReportMetric(float64(size*b.N)/b.Elapsed().Seconds(), "jobs/s")
}
