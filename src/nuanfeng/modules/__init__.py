"""The product: one folder per noun the county uses."""
