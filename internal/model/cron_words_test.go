package model

import "testing"

func TestCronWords(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		"0 2 * * *":         "daily at 02:00",
		"@daily":            "daily at 00:00",
		"@hourly":           "hourly",
		"* * * * *":         "every minute",
		"*/15 * * * *":      "every 15 minutes",
		"5 * * * *":         "hourly at minute 5",
		"30 */4 * * *":      "every 4 hours from 00:30",
		"0 4 * * 1":         "Mon at 04:00",
		"0 4,16 * * 4,1":    "Mon and Thu at 04:00 and 16:00",
		"0 6 * * 1-5":       "Mon-Fri at 06:00",
		"0 6 * * SUN":       "Sun at 06:00",
		"0 6 * * 0-6":       "daily at 06:00",
		"0 0 1 * *":         "day 1 of the month at 00:00",
		"0 0 1 1,7 *":       "day 1 of the month in Jan and Jul at 00:00",
		"*/15 * * * 1-5":    "Mon-Fri every 15 minutes",
		"7,20 * * * *":      "cron 7,20 * * * *",
		"*/7 * * * *":       "cron */7 * * * *",
		"0 2 1-20 * *":      "cron 0 2 1-20 * *",
		"0 2 1 * 1":         "cron 0 2 1 * 1",
		"0 2 * 1-6 *":       "cron 0 2 * 1-6 *",
		"0,10,20 1,2 * * *": "cron 0,10,20 1,2 * * *",
	} {
		cron, err := ParseCron(expression)
		if err != nil {
			t.Fatal(err)
		}
		if got := cron.Words(); got != want {
			t.Errorf("%s: got %q, want %q", expression, got, want)
		}
	}
	if got := (Cron{}).Words(); got != "" {
		t.Errorf("no schedule: %q", got)
	}
}
