"""The application: one Flask object with every room of the web in its place."""

from flask import Flask
from flask_wtf import CSRFProtect

from hearing_app.settings import Settings
from hearing_app.web import current, desk_hearing, desk_points, desk_publish, errors, frame, security
from hearing_app.web.answering import answering
from hearing_app.web.desk import desk
from hearing_app.web.login import login
from hearing_app.web.sending import sending
from hearing_app.web.site import site

# The desk's pages stand in several modules and hang themselves on its blueprint when they are imported.
DESK_PAGES = (desk_hearing, desk_points, desk_publish)


def make_app(settings: Settings) -> Flask:
    """Return the application of a workspace."""
    app = Flask("hearing_app.web", static_folder=None)
    security.install(app, settings)
    current.install(app, settings)
    frame.install(app)
    errors.install(app)
    CSRFProtect(app)
    for blueprint in (answering, sending, login, desk, site):
        app.register_blueprint(blueprint)
    return app
