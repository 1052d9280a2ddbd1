"""The office's work on what is handed out: programmes, and records that somebody has to look at."""

from nuanfeng.modules.benefits.desk import programmes, quarantine, rules

__all__ = ["programmes", "quarantine", "rules"]
