"""Rule 13: identity numbers, phone numbers and private e-mail addresses in a text, and what only looks like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.personal_data import can_hold_any, identity_numbers, phone_sightings, private_mail_sightings

# Numbers are made by the check-digit rule while the tests run, so that no real one stands here.


def with_checks(nine):
    digits = [int(d) for d in nine]
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
        check = -sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
        if check == 10:
            return None
        digits.append(check)
    return "".join(map(str, digits))


def first_valid(six):
    return next(n for n in (with_checks(f"{six}{serial:03d}") for serial in range(100, 999)) if n)


@pytest.mark.parametrize("six", ["010190", "290200", "311299", "410190", "710199"])
def test_rule_13_finds_valid_numbers_and_d_numbers(six):
    """Birth numbers and D-numbers (day + 40), also on 29 February, are found in the middle of a text."""
    number = first_valid(six)
    assert identity_numbers(f"Send til {number}, takk.") == (number,)


@pytest.mark.parametrize("space", [" ", ".", "-", "\u00a0", "\n", "\t", "\u202f"])
def test_rule_13_sees_through_the_usual_ways_to_write_a_number(space):
    """A space, a full stop, a hyphen or a line break between date and serial hides nothing."""
    number = first_valid("010190")
    assert identity_numbers(f"nr. {number[:6]}{space}{number[6:]}!") == (number,)


@pytest.mark.parametrize(
    "written",
    [
        "{0}{1}{2}  {3}",
        "{0}.{1}.{2} {3}",
        "{0} {1} {2} {3}",
        "{0}-{1}-{2} - {3}",
        "{0}{1}{2} - {3}",
        "{0}{1}{2}–{3}",
        "{0}{1}{2} – {3}",
        "{0}{1}{2}\u2011{3}",
        "{0}. {1}. {2}, {0}{1}{2} {3}",
        "{0}.{1}.{2}{3}",
        "12 {0}{1}{2} {3}",
        "fnr{0}{1}{2}{3}x",
    ],
)
def test_rule_13_sees_a_number_however_its_pairs_are_parted(written):
    """Up to three of white space, full stop and dashes between the pairs and before the last five."""
    number = first_valid("010190")
    assert identity_numbers(written.format(number[:2], number[2:4], number[4:6], number[6:])) == (number,)


def valid_in(shape):
    """Fill the last five digits in so that the checks hold: the worst case for what only looks like a number."""
    number = first_valid("010190")
    return shape.format(number[:2], number[2:4], number[4:6], number[6:], number[6:8], number[8:])


@pytest.mark.parametrize(
    "shape",
    [
        "{0}{1}.{2}.{3}",  # an account number
        "{0}{1} {2} {3}",
        "sak {0}/{1} {2}/{3}",
        "{0}.{1}.{2} til {3}",
        "{0}.{1}.{2}, {3}",
        "{0}.{1}.19{2} {3}",  # a date with its century
        "{0} {1} {2} {4} {5}",  # a phone number with more after it
        "{0}.{1}.{2}    {3}",
        "20{2}-{1}-{0} {3}",
        "{0}{1}{2}{3}0",
        "2026-0042, tlf. 61 00 00 00 og 62 00 00 00, org.nr. 920 717 152 MVA, 920717152",
        "sak 12/26, 2019/14, U-47/09, 24a/2017, arkiv 26/00123-4",
        "21.11.2026 kl. 14.05, 2026-11-21T14:05:12+00:00, 01.01.26–31.12.26",
        "kr 010 170 000, 12 345 678 901, 1 000 000,00, side 10-12, § 8-3, postnr. 2301, 0301",
        "+47 61 00 00 00, +4761000000, 61000000, 116 117, 02800",
    ],
)
def test_rule_13_leaves_dates_phones_cases_accounts_and_organisations(shape):
    """Even where the digits happen to satisfy both checks."""
    assert identity_numbers(valid_in(shape)) == ()


@pytest.mark.parametrize("six", ["320190", "000190", "011390", "300290", "810190", "990190", "400190"])
def test_rule_13_leaves_numbers_that_are_nobodys(six):
    """Days and months that do not exist, and 40 as a day, belong to nobody, whatever the check digits say."""
    assert identity_numbers(first_valid(six)) == ()


def test_rule_13_asks_for_both_check_digits():
    """Any other last two digits are an ordinary number."""
    number = first_valid("010190")
    others = [f"{number[:9]}{tail:02d}" for tail in range(100) if f"{tail:02d}" != number[9:]]
    assert not any(identity_numbers(other) for other in others)


def test_rule_13_leaves_longer_numbers_alone():
    """Eleven digits inside an account or serial number are not an identity number."""
    number = first_valid("010190")
    assert identity_numbers(f"{number}7") == ()
    assert identity_numbers(f"7{number}") == ()
    assert identity_numbers("2026-0042, tlf. 61 00 00 00, org.nr. 920 717 152") == ()


def phones(text):
    return [text[sighting.start : sighting.end] for sighting in phone_sightings(text)]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Ring 61 00 00 00.", "61 00 00 00"),
        ("Kari Eksempel, 610 00 000, leder", "610 00 000"),
        ("Kontakt: 61000000", "61000000"),
        ("(61 00 00 00)", "61 00 00 00"),
        ("| 61 00 00 00 | 3 |", "61 00 00 00"),
        ("**61 00 00 00**", "61 00 00 00"),
        ("_61 00 00 00_", "61 00 00 00"),
        ("61\u00a000\u00a000\u00a000", "61\u00a000\u00a000\u00a000"),
        ("61 00 00 00\n2 ganger", "61 00 00 00"),
        ("+47 61 00 00 00", "+47 61 00 00 00"),
        ("+4761000000", "+4761000000"),
        ("0047 610 00 000", "0047 610 00 000"),
        ("(+47) 61 00 00 00", "+47) 61 00 00 00"),
        ("[ring](tel:+4761000000)", "+4761000000"),
        ("+47 61.00.00.00 eller 123", "+47 61.00.00.00"),
        ("tlf.61000000", "61000000"),
        ("Tlf. nr. 61000000", "61000000"),
        ("mobilnummer 20122026", "20122026"),
        ("telefon 22 23 24 25", "22 23 24 25"),
    ],
)
def test_rule_13_finds_phone_numbers_as_they_are_written(text, phone):
    """With the country's code or without, in the three usual groupings, also beside marks of Markdown."""
    assert phones(text) == [phone]


