"""What keeps knowledge from being lost, and erases what must go: backup, doctor, erasure."""
