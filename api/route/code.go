package route

import "strconv"

// Code reads the code member of a JSON object: a number or the text of one,
// 0 without. It looks at nothing but the outermost members: answers have
// megabytes, are asked for their code several times, and often have it last.
// A body that is no whole JSON may give any number.
func Code(body []byte) int {
	depth := 0
	code := 0
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			end := stringEnd(body, i)
			if depth == 1 && string(body[i:end]) == `"code"` {
				if n, ok := codeAfter(body[end:]); ok {
					code = n
				}
			}
			i = end - 1
		}
	}
	return code
}

// stringEnd is the place after the string that begins at i.
func stringEnd(body []byte, i int) int {
	for i++; i < len(body); i++ {
		switch body[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(body)
}

// codeAfter reads ": 200" or ": \"200\"".
func codeAfter(rest []byte) (int, bool) {
	i := skipSpace(rest, 0)
	if i >= len(rest) || rest[i] != ':' {
		return 0, false
	}
	i = skipSpace(rest, i+1)
	if i < len(rest) && rest[i] == '"' {
		i++
	}
	start := i
	for i < len(rest) && (rest[i] == '-' || rest[i] >= '0' && rest[i] <= '9') {
		i++
	}
	n, err := strconv.Atoi(string(rest[start:i]))
	return n, err == nil
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}
