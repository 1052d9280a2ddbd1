"""The simulator: histories hold, and every planted fault is found."""
