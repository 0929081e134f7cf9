package tags

import "testing"

func BenchmarkDerive(b *testing.B) {
	in := complete()
	b.ReportAllocs()
	for b.Loop() {
		Derive(in)
	}
}

func BenchmarkSanitize(b *testing.B) {
	set := Derive(complete()).Flat.Tags
	sink, _ := SinkNamed(GCP)
	b.ReportAllocs()
	for b.Loop() {
		Sanitize(set, sink)
	}
}
