"""The county, its towns, parks and enterprises, and who acts for whom."""
