"""The application as a WSGI server finds it; `samrad run` names the workspace in the environment."""

import os

from hearing_app import create_app
from hearing_app.operating.serve import collect_seldom, workspace_from_environment
from hearing_app.settings import load_settings

app = create_app(load_settings(workspace_from_environment(), os.environ))
collect_seldom()
