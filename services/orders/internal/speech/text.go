package speech

import (
	"strings"
	"unicode"
)

// Line returns the text on one line, without control characters, and cut after
// the given number of characters.
func Line(text string, length int) string {
	kept := strings.Map(visible, text)
	line := []rune(strings.Join(strings.Fields(kept), " "))
	if len(line) <= length {
		return string(line)
	}
	return string(line[:length-1]) + "…"
}

// visible returns the character, or -1 for one that is dropped.
func visible(character rune) rune {
	if unicode.IsControl(character) && !unicode.IsSpace(character) {
		return -1
	}
	return character
}
