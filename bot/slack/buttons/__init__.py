"""The controls below a reply: the windows they open, and what is done by them."""
