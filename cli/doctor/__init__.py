"""`signoff doctor`: whether a stack is as it should be, and what to do where it is not."""
