package pane

// Deletable says whether the comment under the cursor is the account's own.
func (c *Comments) Deletable() bool {
	m := c.now().now()
	return m != nil && c.mine(m)
}
