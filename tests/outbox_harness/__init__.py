"""The promise under kill -9 and a spoiled network: what was queued is sent once, or somebody is asked."""
