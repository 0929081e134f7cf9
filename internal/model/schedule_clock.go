package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ClockChange is what a change of the clocks does to the runs of a schedule: the
// first local time that does not exist on one day of a year, and the first one that
// comes twice, such as "02:30"; empty where there is none.
type ClockChange struct{ Skipped, Repeated string }

// ClockChange returns what the clocks of a time zone do to the schedule. Times next
// to which the schedule fires again within the change, as an hourly one does, are
// left out: no work waits for the next day.
func (c Cron) ClockChange(zone string) ClockChange {
	rule, ok := clockRuleOf(zone)
	if !ok {
		return ClockChange{}
	}
	var change ClockChange
	const firstYear, years = 2027, 28 // dates and weekdays repeat
	for year := firstYear; year < firstYear+years; year++ {
		forward, back := rule.forward.in(year), rule.back.in(year)
		if change.Skipped == "" && !c.firesWithin(forward+rule.minutes, rule.minutes) {
			change.Skipped = c.firstWithin(forward, rule.minutes)
		}
		if change.Repeated == "" && !c.firesWithin(back-2*rule.minutes, rule.minutes) {
			change.Repeated = c.firstWithin(back-rule.minutes, rule.minutes)
		}
	}
	return change
}

// firesWithin reports whether the schedule fires within some minutes from a point in
// local time, in minutes since 1970.
func (c Cron) firesWithin(from, minutes int) bool { return c.firstWithin(from, minutes) != "" }

// firstWithin is the time of day at which it first does, or "".
func (c Cron) firstWithin(from, minutes int) string {
	for at := from; at < from+minutes; at++ {
		hour, minute := at/60%24, at%60
		if c.hour.has(hour) && c.minute.has(minute) && c.firesOn(time.Unix(int64(at)*60, 0).UTC()) {
			return fmt.Sprintf("%02d:%02d", hour, minute)
		}
	}
	return ""
}

// firesOn reports whether a day matches.
func (c Cron) firesOn(day time.Time) bool {
	return c.month.has(int(day.Month())) && c.dayRule().fires(c.day.has(day.Day()), c.weekday.has(int(day.Weekday())))
}

// clockRule is when the clocks of a zone change, each year from now on, and by how
// many minutes.
type clockRule struct {
	minutes       int
	forward, back clockDay
}

// clockDay is a day such as the last Sunday of March, as POSIX writes it (M3.5.0),
// and a time in minutes from its midnight, in the local time until then.
type clockDay struct{ month, week, weekday, minutes int }

// in returns the change in a year, in minutes of local time since 1970.
func (d clockDay) in(year int) int {
	first := time.Date(year, time.Month(d.month), 1, 0, 0, 0, 0, time.UTC)
	day := 1 + (d.weekday-int(first.Weekday())+7)%7 + 7*(d.week-1)
	for day > time.Date(year, time.Month(d.month)+1, 0, 0, 0, 0, 0, time.UTC).Day() {
		day -= 7
	}
	return int(first.AddDate(0, 0, day-1).Unix()/60) + d.minutes
}

// clockRuleOf returns the rule of a zone; false for one whose clocks do not change,
// or by no rule.
func clockRuleOf(zone string) (clockRule, bool) {
	var rule clockRule
	for line := range strings.Lines(clockRules) {
		if numbers, isRule := strings.CutSuffix(strings.TrimSpace(line), ":"); isRule {
			f, b := &rule.forward, &rule.back
			if _, err := fmt.Sscanf(numbers, "%d %d.%d.%d/%d %d.%d.%d/%d", &rule.minutes, &f.month, &f.week, &f.weekday, &f.minutes,
				&b.month, &b.week, &b.weekday, &b.minutes); err != nil {
				return clockRule{}, false
			}
			continue
		}
		if slices.Contains(strings.Fields(line), zone) {
			return rule, true
		}
	}
	return clockRule{}, false
}

