"""The cards of the profile: `cards.py` lists them, the panel and the profile page show them."""
