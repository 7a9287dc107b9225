"""Runs the functions of template.yaml on this machine as AWS would run them."""
