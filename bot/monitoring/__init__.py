"""Health, metrics and alerts of a running bot.

What lies below does not import it: it is handed a callable, or writes a line of the log, which is counted.
"""
