"""Recovery packets: what they are about, what may enter, a class planned together, what became of them."""
