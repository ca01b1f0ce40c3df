"""SQL only here. ORM objects never leave: frozen values of `core/model.py` do."""
