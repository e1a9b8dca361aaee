"""The app's Home tab and its try-it button."""
