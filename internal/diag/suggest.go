package diag

import (
	"slices"
	"strings"
)

// Suggest returns the option that the author of word most likely meant, or "". It
// is the nearest by edit distance, up to a third of the word's letters; otherwise
// the only one that abbreviates or extends the word, as task_cpu extends cpu. Of
// equally near options, the alphabetically first wins.
func Suggest(word string, options []string) string {
	const longest = 64 // longer than any option
	if len(word) > longest {
		return ""
	}
	word = strings.ToLower(word)
	best, bestDistance := "", len([]rune(word))/3+1
	var relatives []string
	for _, option := range slices.Sorted(slices.Values(options)) {
		lower := strings.ToLower(option)
		if d := Distance(word, lower); d < bestDistance {
			best, bestDistance = option, d
		}
		if related(word, lower) {
			relatives = append(relatives, option)
		}
	}
	if best == "" && len(relatives) == 1 {
		return relatives[0]
	}
	return best
}

// related reports whether one name is part of the other: a prefix, or one of the
// words joined by "_", "-" or "/".
func related(word, option string) bool {
	const shortest = 3 // shorter names are part of too many others
	joint := func(r rune) bool { return strings.ContainsRune("_-/", r) }
	return len(word) >= shortest && (strings.HasPrefix(option, word) || slices.Contains(strings.FieldsFunc(option, joint), word)) ||
		len(option) >= shortest && slices.Contains(strings.FieldsFunc(word, joint), option)
}

// Distance is the optimal string alignment distance: insertions, deletions,
// substitutions and transpositions each count as one.
func Distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	before, previous, current := make([]int, len(to)+1), make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(from); i++ {
		current[0] = i
		for j := 1; j <= len(to); j++ {
			substitution := previous[j-1]
			if from[i-1] != to[j-1] {
				substitution++
			}
			current[j] = min(previous[j]+1, current[j-1]+1, substitution)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(to)]
}

// OrList joins words with commas and "or": "a", "a or b", "a, b or c".
func OrList(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
