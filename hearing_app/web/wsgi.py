"""The application as a WSGI server finds it; `samrad run` names the workspace in the environment."""

import gc
import os

from hearing_app import create_app
from hearing_app.operating.serve import workspace_from_environment
from hearing_app.settings import load_settings

app = create_app(load_settings(workspace_from_environment(), os.environ))

# What has been loaded by now stays as long as the process does; to look through it for garbage again and again takes
# a fifth of the time of a large page.
gc.collect()
gc.freeze()
