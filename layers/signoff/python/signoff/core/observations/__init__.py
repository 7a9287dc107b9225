"""What an operator is told of: keys, ids, digests, counts and times, and no word of anybody's."""
