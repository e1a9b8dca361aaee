"""For whom: who people are, where the bot was invited, what they want, in whose words."""