// clockRules are the rules of the IANA time zone database's release 2025c, from the
// last lines of its files, by zone and link. Each begins with the minutes by which
// the clocks change, and the days on which they go forward and back.
//
// Morocco's clocks follow the moon and are left out.
const clockRules = `
30 10.1.0/120 4.1.0/120:
  Australia/LHI Australia/Lord_Howe
60 10.1.0/120 4.1.0/180:
  Antarctica/Macquarie Australia/ACT Australia/Adelaide Australia/Broken_Hill Australia/Canberra Australia/Currie
  Australia/Hobart Australia/Melbourne Australia/NSW Australia/South Australia/Sydney Australia/Tasmania
  Australia/Victoria Australia/Yancowinna Pacific/Norfolk
60 3.2.0/0 11.1.0/60:
  America/Havana Cuba
60 3.2.0/120 11.1.0/120:
  America/Adak America/Anchorage America/Atka America/Boise America/Cambridge_Bay America/Chicago America/Ciudad_Juarez
  America/Denver America/Detroit America/Edmonton America/Ensenada America/Fort_Wayne America/Glace_Bay
  America/Goose_Bay America/Grand_Turk America/Halifax America/Indiana/Indianapolis America/Indiana/Knox
  America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Tell_City America/Indiana/Vevay
  America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Inuvik America/Iqaluit America/Juneau
  America/Kentucky/Louisville America/Kentucky/Monticello America/Knox_IN America/Los_Angeles America/Louisville
  America/Matamoros America/Menominee America/Metlakatla America/Miquelon America/Moncton America/Montreal
  America/Nassau America/New_York America/Nipigon America/Nome America/North_Dakota/Beulah America/North_Dakota/Center
  America/North_Dakota/New_Salem America/Ojinaga America/Pangnirtung America/Port-au-Prince America/Rainy_River
  America/Rankin_Inlet America/Resolute America/Santa_Isabel America/Shiprock America/Sitka America/St_Johns
  America/Thule America/Thunder_Bay America/Tijuana America/Toronto America/Vancouver America/Winnipeg America/Yakutat
  America/Yellowknife Atlantic/Bermuda CST6CDT Canada/Atlantic Canada/Central Canada/Eastern Canada/Mountain
  Canada/Newfoundland Canada/Pacific EST5EDT MST7MDT Mexico/BajaNorte Navajo PST8PDT US/Alaska US/Aleutian US/Central
  US/East-Indiana US/Eastern US/Indiana-Starke US/Michigan US/Mountain US/Pacific
60 3.4.4/1560 10.5.0/120:
  Asia/Jerusalem Asia/Tel_Aviv Israel
60 3.4.4/3000 10.4.4/3000:
  Asia/Gaza Asia/Hebron
60 3.5.0/-60 10.5.0/0:
  America/Godthab America/Nuuk America/Scoresbysund
60 3.5.0/0 10.5.0/0:
  Asia/Beirut
60 3.5.0/0 10.5.0/60:
  Atlantic/Azores
60 3.5.0/120 10.5.0/180:
  Africa/Ceuta Arctic/Longyearbyen Atlantic/Jan_Mayen CET Europe/Amsterdam Europe/Andorra Europe/Belgrade Europe/Berlin
  Europe/Bratislava Europe/Brussels Europe/Budapest Europe/Busingen Europe/Chisinau Europe/Copenhagen Europe/Gibraltar
  Europe/Ljubljana Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo Europe/Paris Europe/Podgorica
  Europe/Prague Europe/Rome Europe/San_Marino Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane
  Europe/Tiraspol Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Warsaw Europe/Zagreb Europe/Zurich MET Poland
60 3.5.0/180 10.5.0/240:
  Asia/Famagusta Asia/Nicosia EET Europe/Athens Europe/Bucharest Europe/Helsinki Europe/Kiev Europe/Kyiv
  Europe/Mariehamn Europe/Nicosia Europe/Riga Europe/Sofia Europe/Tallinn Europe/Uzhgorod Europe/Vilnius
  Europe/Zaporozhye
60 3.5.0/60 10.5.0/120:
  Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira Eire Europe/Belfast Europe/Dublin Europe/Guernsey
  Europe/Isle_of_Man Europe/Jersey Europe/Lisbon Europe/London GB GB-Eire Portugal WET
60 4.5.5/0 10.5.4/1440:
  Africa/Cairo Egypt
60 9.1.6/1320 4.1.6/1320:
  Chile/EasterIsland Pacific/Easter
60 9.1.6/1440 4.1.6/1440:
  America/Santiago Chile/Continental
60 9.5.0/120 4.1.0/180:
  Antarctica/McMurdo Antarctica/South_Pole NZ Pacific/Auckland
60 9.5.0/165 4.1.0/225:
  NZ-CHAT Pacific/Chatham
120 3.5.0/60 10.5.0/180:
  Antarctica/Troll
`