@pytest.mark.parametrize(
    "text",
    [
        "20261122 og 22112026",  # days in one piece
        "2026-03-12, 12.03.2026 kl. 14.05, 2026-11-21T14:05:12+00:00, 31.12.2026–01.02.2027",
        "2019 2020 2021, 2019–2022",
        "920717152, 920 717 152 MVA, NO920717152, organisasjonsnummer 92071715",
        "sak 23456789, Saksnr. 23456789, arkivsak: 23456789, 2026/23456789, 23456789/26, 26/00123-4, U-47/09",
        "kr 25000000, 25000000 kroner, 25 000 000, 23456789,50, NOK 23456789, kr 45 00 00 00, 45000000,-",
        "23456789 %, 23456789 innbyggere, 23456789 kWh, 23456789 m2",
        "3434 3435 3436, 0301, postnr. 2301, 2 301",
        "1234 56 78903, 1234.56.78903, 12345678903, konto 22334455",
        "0a3f23456789bc, 23456789-1234-4321, v23456789, #23456789, id: 23456789, ref. 23456789",
        "https://bygda.example/23456789?x=23456789, 61.23456789, 0,23456789",
        "ISBN 978-82-23456789, ISSN 2345-6789",
        "side 22 23 24 25, uke 31 32 33 34, 22 24 26 28 30",
        "116 117, 02800, 113, 12 34 56 78, 01 22 33 44, 12345678",
        "61 00 00 00 00, 9 61 00 00 00, 610 00 0000",
        "22.33.44.55, 22-33-44-55",
    ],
)
def test_rule_13_leaves_other_numbers_than_phones(text):
    """Dates, years, organisations, cases, amounts, accounts, places, pages and addresses of pages."""
    assert phones(text) == []


@given(st.dates())
def test_rule_13_takes_no_day_for_a_phone(day):
    """However it is written: with marks, or in one piece from either end."""
    written = (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.year:04}{day:%m%d}", f"{day:%d%m}{day.year:04}")
    if 1900 <= day.year <= 2200:
        assert [phones(f"Møte {text}.") for text in written] == [[]] * 4


@given(st.binary(min_size=32, max_size=32))
def test_rule_13_takes_no_fingerprint_for_a_phone(digest):
    """64 hexadecimal digits hold every kind of number."""
    assert phones(f"sha256 {digest.hex()}") in ([], [digest.hex()] if digest.hex().isdigit() else [])


@given(st.integers(2, 9), st.integers(0, 9_999_999), st.sampled_from(["tlf. ", "Telefon: ", "+47 ", "mobil "]))
def test_rule_13_finds_every_phone_that_is_called_one(first, rest, word):
    """Whatever its digits happen to mean otherwise."""
    number = f"{first}{rest:07}"
    grouped = f"{number[:2]} {number[2:4]} {number[4:6]} {number[6:]}"
    assert len(phones(f"{word}{number}")) == len(phones(f"{word}{grouped}")) == 1


MAIL = frozenset({"gmail.com", "online.no"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Skriv til ola@gmail.com.", ["ola@gmail.com"]),
        ("<Ola.Eksempel+post@Gmail.COM>", ["Ola.Eksempel+post@Gmail.COM"]),
        ("[Kari](mailto:kari@online.no?subject=x)", ["kari@online.no"]),
        ("post@gmail.com.example, post@xgmail.com, post@online.nordre.no", []),
        ("postmottak@elvedalen.example, @gmail.com, gmail.com, ola@gmail", []),
    ],
)
def test_rule_13_finds_addresses_at_the_given_domains_only(text, found):
    """An office's own domain, or one that only looks alike, is left in peace."""
    assert [text[s.start : s.end] for s in private_mail_sightings(text, MAIL)] == found


@pytest.mark.parametrize("part", ["61 00 00 00 ", "22 ", "9", "a@b.", "a.a-", "+47", "tlf ", "x@" + "y" * 60 + "."])
@pytest.mark.timeout(60)
def test_rule_13_is_read_once_however_long_the_text_is(part):
    """Two megabytes of what nearly is something end in seconds."""
    text = part * (2_000_000 // len(part))
    assert sum(1 for _ in phone_sightings(text)) + sum(1 for _ in private_mail_sightings(text, MAIL)) >= 0
    assert identity_numbers(text) == ()


@given(st.text(alphabet="0123456789 .-\u2013+()@aå\n", max_size=60))
def test_what_is_passed_over_holds_nothing(text):
    """Texts without an @ or eight digits together are not looked through, and lose nothing by that."""
    found = [*identity_numbers(text), *phone_sightings(text), *private_mail_sightings(text, frozenset({"a.aa"}))]
    assert can_hold_any(text) or not found


def test_only_texts_that_can_hold_something_are_looked_through():
    """Years, dates and paragraphs are not enough."""
    number = first_valid("010190")
    assert can_hold_any(f"{number[:6]} - {number[6:]}")
    assert can_hold_any("(+47) 22 33 44 55")
    assert not can_hold_any("Planen fra 2024 ble vedtatt 12. mai, jf. § 11-14 og punkt 3.")
