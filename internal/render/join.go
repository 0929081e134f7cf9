package render

// join is the context after branches that ended in a and b; ok is false if no
// text could follow both.
func join(a, b context) (joined context, ok bool) {
	switch {
	case a.dead:
		return b.clone(), true
	case b.dead || a.key() == b.key():
		return a.clone(), true
	case a.pending != b.pending || len(a.frames) != len(b.frames):
		return a, false
	case a.mode != b.mode && (a.mode == inBlockComment || b.mode == inBlockComment):
		return a, false
	}
	joined = a.clone()
	if a.mode != b.mode {
		joined.mode = atLineEnd
	}
	last := len(a.frames) - 1
	for i := range a.frames {
		fa, fb := a.frames[i], b.frames[i]
		if fa.kind != fb.kind || fa.marker != fb.marker || fa.lineKey() != fb.lineKey() || i < last && fa.place != fb.place {
			return a, false
		}
	}
	joined.top().place, ok = joinPlaces(a.top().place, b.top().place)
	return joined, ok
}

// joinPlaces is the place after branches that ended at a and b.
func joinPlaces(a, b place) (place, bool) {
	after := func(p place) bool { return p == inWord || p == afterDot || p == afterValue || p == touching }
	starts := func(p place) bool { return p == atValue || p == afterDot || p == restOfName }
	switch {
	case a == b:
		return a, true
	case starts(a) && starts(b):
		return restOfName, true
	case a == inHeader || b == inHeader || a == restOfName || b == restOfName:
		return a, false
	case after(a) && after(b):
		return touching, true
	}
	return unsure, true
}
