"""Every change of a thread, as the writes that make it and the conditions it stands under."""
