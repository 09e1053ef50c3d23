"""Names of persons, firms and shops, found by the words around them and by lists of frequent names."""
