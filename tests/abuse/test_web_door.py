"""The web chat's door: who is let in by which name, with which key, from which page."""

from __future__ import annotations

import pytest

from bot.channels.rate_limits import Limits
from bot.channels.web.access import AccessControl, is_this_machine
from bot.channels.web.channel import WebChannel
from bot.errors import ChannelError
from tests.abuse.door import KEY, PUBLIC, at_the_door, opens_chat, raw, status
from tests.bot.channels.web.visitor import TOKEN, answer, ask
from tests.fakes import ScriptedAssistant


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
        ("0.0.0.0", False), ("::", False), ("", False), ("192.168.1.5", False), ("10.0.0.1", False),  # noqa: S104 - tells, binds nothing
        ("shop.example", False), ("localhost.evil.example", False), ("::ffff:10.0.0.1", False),
    ],
)  # fmt: skip
def test_no_shop_opens_to_the_network_by_accident(host: str, alone: bool) -> None:
    """Beyond this machine it takes a key, or an address that is meant for everybody; the sentence names both."""
    assert is_this_machine(host) is alone
    if alone:
        AccessControl(host).require_key()
    else:
        with pytest.raises(ChannelError, match=r"SHOPLENS_WEB__TOKEN .* SHOPLENS_WEB__PUBLIC_URL"):
            AccessControl(host).require_key()
    AccessControl(host, token=KEY).require_key()
    AccessControl(host, public_url=PUBLIC).require_key()


async def test_a_shop_without_a_key_does_not_even_listen() -> None:
    """The refusal comes before the port is opened."""
    channel = WebChannel("0.0.0.0", 0, ScriptedAssistant(), lambda key: None, "Shop")  # noqa: S104 - never listens
    with pytest.raises(ChannelError):
        await channel.__aenter__()
    assert channel.url == ""


async def test_only_our_own_names_are_answered() -> None:
    """A page that had its name point here (DNS rebinding) gets nothing; numbers and our own names do."""
    ours = ["127.0.0.1", "127.0.0.1:1", "[::1]:8080", "192.168.1.5", "localhost", "LocalHost.:80", "chat.shop.example"]
    foreign = [
        "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "2130706433",
        "0x7f000001", "x@127.0.0.1", "127.0.0.1@evil.example", "localhost:80:80", "", "[::1", "localhost/..", "a b",
    ]  # fmt: skip
    async with at_the_door(AccessControl(public_url=PUBLIC)) as visitor:
        for path in ("/", "/chat", "/static/chat.js", "/metrics"):
            for host in foreign:
                line = await raw(visitor, f"GET {path} HTTP/1.1\r\nHost: {host}")
                assert line.startswith(("421", "400")), (path, host, line)
        assert (await raw(visitor, "GET / HTTP/1.0\r\nX-A: b")).startswith("421")
        for host in ours:
            assert (await raw(visitor, f"GET / HTTP/1.1\r\nHost: {host}")).startswith("200"), host
        assert (await raw(visitor, "GET /healthz HTTP/1.1\r\nHost: kubelet")).startswith("200")


@pytest.mark.parametrize(
    "path",
    ["/", "/static/chat.js", f"/pictures/{'ab' * 32}.jpg", "/nothing", "/?token=", "/?token=wrong", f"/?token={KEY}x"],
)
async def test_without_the_key_there_is_nothing(path: str) -> None:
    """Not the page, not its files, not whether a picture exists."""
    async with (
        at_the_door(AccessControl(token=KEY)) as visitor,
        visitor.session.get(f"{visitor.origin}{path}") as response,
    ):
        assert response.status == 403
        assert "Set-Cookie" not in response.headers
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert KEY not in await response.text()


async def test_the_link_with_the_key_opens_the_shop() -> None:
    """It leaves a cookie that scripts and other sites cannot use and that is not the key, and everything works."""
    async with at_the_door(AccessControl(token=KEY)) as visitor:
        assert await opens_chat(visitor) == 403
        async with visitor.session.get(f"{visitor.url}?token={KEY}") as response:
            assert response.status == 200
            cookie = response.headers["Set-Cookie"]
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["Referrer-Policy"] == "no-referrer"
        for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
            assert part in cookie
        assert "Secure" not in cookie
        assert KEY not in cookie
        assert await status(visitor, "/") == 200
        assert await status(visitor, "/static/chat.js") == 200
        async with visitor.line() as line:
            await ask(line, "question-1", text="boots")
            assert (await answer(line))["type"] == "reply"
        assert (await visitor.upload(b"photo")).status == 201
        async with visitor.session.get(f"{visitor.url}?token={KEY[:-1]}") as response:
            assert response.status == 403


