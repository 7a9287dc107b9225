"""`signoff`: what an operator does about a stack, from a terminal."""
