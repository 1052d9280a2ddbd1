"""The demo county: Changsha County as published sources describe it, with made-up people and days.

What a published source names is real and carries its source. Everything else is synthetic and
marked `is_demo`, and the pages say so.
"""
