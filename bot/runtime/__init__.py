"""What a process needs whatever it does: background tasks, an end in time, tracing, redacted logs, systemd."""
