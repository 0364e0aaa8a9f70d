-- What a mail is about, so that the desk can say of each body how far its mail has come. A reminder can be about several.
CREATE TABLE mail_about (
    mail INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    hearing TEXT NOT NULL CHECK (length(hearing) > 0),
    body TEXT NOT NULL CHECK (length(body) > 0),
    PRIMARY KEY (mail, hearing, body)
) STRICT;
CREATE INDEX mail_about_hearing ON mail_about (hearing, body);

-- Whoever is sending a mail holds it until then, and nobody else touches it.
ALTER TABLE outbox ADD COLUMN leased_until TEXT;
-- Written right before the mail server gets the text, and taken away when it has answered. Where it stays, the sending
-- was broken off in between, and nobody knows whether the mail went.
ALTER TABLE outbox ADD COLUMN handed_at TEXT;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;
