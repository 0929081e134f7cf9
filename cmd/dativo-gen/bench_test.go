package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/dativo-io/dativo-gen/internal/platform"
)

// BenchmarkRender takes one job from bytes to the files of its module, reading
// the templates and what lies beside the job anew each time, as a command does.
func BenchmarkRender(b *testing.B) {
	for _, p := range platform.All() {
		b.Run(p.Name, func(b *testing.B) {
			path, text := readExample(b, p.Name)
			b.ReportAllocs()
			for b.Loop() {
				renderText(b, loaderOf(b, jobFlags{}), path, text)
			}
		})
	}
}

// BenchmarkColdStart runs the program: a process that reads a job, writes its
// module and ends. Beside it the same machine runs `dativo-gen version`, which
// does nothing but start: the ratio of the two says what the work costs,
// whatever else the machine is doing.
func BenchmarkColdStart(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "dativo-gen")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	start := func(args ...string) time.Duration {
		began := time.Now()
		if out, err := exec.Command(binary, args...).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		return time.Since(began)
	}
	for _, p := range platform.All() {
		b.Run(p.Name, func(b *testing.B) {
			var nothing, whole time.Duration
			for b.Loop() {
				folder, err := os.MkdirTemp(b.TempDir(), "")
				if err != nil {
					b.Fatal(err)
				}
				nothing += start("version")
				whole += start("render", "--config", examplePath(p.Name), "--output", filepath.Join(folder, "module"))
			}
			b.ReportMetric(float64(whole.Microseconds())/1000/float64(b.N), "ms/render")
			b.ReportMetric(float64(nothing.Microseconds())/1000/float64(b.N), "ms/version")
			b.ReportMetric(float64(whole)/float64(nothing), "times-version")
			b.ReportMetric(0, "ns/op")
		})
	}
}
