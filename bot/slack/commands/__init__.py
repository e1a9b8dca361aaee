"""`/describe`: its words, and the answers to them."""
