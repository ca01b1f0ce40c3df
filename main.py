"""Parlour from its source folder: python3 main.py [COMMAND ...]; without a command it opens the window.

Any Python from 3.11 on will do: what is missing is installed into .venv beside this file first. No line here may be
newer than Python 2.7 can read, so that an older Python says which one is needed instead of "invalid syntax".
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Parlour needs Python 3.11 or newer, and this is Python %d.%d: install a newer one and start main.py with it."
        % sys.version_info[:2]
    )

from inbox.runtime import bootstrap

if __name__ == "__main__":
    try:
        bootstrap.ensure(os.path.abspath(__file__), sys.argv[1:])
        from inbox.app import main

        sys.exit(main(sys.argv[1:]))
    except bootstrap.SetupError as error:
        sys.exit(str(error))
    except ImportError as error:
        sentence = bootstrap.explain_import_error(error)
        if sentence is None:
            raise
        sys.exit(sentence)
