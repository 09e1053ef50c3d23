"""Consultations as a hub keeps them: from the booking to the close, with the versions of their plans."""
