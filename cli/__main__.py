"""`python -m cli`, which `./signoff` starts."""

from cli.main import main

if __name__ == "__main__":
    main(prog_name="signoff")
