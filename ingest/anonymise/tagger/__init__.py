"""A small linear model, trained on the labelled passages, that suspects names where neither a rule nor GiNZA sees one."""
