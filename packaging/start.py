"""Where the handed-out app begins. main.py is for source folders: it would look for a virtual environment."""

import sys

from inbox.app import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
