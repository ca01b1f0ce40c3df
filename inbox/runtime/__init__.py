"""What runs the app: set-up, threads, clockwork, lock, notices, crash reports, paths. Knows no Qt but in qt_bridge."""
