"""The demo company: raw tables of a made-up software company, as loaders land them."""
