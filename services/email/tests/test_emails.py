"""Emails as they come, read from a mailbox of either kind."""

import base64
from email.message import EmailMessage
from zlib import crc32

import pytest


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8", "surrogateescape")


def lead(**headers: str) -> bytes:
    """Return an email of these raw headers, `_` for `-`."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return crlf("\n".join([*lines, "", "Hello.", ""]))


def multipart(kind: str, *parts: str) -> str:
    """Return a multipart as the headers and body of an email or a part."""
    mark = f"=={crc32(''.join(parts).encode('utf-8', 'surrogateescape')):x}"
    inner = "".join(f"--{mark}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n{inner}--{mark}--\n'


def part(kind: str, body: str, **headers: str) -> str:
    lines = [f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items()]
    return f"Content-Type: {kind}\n{''.join(lines)}\n{body}"


HEADER = "From: anna@example.com\nSubject: Hi\nMIME-Version: 1.0\n"
PLAIN = part("text/plain; charset=utf-8", "plain")
HTML = part("text/html; charset=utf-8", "<p>rich</p>")
FILE = part(
    "application/pdf", "JVBERg==", Content_Disposition="attachment; filename=a.pdf"
)


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?iso-8859-1?Q?Gr=FC=DFe_an?= alle", "Grüße an alle"),
        ("=?utf-8?B?R3LDvA==?=\n =?utf-8?B?w59l?=", "Grüße"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
        ("=?nonsense?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?B?a?=", "=?utf-8?B?a?="),
        ("=?utf-8?Q?open", "=?utf-8?Q?open"),
        ("Grüße", "Grüße"),
        ("two\n lines", "two lines"),
        ("=?utf-8?Q?two=0D=0ABcc:_lines?=", "two Bcc: lines"),
        ("=?utf-8?Q?=E2=80=AEa=E2=80=8Bb=00c?=", "abc"),
        ("<speak>Now <break time='9s'/>this</speak>", "Now this"),
        ("x" * 900, "x" * 199 + "…"),
    ],
)
async def test_subjects_are_read_however_they_are_written(box, caller, raw, subject):
    box.post(lead(From="anna@example.com", Subject=raw))
    assert (await caller.check()).emails[0].subject == subject


@pytest.mark.parametrize(
    ("raw", "sender"),
    [
        ("Anna <anna@example.com>", "Anna"),
        ("anna@example.com", "anna@example.com"),
        ("<anna@example.com>", "anna@example.com"),
        ('"Lee, Anna" <anna@example.com>', "Lee, Anna"),
        ("=?utf-8?Q?J=C3=B6rg?= <j@example.com>", "Jörg"),
        ("Jörg <j@example.com>", "Jörg"),
        ("Anna <a@example.com>, Bob <b@example.com>", "Anna"),
        ('" " <anna@example.com>', "anna@example.com"),
        ("(" * 1500, "(" * 99 + "…"),
        ("x" * 800, "x" * 99 + "…"),
    ],
)
async def test_senders_are_read_however_they_are_written(box, caller, raw, sender):
    box.post(lead(From=raw, Subject="Hello"))
    assert (await caller.check()).emails[0].sender == sender


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("Sat, 21 Nov 2026 09:30:00 +0100", "2026-11-21T08:30:00Z"),
        ("21 Nov 2026 09:30:00 -0000", "2026-11-21T09:30:00Z"),
        ("21 Nov 26 09:30 GMT", "2026-11-21T09:30:00Z"),
    ],
)
async def test_dates_are_moments(box, caller, raw, moment):
    box.post(lead(From="a@example.com", Date=raw))
    assert (await caller.check()).emails[0].send_time.ToJsonString() == moment


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday",
        "99 Foo 2026",
        "1 Jan 99999 00:00:00 +9999",
        "31 Dec 9999 23:59:59 -2359",
    ],
)
async def test_a_date_that_tells_no_moment_is_left_out(box, caller, raw):
    box.post(lead(From="a@example.com", Date=raw))
    assert not (await caller.check()).emails[0].HasField("send_time")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (PLAIN, "plain"),
        (HTML, "rich"),
        (multipart("alternative", PLAIN, HTML), "plain"),
        (multipart("alternative", HTML, PLAIN), "rich"),
        (multipart("alternative", part("text/plain", " \n"), HTML), "rich"),
        (multipart("mixed", multipart("alternative", PLAIN, HTML), FILE), "plain"),
        (multipart("mixed", HTML, part("text/plain", "footer")), "rich\n\nfooter"),
        (multipart("mixed", FILE, PLAIN), "plain"),
        (multipart("related", HTML, part("image/png", "")), "rich"),
        (multipart("signed", PLAIN, part("application/pgp-signature", "x")), "plain"),
        (multipart("mixed"), ""),
        (FILE, ""),
        (part("text/calendar", "BEGIN:VCALENDAR"), ""),
        ("\nno headers of a part", "no headers of a part"),
        (part("text/plain; charset=utf-8", "Grüße"), "Grüße"),
        (part("text/plain", "Grüße"), "Grüße"),
        (part("text/plain; charset=nonsense", "Grüße"), "Grüße"),
        (part("text/plain; charset=punycode", "Grüße"), "Grüße"),
        (part("text/plain; charset=utf-8", "Gr\udcfc\udcdfe"), "Gr��e"),
        (part("text/plain", "Gr\udcfc\udcdfe"), "Grüße"),
        (
            part("text/plain", "R3L8\n3/8=", Content_Transfer_Encoding="base64"),
            "Grüßÿ",
        ),
        (
            part(
                "text/plain",
                "a=\nb=C3=BC=ZZ",
                Content_Transfer_Encoding="quoted-printable",
            ),
            "abü=ZZ",
        ),
        (part("text/plain", "R3LDvMOf!", Content_Transfer_Encoding="base64"), "Grüß"),
        (part("text/html", "<b>a</b> &lt;break&gt;<script>x()</script>"), "a"),
        (part("text/html", "a<p style='display: none'>hidden</p>"), "a"),
        (part("text/html", "<table><tr><td>a<td>b<tr><td>c</table>"), "a b\nc"),
        (part("text/plain", "a\u202eb\u200b\u00adc\x07\U000e0041"), "abc"),
        (part("text/plain", "a  b\t c \n\n\n\nd"), "a b c\n\nd"),
    ],
)
async def test_the_text_is_what_a_person_would_read(box, caller, raw, text):
    box.post(crlf(HEADER + raw))
    email = await caller.open_newest()
    assert email.text == text
    assert not email.truncated


INNER = part("message/rfc822", f"{HEADER}{PLAIN}".replace("Hi", "Inner"))


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (multipart("mixed", PLAIN, FILE), ["a.pdf"]),
        (multipart("mixed", PLAIN, INNER), ["Inner"]),
        (multipart("mixed", PLAIN, part("image/png; name=b.png", "")), ["b.png"]),
        (
            multipart(
                "mixed",
                PLAIN,
                part(
                    "a/b",
                    "",
                    Content_Disposition="attachment; filename*=utf-8''%C3%BC.txt",
                ),
                part(
                    "a/b",
                    "",
                    Content_Disposition='attachment; filename="=?utf-8?Q?=C3=BC?="',
                ),
                part(
                    "a/b",
                    "",
                    Content_Disposition="attachment; filename*0=on; filename*1=e.txt",
                ),
                part(
                    "a/b", "", Content_Disposition='attachment; filename="../q\\"x.txt"'
                ),
                part("a/b", "", Content_Disposition="attachment"),
            ),
            ["ü.txt", "ü", "one.txt", '../q"x.txt', "a/b"],
        ),
        (multipart("mixed", *[FILE] * 30), ["a.pdf"] * 10),
    ],
)
async def test_attachments_are_named(box, caller, raw, names):
    box.post(crlf(HEADER + raw))
    assert list((await caller.open_newest()).attachments) == names


async def test_attachments_are_spoken_of(box, caller):
    box.post(crlf(HEADER + multipart("mixed", PLAIN, FILE, INNER)))
    speech = (await caller.open_newest()).speech
    assert speech.endswith('says: "plain". Attached: "a.pdf"; and "Inner".')


async def test_a_long_text_is_cut_and_said_to_be(box, caller, letter):
    box.post(letter("word " * 5000))
    email = await caller.open_newest()
    assert 3900 < len(email.text) <= 4000
    assert email.text.endswith("word…")
    assert email.truncated
    assert 'and begins: "word word' in email.speech
    assert len(email.speech) < 600


async def test_markup_too_long_to_be_fetched_whole_counts_as_cut(box, caller):
    style = f"<style>{'x' * 200_000}</style>"
    box.post(crlf(HEADER + part("text/html", f"<p>Hi</p>{style}<p>late</p>")))
    assert (await caller.open_newest()).truncated


async def test_fifty_megabytes_are_not_read(box, caller):
    blob = base64.encodebytes(b"x" * 1_000_000).decode()
    big = part("a/b", blob * 38, Content_Disposition="attachment; filename=big.bin")
    encoded = big.replace("\n\n", "\nContent-Transfer-Encoding: base64\n\n", 1)
    box.post(crlf(HEADER + multipart("mixed", encoded, PLAIN, FILE)))
    email = await caller.open_newest()
    assert (email.text, email.truncated) == ("plain", False)
    assert list(email.attachments) == ["big.bin", "a.pdf"]


def nested(depth: int) -> bytes:
    inner = PLAIN
    for _ in range(depth):
        inner = multipart("mixed", inner)
    return crlf(HEADER + inner)


@pytest.mark.parametrize(("depth", "text"), [(10, "plain"), (300, "")])
async def test_parts_are_looked_into_to_a_depth(box, caller, depth, text):
    box.post(nested(depth))
    assert (await caller.open_newest()).text == text


async def test_emails_within_emails_without_end_do_no_harm(box, caller):
    box.post(crlf(HEADER + part("message/rfc822", "") * 3000))
    assert (await caller.open_newest()).text == ""


async def test_what_the_standard_library_writes_is_read(box, caller):
    email = EmailMessage()
    email["From"], email["Subject"] = "Jörg <j@example.com>", "Über uns"
    email.set_content("Grüße\n")
    email.add_alternative("<p>Grüße</p>", subtype="html")
    email.add_attachment(b"x", maintype="a", subtype="b", filename="ü.bin")
    box.post(email.as_bytes())
    read = await caller.open_newest()
    assert (read.sender, read.subject, read.text) == ("Jörg", "Über uns", "Grüße")
    assert list(read.attachments) == ["ü.bin"]
