import re
from pathlib import Path

import pytest

from hearing_app.settings import FILE, KEYS, SettingsError, Smtp, load_settings

SECRET = f'secret_key = "{"s" * 32}"\n'
OPERATIONS = Path(__file__).parent.parent / "docs" / "operations.md"


@pytest.fixture
def load(tmp_path):
    """A function that writes `samrad.toml` and reads the settings."""

    def read(text="", environment=None):
        (tmp_path / FILE).write_bytes(text if isinstance(text, bytes) else (SECRET + text).encode())
        return load_settings(tmp_path, environment or {})

    return read


def test_a_secret_is_all_that_must_be_set(load, tmp_path):
    """Everything else has a default that works on one machine."""
    settings = load()
    assert settings.base_url == "http://localhost:8000"
    assert settings.smtp is None
    assert not settings.https
    assert (settings.trusted_proxies, settings.processes) == (0, 2)
    assert settings.database == tmp_path / "data" / "samrad.sqlite3"


def test_settings_cannot_be_changed_while_the_program_runs(load):
    """They are read once."""
    with pytest.raises(AttributeError):
        load().base_url = "http://x"


def test_the_environment_goes_before_the_file(load):
    """For passwords, and for what a service manager sets; other variables are not looked at."""
    environment = {
        "SAMRAD_BASE_URL": "https://horing.x.example",
        "SAMRAD_WORKSPACE": "/x",
        "SAMRAD_LANG": "nn",
        "HOME": "/",
    }
    settings = load('base_url = "http://fra-fila.example"\n', environment)
    assert settings.base_url == "https://horing.x.example"
    assert settings.https


def test_a_secret_can_come_from_the_environment_alone(tmp_path):
    """Without any file."""
    assert load_settings(tmp_path, {"SAMRAD_SECRET_KEY": "x" * 32}).secret_key == "x" * 32


def test_a_mail_server_is_described_by_its_keys(load):
    """Numbers may be written with or without quotation marks."""
    text = (
        'smtp_host = "post.x.example"\nsmtp_port = 465\nsmtp_security = "tls"\nsmtp_user = "u"\nsmtp_password = "p"\n'
    )
    assert load(text).smtp == Smtp("post.x.example", 465, "tls", "u", "p")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("secret_key", b""),
        ("secret_key", b'secret_key = "kort"\n'),
        ("base_url", 'base_url = "horing.x.example"\n'),
        ("base_url", 'base_url = "https://horing.x.example/"\n'),
        ("base_url", 'base_url = ""\n'),
        ("smtp_security", 'smtp_security = "ssl"\n'),
        ("smtp_port", 'smtp_host = "x"\nsmtp_port = "mange"\n'),
        ("smtp_port", 'smtp_host = "x"\nsmtp_port = 0\n'),
        ("trusted_proxies", "trusted_proxies = -1\n"),
        ("trusted_proxies", 'trusted_proxies = "²"\n'),
        ("processes", "processes = 0\n"),
        ("processes", "processes = true\n"),
        ("processes", "processes = 1.5\n"),
        ("stmp_host", 'stmp_host = "post.x.example"\n'),
        ("samrad.toml", b"secret_key = \n"),
        ("samrad.toml", b'secret_key = "\xf8"\n'),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_with_its_name(load, key, text):
    """Rather than a default that nobody asked for."""
    with pytest.raises(SettingsError, match=key):
        load(text)


def test_a_mistake_in_the_environment_is_told_by_its_key(load):
    """As one in the file."""
    with pytest.raises(SettingsError, match="processes"):
        load("", {"SAMRAD_PROCESSES": "to"})


def test_every_key_is_documented():
    """In backticks in docs/operations.md, and no key is that is not there."""
    after = OPERATIONS.read_text(encoding="utf-8").partition("\n## Settings\n")[2]
    documented = after.partition("\n## ")[0]
    rows = [line for line in documented.splitlines() if line.startswith("| `")]
    names = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert names == {key for key, _, _ in KEYS}


def test_the_documentation_has_the_defaults():
    """As the code has them."""
    text = OPERATIONS.read_text(encoding="utf-8")
    for key, default, sentence in KEYS:
        row = next(line for line in text.splitlines() if line.startswith("|") and f"`{key}`" in line.split("|")[1])
        assert row.split("|")[2].strip() == (f"`{default}`" if default else "–"), key
        assert sentence.endswith(".")
