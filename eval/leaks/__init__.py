"""Canaries of several hubs behind one service each, what every route is asked, and whose canary came out."""
