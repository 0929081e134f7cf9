package tags

import "fmt"

func (f *folder) report(problem Problem) {
	problem.Sink = f.sink.Name
	f.problems = append(f.problems, problem)
}

// lostKey reports a key of which nothing is left.
func (f *folder) lostKey(tag Tag) {
	message := fmt.Sprintf("the key %s has nothing that can be written in %s: the tag is left out", quoted(tag.Key), f.sink.Title)
	if tag.Key == "" {
		message = fmt.Sprintf("a tag with an empty key is left out of %s", f.sink.Title)
	}
	f.report(Problem{
		Kind: Lost, Severity: Warning, Key: tag.Key, Message: message,
		Hint: takes("a key", f.sink.Key), Origins: []Origin{tag.Origin},
	})
}

// lostValue reports a value of which nothing is left, or that is too short.
func (f *folder) lostValue(tag Tag, joined string) {
	problem := Problem{Kind: Lost, Severity: Warning, Key: tag.Key, Origins: []Origin{tag.Origin}}
	switch {
	case joined == "":
		problem.Message = fmt.Sprintf("the value of %s is empty, which %s can't be: the tag is left out", quoted(tag.Key), f.sink.Title)
		problem.Hint = "give it a value, or leave the tag out"
	case f.sink.FullText != "":
		problem.Kind = Moved
		problem.Message = fmt.Sprintf("the value of %s, %s, has nothing that can be written in %s: it becomes an annotation alone",
			quoted(tag.Key), quoted(joined), f.sink.Title)
		problem.Hint = takes("a value", f.sink.Value)
	default:
		problem.Message = fmt.Sprintf("the value of %s, %s, has nothing that can be written in %s: the tag is left out",
			quoted(tag.Key), quoted(joined), f.sink.Title)
		problem.Hint = takes("a value", f.sink.Value)
	}
	f.report(problem)
}

func (f *folder) changedKey(tag Tag, key string, e edit) {
	if key == tag.Key {
		return
	}
	problem := Problem{
		Kind: Changed, Severity: Note, Key: tag.Key, Origins: []Origin{tag.Origin},
		Message: fmt.Sprintf("the key %s becomes %s in %s: %s", quoted(tag.Key), quoted(key), f.sink.Title, e.reasons(f.sink.Key)),
	}
	if e.cut {
		problem.Kind = Cut
	}
	if e.loses() {
		problem.Severity = Warning
		problem.Hint = takes("a key", f.sink.Key)
	}
	f.report(problem)
}

func (f *folder) changedValue(tag Tag, joined, value string, e edit) {
	full := tag.FullText()
	if value == full {
		return
	}
	reasons := e.reasons(f.sink.Value)
	if joined != full {
		list := fmt.Sprintf("lists are joined with %q", f.sink.Joiner)
		if reasons == "" {
			reasons = list
		} else {
			reasons = list + ", " + reasons
		}
	}
	problem := Problem{
		Kind: Changed, Severity: Note, Key: tag.Key, Origins: []Origin{tag.Origin},
		Message: fmt.Sprintf("the value of %s, %s, becomes %s in %s: %s",
			quoted(tag.Key), quoted(full), quoted(value), f.sink.Title, reasons),
	}
	if e.cut {
		problem.Kind = Cut
	}
	switch {
	case f.sink.FullText != "":
		problem.Hint = "an annotation keeps the full text"
	case e.loses():
		problem.Severity = Warning
		problem.Hint = takes("a value", f.sink.Value)
	}
	f.report(problem)
}

// tooMany reports tags that are beyond a limit.
func (f *folder) tooMany(severity Severity, message string, beyond []FoldedTag) {
	keys := make([]string, len(beyond))
	origins := make([]Origin, len(beyond))
	for i, tag := range beyond {
		keys[i], origins[i] = tag.Tag.Key, tag.Tag.Origin
	}
	f.report(Problem{
		Kind: Limit, Severity: severity, Origins: origins,
		Message: message + "; beyond that: " + keyList(keys),
		Hint:    "remove tags that nobody reads",
	})
}

// takes says what would be legal, for a hint; what is a key or a value.
func takes(what string, rule Rule) string {
	hint := what + " is "
	switch {
	case rule.Says == "":
		return hint + "any text in UTF-8 that isn't empty"
	case rule.Max > 0:
		hint += fmt.Sprintf("at most %d characters: %s", rule.Max, rule.Says)
	default:
		hint += rule.Says
	}
	if rule.Ends != "" {
		hint += "; it must " + rule.Ends
	}
	return hint
}
