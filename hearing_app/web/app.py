"""The application: one Flask object with every room of the web in its place."""

from types import TracebackType

from flask import Flask, request
from flask_wtf import CSRFProtect

from hearing_app.settings import Settings
from hearing_app.web import (
    approving,
    autosaving,
    current,
    desk_adoption,
    desk_adoption_links,
    desk_adoptions,
    desk_attachments,
    desk_bulk,
    desk_changes,
    desk_contacts,
    desk_decision,
    desk_gate,
    desk_guests,
    desk_hearing,
    desk_joining,
    desk_later,
    desk_links,
    desk_log,
    desk_mail,
    desk_me,
    desk_mine,
    desk_new_draft,
    desk_notes,
    desk_phrases,
    desk_points,
    desk_preview,
    desk_publish,
    desk_redact,
    desk_register,
    desk_register_check,
    desk_register_file,
    desk_review,
    desk_revoking,
    desk_search,
    desk_section,
    desk_set_aside,
    desk_similar,
    desk_submission,
    desk_summary,
    desk_summary_files,
    desk_summary_words,
    desk_template,
    desk_themes,
    desk_users,
    errors,
    frame,
    receipt_files,
    security,
)
from hearing_app.web.access import check_declared
from hearing_app.web.adopting import adopting
from hearing_app.web.answering import answering
from hearing_app.web.attaching import attaching
from hearing_app.web.colleagues import colleagues
from hearing_app.web.confirming import confirming
from hearing_app.web.desk import desk
from hearing_app.web.extending import extending
from hearing_app.web.guests import guests
from hearing_app.web.login import login
from hearing_app.web.receipts import receipts
from hearing_app.web.renewing import renewing
from hearing_app.web.sending import sending
from hearing_app.web.site import site
from hearing_app.web.without_remark import without_remark
from hearing_app.web.word_forms import word_forms

# These stand in modules of their own and hang themselves on their blueprint when they are imported.
MORE_PAGES = (
    approving,
    autosaving,
    desk_adoption,
    desk_adoption_links,
    desk_adoptions,
    desk_attachments,
    desk_bulk,
    desk_changes,
    desk_contacts,
    desk_decision,
    desk_gate,
    desk_guests,
    desk_hearing,
    desk_joining,
    desk_later,
    desk_links,
    desk_log,
    desk_mail,
    desk_mine,
    desk_new_draft,
    desk_notes,
    desk_phrases,
    desk_me,
    desk_points,
    desk_preview,
    desk_publish,
    desk_redact,
    desk_register,
    desk_register_check,
    desk_register_file,
    desk_review,
    desk_revoking,
    desk_set_aside,
    desk_search,
    desk_section,
    desk_similar,
    desk_submission,
    desk_themes,
    desk_summary,
    desk_summary_files,
    desk_summary_words,
    desk_template,
    desk_users,
    receipt_files,
)


class App(Flask):
    """Flask, with a log that holds no personal link."""

    def log_exception(
        self, exc_info: tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        """Log an error under the address's rule, for the address itself may hold a token that lets one answer."""
        rule = request.url_rule.rule if request.url_rule else "an unknown address"
        self.logger.error("Exception on %s [%s]", rule, request.method, exc_info=exc_info)


def make_app(settings: Settings) -> Flask:
    """Return the application of a workspace."""
    app = App("hearing_app.web", static_folder=None)
    security.install(app, settings)
    current.install(app, settings)
    frame.install(app)
    errors.install(app)
    CSRFProtect(app)
    for blueprint in (
        receipts,
        adopting,
        answering,
        attaching,
        colleagues,
        sending,
        confirming,
        extending,
        guests,
        renewing,
        without_remark,
        word_forms,
        login,
        desk,
        site,
    ):
        app.register_blueprint(blueprint)
    check_declared(app)
    return app
