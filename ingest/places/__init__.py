"""Places by name: a gazetteer, and which of its entries an article's place names stand for."""
