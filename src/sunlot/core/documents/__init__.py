"""What the bureau's papers say, as data; how they look is the business of those who render them."""
