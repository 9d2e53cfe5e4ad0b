"""The transport under python-telegram-bot: every kind of request, and errors without addresses."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot, InputFile
from telegram.error import NetworkError, TimedOut

from bot.channels.telegram.transport import AiohttpRequest, NotSentError
from tests.simulators.telegram import TOKEN


class Server:
    """Answers as told and remembers what came."""

    def __init__(self) -> None:
        self.form: dict[str, object] = {}
        self.seconds = 0.0
        self.cut = False

    async def handle(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self.seconds)
        if self.cut:
            assert request.transport is not None
            request.transport.abort()
        if request.method == "GET":
            return web.Response(body=b"a file")
        for name, value in (await request.post()).items():
            self.form[name] = value.file.read() if isinstance(value, web.FileField) else value
        return web.json_response({"ok": True, "result": True})


@pytest.fixture
async def server() -> Server:
    return Server()


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", server.handle)
    async with TestServer(app) as listening:
        request = AiohttpRequest()
        base = str(listening.make_url("/bot"))
        yield Bot(TOKEN, base_url=base, request=request, get_updates_request=request)
        await request.shutdown()


async def test_the_librarys_methods_work(server: Server, bot: Bot) -> None:
    assert await bot.set_webhook("https://xã.vn/?a=1&b=2", allowed_updates=["message"])
    assert server.form == {"url": "https://xã.vn/?a=1&b=2", "allowed_updates": '["message"]'}


async def test_a_file_can_be_sent(server: Server, bot: Bot) -> None:
    content = "chứng thư".encode()
    await bot.set_webhook("https://a.vn", certificate=InputFile(content, filename="a.pem"))
    assert content in server.form.values()


async def test_a_file_can_be_fetched(bot: Bot) -> None:
    assert await bot.request.retrieve(f"{bot.base_url}/file") == b"a file"


async def test_no_answer_in_time_is_a_time_out(server: Server, bot: Bot) -> None:
    server.seconds = 5
    with pytest.raises(TimedOut) as caught:
        await bot.delete_webhook(read_timeout=0.05)
    assert TOKEN not in str(caught.getrepr(chain=True))


async def test_a_cut_connection_says_nothing_about_the_address(server: Server, bot: Bot) -> None:
    server.cut = True
    with pytest.raises(NetworkError) as caught:
        await bot.delete_webhook()
    assert not isinstance(caught.value, NotSentError)
    assert str(caught.value) == "ServerDisconnectedError"
    assert TOKEN not in str(caught.value.__cause__)


async def test_after_the_end_nothing_is_sent(bot: Bot) -> None:
    await bot.request.shutdown()
    with pytest.raises(NotSentError, match="closed"):
        await bot.delete_webhook()
