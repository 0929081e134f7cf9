package platform

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// checkTimezone reports an invalid time zone, and warns of an abbreviation that is a
// valid one without daylight saving time.
func (n *normalizer) checkTimezone(zone string) {
	at := paths.ScheduleTimezone
	if err := model.ValidTimezone(zone); err != nil {
		n.problems.Errorf("timezone", at, "%v", err).Hint = zoneHint(zone)
		return
	}
	if city := map[string]string{"EST": "America/New_York", "MST": "America/Denver"}[zone]; city != "" {
		n.problems.Warnf("timezone", at, "%s has no daylight saving time", zone).Hintf("use %s for the local time there", city)
	}
}

// offsetForm is an offset from UTC as people write it: GMT+5, UTC+02, -03:00.
var offsetForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:gmt|utc|etc/gmt|etc/utc)?([+-])0*(\d{1,2})(?::?00)?$`)
})

// zoneHint says what to write instead of an invalid time zone. Similar names are
// not suggested for offsets and abbreviations: each is similar to another one.
func zoneHint(zone string) string {
	if groups := offsetForm().FindStringSubmatch(zone); groups != nil && !strings.HasPrefix(zone, "Etc/") {
		return offsetHint(groups[1], groups[2])
	}
	const abbreviation = 5
	if strings.ToUpper(zone) == zone && len(zone) <= abbreviation {
		if city := abbreviations()[zone]; city != "" {
			return "use a city in the zone, such as " + city
		}
		return ""
	}
	if near := diag.Suggest(zone, model.Timezones()); near != "" && !strings.ContainsAny(zone, "0123456789") {
		return "did you mean " + near + "?"
	}
	return ""
}

// offsetHint is the zone of an offset: Etc/GMT-5 is five hours ahead of UTC.
func offsetHint(sign, hours string) string {
	reversed := map[string]string{"+": "-", "-": "+"}[sign]
	n, _ := strconv.Atoi(hours)
	zone := fmt.Sprintf("Etc/GMT%s%d", reversed, n)
	switch {
	case n == 0:
		return "use UTC"
	case !slices.Contains(model.Timezones(), zone):
		return ""
	}
	return fmt.Sprintf("use %s, whose sign is reversed: UTC%s%d all year; or a city in the zone", zone, sign, n)
}

// abbreviations are those that the time zone database does not have, with a city.
func abbreviations() map[string]string {
	return map[string]string{
		"PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "EDT": "America/New_York", "CDT": "America/Chicago",
		"MDT": "America/Denver", "CEST": "Europe/Berlin", "EEST": "Europe/Athens", "AEST": "Australia/Sydney",
		"AEDT": "Australia/Sydney", "JST": "Asia/Tokyo", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
	}
}

// clockChanges warns of a run at a local time that does not exist on one day of the
// year, or comes twice. Schedulers skip the one, and may start two runs for the
// other.
func (n *normalizer) clockChanges(cron model.Cron) {
	change := cron.ClockChange(n.d.Schedule.Timezone)
	zone := n.d.Schedule.Timezone
	var message string
	switch {
	case change.Skipped != "" && change.Repeated != "":
		message = fmt.Sprintf("%s does not exist on one day a year in %s, and %s comes twice on another: "+
			"the run may be skipped, or start twice", change.Skipped, zone, change.Repeated)
	case change.Skipped != "":
		message = fmt.Sprintf("%s does not exist on one day a year in %s: the run may be skipped", change.Skipped, zone)
	case change.Repeated != "":
		message = fmt.Sprintf("%s comes twice on one day a year in %s: the run may start twice", change.Repeated, zone)
	default:
		return
	}
	n.problems.Warnf("clock-change", paths.ScheduleCron, "%s", message).
		Hintf("use another hour, or timezone: UTC")
}
