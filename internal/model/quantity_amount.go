package model

import (
	"errors"
	"math/big"
	"strconv"
	"strings"
)

var (
	errNotWhole = errors.New("not a whole number")
	errTooMuch  = errors.New("too much")
	errNothing  = errors.New("nothing")
)

// maxAmountText is longer than any meaningful amount, and short enough for exact
// arithmetic to be cheap.
const maxAmountText = 40

// splitAmount splits "1.5 GB" into 1.5 and "GB". The number consists of digits with
// at most one decimal point: no sign, exponent or separator.
func splitAmount(s string) (number *big.Rat, unit string, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) > maxAmountText {
		return nil, "", false
	}
	end := strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if end < 0 {
		end = len(s)
	}
	digits, unit := s[:end], strings.TrimLeft(s[end:], " ")
	if digits == "" || strings.HasSuffix(digits, ".") || strings.Count(digits, ".") > 1 || !isLetters(unit) {
		return nil, "", false
	}
	number, ok = new(big.Rat).SetString(digits)
	return number, unit, ok
}

// isLetters reports whether s has only ASCII letters, or none.
func isLetters(s string) bool {
	for _, c := range []byte(s) {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}

// wholeAmount returns the amount as an integer from 1 to limit; with errNotWhole,
// the nearest such integer.
func wholeAmount(amount *big.Rat, limit int) (int, error) {
	switch {
	case amount.Sign() == 0:
		return 0, errNothing
	case amount.Cmp(big.NewRat(int64(limit), 1)) > 0:
		return 0, errTooMuch
	case amount.IsInt():
		return int(amount.Num().Int64()), nil
	}
	half := new(big.Rat).Add(amount, big.NewRat(1, 2))
	nearest := new(big.Int).Quo(half.Num(), half.Denom())
	return max(1, int(nearest.Int64())), errNotWhole
}

// quote formats text from the file for a message.
func quote(s string) string { return strconv.Quote(truncate(s)) }

// truncate shortens text that is too long for a message.
func truncate(s string) string {
	const limit = 60
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return s
}
