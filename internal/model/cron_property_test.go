package model

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
)

// randomField writes one field of Unix cron, as people and as fuzzers do.
func randomField(r *rand.Rand, low, high int, names []string) string {
	if r.IntN(3) == 0 {
		return "*"
	}
	value := func(n int) string {
		if names == nil || r.IntN(2) == 0 || n-low >= len(names) {
			return strconv.Itoa(n)
		}
		name := names[n-low]
		if r.IntN(2) == 0 {
			name = strings.ToLower(name)
		}
		return name
	}
	element := func() string {
		from := low + r.IntN(high-low+1)
		to := from + r.IntN(high-from+1)
		switch kind := r.IntN(6); {
		case kind == 0:
			return fmt.Sprintf("*/%d", 1+r.IntN(high-low-1))
		case kind == 1 && from < to:
			return value(from) + "-" + value(to)
		case kind == 2 && to > from:
			return fmt.Sprintf("%d-%d/%d", from, to, 1+r.IntN(to-from))
		case kind == 3 && len(names) == 7:
			return names[r.IntN(7)] + "-" + names[r.IntN(7)]
		}
		return value(from)
	}
	elements := []string{element()}
	for r.IntN(3) == 0 {
		elements = append(elements, element())
	}
	return strings.Join(elements, ",")
}

func randomCron(r *rand.Rand) string {
	return strings.Join([]string{
		randomField(r, 0, 59, nil), randomField(r, 0, 23, nil), randomField(r, 1, 31, nil),
		randomField(r, 1, 12, testMonths), randomField(r, 0, 7, testWeekdays),
	}, " ")
}

// Whatever a platform is given fires exactly when the Unix expression does, and
// a platform is refused only what it cannot say.
func TestConversionsFireAlike(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	refused := map[string]int{}
	const runs = 600
	for range runs {
		expr := randomCron(r)
		c, err := ParseCron(expr)
		if err != nil {
			// Descending ranges of names and numbers, and days that do not exist.
			if !strings.Contains(err.Error(), "is descending") && !strings.Contains(err.Error(), "never fires") &&
				!strings.Contains(err.Error(), "larger than the range") {
				t.Fatalf("ParseCron(%q): %v", expr, err)
			}
			refused["input"]++
			continue
		}
		unix := readVixie(expr)
		both := unix.dayRestricted && unix.weekdayRestricted
		for _, target := range []struct {
			name    string
			convert func() (string, error)
			read    func(string) firing
			refuse  bool
		}{
			{"EventBridge", c.EventBridge, readEventBridge, both},
			{"Kubernetes", c.Kubernetes, readRobfig, both && unix.starred},
			{"Cloud Scheduler", c.CloudScheduler, readCloudScheduler, both && unix.starred},
		} {
			text, err := target.convert()
			if err != nil {
				refused[target.name]++
				if !target.refuse && !strings.Contains(err.Error(), "characters") {
					t.Errorf("%q refused for %s: %v", expr, target.name, err)
				}
				continue
			}
			if target.refuse {
				t.Errorf("%q is %q for %s, which cannot say it", expr, text, target.name)
				continue
			}
			if d := difference(unix, target.read(text)); d != "" {
				t.Errorf("%q is %q for %s: %s", expr, text, target.name, d)
			}
			if target.name == "EventBridge" {
				if again, err := ParseAWSSchedule(text); err != nil || again != text {
					t.Errorf("%q is %q for EventBridge: %q, %v", expr, text, again, err)
				}
			} else if again, err := ParseCron(text); err != nil || difference(unix, readVixie(again.String())) != "" {
				t.Errorf("%q is %q for %s, which Unix cron reads otherwise: %v", expr, text, target.name, err)
			}
		}
	}
	for _, who := range []string{"input", "EventBridge", "Kubernetes", "Cloud Scheduler"} {
		if n := refused[who]; n == 0 || n > runs*2/3 {
			t.Errorf("%s: %d of %d refused: the expressions are not the mixture that this test wants", who, n, runs)
		}
	}
}

// The intervals are those of a plain walk over the calendar.
func TestIntervalsOfRandomExpressions(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 30 {
		expr := randomCron(r)
		c, err := ParseCron(expr)
		if err != nil {
			continue
		}
		shortest, longest := walk(readVixie(expr))
		if got := c.MinInterval(); got != shortest {
			t.Errorf("%q: MinInterval() = %v, want %v", expr, got, shortest)
		}
		if got := c.MaxInterval(); got != longest {
			t.Errorf("%q: MaxInterval() = %v, want %v", expr, got, longest)
		}
	}
}

// walk goes through more than 28 years, none without its leap day.
func walk(f firing) (shortest, longest time.Duration) {
	var previous time.Time
	for date := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() < 2000; date = date.AddDate(0, 0, 1) {
		if !f.on(date) {
			continue
		}
		for _, hour := range f.hours {
			for _, minute := range f.minutes {
				now := date.Add(time.Duration(hour*60+minute) * time.Minute)
				if gap := now.Sub(previous); !previous.IsZero() {
					longest = max(longest, gap)
					if shortest == 0 || gap < shortest {
						shortest = gap
					}
				}
				previous = now
			}
		}
	}
	return shortest, longest
}

func FuzzParseCron(f *testing.F) {
	for _, seed := range []string{
		"0 2 * * *", "@daily", "*/15 0-8,20-23 1,15 JAN-MAR mon-fri", "0 0 * * FRI-MON", "0 0 31 2 *",
		"TZ=UTC 0 0 * * *", "0 0 L * ?", "99999999999999999999 * * * *", "*/99999999999999999999 * * * *", "* * * * -",
		"0 0 1-31/30 * 5-7", "a\x00 * * * *", "@every 1h", "cron(0 0 * * ? *)", "*/1 */1 */1 */1 */1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		c, err := ParseCron(expr)
		if err != nil {
			return
		}
		if shortest, longest := c.MinInterval(), c.MaxInterval(); shortest < time.Minute || longest < shortest {
			t.Fatalf("%q: intervals from %v to %v", expr, shortest, longest)
		}
		if again, err := ParseCron(c.String()); err != nil || again != c {
			t.Fatalf("%q: %q is read as %+v, %v", expr, c.String(), again, err)
		}
		if text, err := c.EventBridge(); err == nil {
			if _, err := ParseAWSSchedule(text); err != nil {
				t.Fatalf("%q: %q: %v", expr, text, err)
			}
		}
		for _, convert := range []func() (string, error){c.Kubernetes, c.CloudScheduler} {
			if text, err := convert(); err == nil {
				if _, err := ParseCron(text); err != nil {
					t.Fatalf("%q: %q: %v", expr, text, err)
				}
			}
		}
	})
}

func BenchmarkMinInterval(b *testing.B) {
	c, err := ParseCron("0 2 * * MON")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		c.MinInterval()
	}
}