async def test_no_other_cookie_opens_it() -> None:
    """The key itself, another key's cookie, half a cookie and odd bytes are no cookies of this shop."""
    right, of_another_key, of_no_key = (
        access._pass  # noqa: SLF001 - to forge what is nearly right
        for access in (AccessControl(token=KEY), AccessControl(token=KEY + "2"), AccessControl())
    )
    wrong = [KEY, of_another_key, of_no_key, right[:-1], right + "0", right.upper(), "", "%00"]
    async with at_the_door(AccessControl(token=KEY)) as visitor:
        for value in wrong:
            assert await status(visitor, "/", Cookie=f"shoplens={value}") == 403, value
        assert await status(visitor, "/", Authorization=f"Bearer {KEY}") == 403
        assert await status(visitor, "/", Cookie=f"shoplens={right}") == 200


async def test_a_public_shop_has_secure_cookies() -> None:
    """Behind a proxy with TLS the cookie never goes out in the clear."""
    access = AccessControl(token=KEY, public_url=PUBLIC)
    async with at_the_door(access) as visitor, visitor.session.get(f"{visitor.url}?token={KEY}") as response:
        assert "Secure" in response.headers["Set-Cookie"]


async def test_keys_cannot_be_tried_for_ever() -> None:
    """Guessing from one address comes to an end; another address still gets in."""
    access = AccessControl(token=KEY, public_url=PUBLIC, limits=Limits(1, 5, now=lambda: 0.0))
    async with at_the_door(access) as visitor:
        tried = [await status(visitor, f"/?token=guess-{n}", **{"X-Forwarded-For": "203.0.113.5"}) for n in range(8)]
        assert tried == [403] * 5 + [429] * 3
        assert await status(visitor, f"/?token={KEY}", **{"X-Forwarded-For": "203.0.113.5"}) == 429
        assert await status(visitor, f"/?token={KEY}", **{"X-Forwarded-For": "203.0.113.6"}) == 200


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (PUBLIC, True),
        (f"{PUBLIC}.evil.example", False),
        ("http://chat.shop.example", False),
        (f"{PUBLIC}:444", False),
        ("https://shop.example", False),
        ("null", False),
        ("", False),
        ("file://", False),
        ("http://localhost", False),
    ],
)
async def test_only_our_own_page_may_talk(origin: str, allowed: bool) -> None:
    """WebSocket and upload alike; behind a proxy the page has the public address."""
    async with at_the_door(AccessControl(public_url=PUBLIC)) as visitor:
        assert await opens_chat(visitor, Origin=origin) == (101 if allowed else 403)
        headers = {"Origin": origin, "X-Conversation": TOKEN}
        async with visitor.session.post(f"{visitor.url}photo", data=b"x", headers=headers) as response:
            assert response.status == (201 if allowed else 403)


@pytest.mark.parametrize("path", ["/", "/static/chat.js", "/healthz", "/nothing", "/photo", "/chat"])
async def test_every_answer_has_the_strict_headers(path: str) -> None:
    """Errors too."""
    async with at_the_door() as visitor, visitor.session.get(f"{visitor.origin}{path}") as response:
        policy = response.headers["Content-Security-Policy"]
        for rule in ("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"):
            assert rule in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "aiohttp" not in response.headers["Server"].lower()


async def test_no_spelling_of_a_path_leaves_the_folders() -> None:
    """Dots, slashes and NULs in any coding lead nowhere, and nothing of this machine comes back."""
    key = "ab" * 32
    paths = [
        f"/pictures/{key}.jpg/../../../etc/passwd", f"/pictures/..%2f{key}.jpg", f"/pictures/{key}%00.jpg",
        f"/pictures/{key}.jpg%00", "/pictures/%252e%252e%252fetc%252fpasswd.jpg", "/pictures/..%5c..%5cetc.jpg",
        f"/pictures//{key}.jpg", "/static/..%2f..%2fweb.py", "/static/....//web.py", "/static/%2e%2e/%2e%2e/app.py",
        "/static//etc/passwd", "/static/chat.js/../../__init__.py", "/static/chat.js%00.css", "//etc/passwd",
        "/static/", "/pictures/", "/.env", "/static/.env", f"/pictures/{key[:-1]}g.jpg", f"/pictures/{key}.JPG",
    ]  # fmt: skip
    async with at_the_door() as visitor:
        for path in paths:
            line = await raw(visitor, f"GET {path} HTTP/1.1\r\nHost: localhost")
            assert line.startswith(("404", "400")), (path, line)
