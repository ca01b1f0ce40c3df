"""One folder a network: `__init__` declares it as light data, `client` does HTTP, `reading` is pure."""
