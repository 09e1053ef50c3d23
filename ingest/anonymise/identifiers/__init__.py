"""What identifies by its form: numbers of every kind, addresses, mail and web addresses, account names."""
