"""The one reply of a message: begun by an event, edited as pictures finish, and following it."""
