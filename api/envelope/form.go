package envelope

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
)

// SealAPI gives the members of a flat JSON object as form fields: texts as
// they are, numbers and booleans as JSON writes them, anything deeper as its
// JSON text.
func SealAPI(plain []byte) (url.Values, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(plain, &members); err != nil {
		return nil, fmt.Errorf("api form: %w: %w", ErrMalformed, err)
	}
	form := make(url.Values, len(members))
	for name, raw := range members {
		var text string
		if bytes.HasPrefix(raw, []byte(`"`)) {
			if err := json.Unmarshal(raw, &text); err != nil {
				return nil, fmt.Errorf("api form: %w: %w", ErrMalformed, err)
			}
		} else {
			text = string(raw)
		}
		form.Set(name, text)
	}
	return form, nil
}

// OpenAPI gives the fields of a form as a JSON object of texts; of a field
// given twice the first counts.
func OpenAPI(form url.Values) ([]byte, error) {
	members := make(map[string]string, len(form))
	for name, values := range form {
		if len(values) > 0 {
			members[name] = values[0]
		}
	}
	plain, err := json.Marshal(members)
	if err != nil {
		return nil, fmt.Errorf("api form: %w", err)
	}
	return plain, nil
}
