"""Tasks beside the main one, stopping, tracing, redaction, systemd."""
