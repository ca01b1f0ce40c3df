"""How Parlour looks: colours, type, shapes and small controls. Nothing in here knows a person, a message or a place.

Start with `tokens` (what colours and letters are called) and `theme` (which of them are worn now); then `controls`.
"""
