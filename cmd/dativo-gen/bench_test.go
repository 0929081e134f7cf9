package main

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/dativo-io/dativo-gen/internal/platform"
)

// BenchmarkRender renders one job from bytes to the files of its module. It reads the
// templates and the files that the job refers to each time, like a command.
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

// BenchmarkColdStart runs the program: a process that reads a job and writes its
// module. For comparison it also runs `dativo-gen version`, which only starts: the
// ratio is the cost of the work, whatever else the machine is doing.
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
				nothing += start("version")
				whole += start("render", "--config", examplePath(p.Name), "--output", filepath.Join(b.TempDir(), "module"))
			}
			b.ReportMetric(float64(whole.Microseconds())/1000/float64(b.N), "ms/render")
			b.ReportMetric(float64(nothing.Microseconds())/1000/float64(b.N), "ms/version")
			b.ReportMetric(float64(whole)/float64(nothing), "times-version")
			b.ReportMetric(0, "ns/op")
		})
	}
}
