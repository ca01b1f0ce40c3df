"""What a person intends, one file an intention: no Qt, no SQL, no HTTP."""
