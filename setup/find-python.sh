#!/bin/sh
# Print the Python that makes .venv: PYTHON if given, else python3, else a newer one by name.
set -eu
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$new_enough" >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
{
    echo "Python 3.11 or newer is needed, and none was found${PYTHON:+ (PYTHON=$PYTHON)}."
    echo "On Debian 12 or newer:  sudo apt-get install python3 python3-venv"
    echo "Elsewhere, name one:    make run PYTHON=/path/to/python3.11"
} >&2
exit 1
