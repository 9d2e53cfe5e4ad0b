"""A Bot API server to test against: checks calls, keeps chats, brings updates, breaks on wish."""

import asyncio
import itertools
import json
import time
from typing import Any

from aiohttp import web

from tests.simulators.telegram_delivery import Updates
from tests.simulators.telegram_description import load_description
from tests.simulators.telegram_rules import RefusedError, check_keyboard, shown_text
from tests.simulators.telegram_state import Chat, Fault, Message, Refusal

TOKEN = "123456789:simulated-token_0"  # noqa: S105  # of a bot that does not exist
BOT = {"id": 123456789, "is_bot": True, "first_name": "Một cửa", "username": "motcua_bot"}
_CALLBACK_SECONDS = 150
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


class TelegramSimulator:
    """The server.

    Attributes:
        calls: every call, as method and decoded parameters.
        violations: calls that break the description; a test that ends with any has failed.
        per_second: messages one chat may get within a second before 429; None for no limit.
        token_refused: every call gets 401.
        files: what people sent, by file id.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.violations: list[str] = []
        self.per_second: int | None = None
        self.token_refused = False
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.files: dict[str, bytes] = {}
        self.updates = Updates()
        self._chats: dict[int, Chat] = {}
        self._faults: list[Fault] = []
        self._callbacks: dict[str, float] = {}
        self._numbers = itertools.count(100)
        self._description = load_description()
        self._runner: web.AppRunner | None = None
        self.base = ""

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Stop listening and delivering."""
        await self.updates.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # What tests see and arrange.

    def chat(self, chat: int) -> Chat:
        """Return a chat, made when new."""
        return self._chats.setdefault(chat, Chat(chat))

    def messages(self, chat: int) -> list[Message]:
        """Return the bot's messages in a chat, oldest first."""
        state = self.chat(chat)
        return [state.messages[number] for number in state.order]

    def called(self, method: str) -> list[dict[str, Any]]:
        """Return the parameters of every call of a method."""
        return [parameters for name, parameters in self.calls if name == method]

    def fail(self, method: str, status: int, description: str, times: int = 1, **more: int) -> None:
        """Refuse the next calls of a method."""
        self._faults.append(Fault(method, Refusal(status, description, **more), times=times))

    def cut_after_commit(self, method: str, times: int = 1) -> None:
        """Carry out the next calls of a method, then cut the connection before the answer."""
        self._faults.append(Fault(method, cut_after_commit=True, times=times))

    def hang(self, method: str, seconds: float) -> None:
        """Let the next call of a method wait before it is carried out."""
        self._faults.append(Fault(method, seconds=seconds))

    def block(self, chat: int, description: str = "bot was blocked by the user") -> None:
        """Refuse everything to a chat from now on, with 403."""
        self.chat(chat).refusal = Refusal(403, f"Forbidden: {description}")

    def migrate(self, chat: int, new: int) -> None:
        """Make a group a supergroup with a new id."""
        self.chat(chat).refusal = Refusal(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=new,
        )

    def new_callback(self, age: float = 0.0) -> str:
        """Return the id of a tap that happened so many seconds ago."""
        callback = f"{next(self._numbers)}4382bfdwdsb"
        self._callbacks[callback] = time.monotonic() - age
        return callback

    # The server.

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = self._description.method(request.match_info["method"])
        if self.token_refused or request.match_info["token"] != TOKEN:
            return _refused(Refusal(401, "Unauthorized"))
        if method is None:
            return _refused(Refusal(404, "Not Found"))
        parameters = await self._parameters(request, method)
        self.calls.append((method, parameters))
        problems = self._description.problems(method, parameters)
        if problems:
            self.violations += problems
            return _refused(Refusal(400, f"Bad Request: {problems[0]}"))
        fault = self._take_fault(method)
        try:
            if fault is not None and fault.refusal is not None:
                raise fault.refusal
            if fault is not None:
                await asyncio.sleep(fault.seconds)
            result = await self._carry_out(method, parameters)
        except Refusal as refusal:
            return _refused(refusal)
        except RefusedError as error:
            return _refused(Refusal(400, f"Bad Request: {error}"))
        if fault is not None and fault.cut_after_commit:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"ok": True, "result": result})

    async def _parameters(self, request: web.Request, method: str) -> dict[str, Any]:
        parameters = self._description.decode_form(method, dict(request.query))
        if request.content_type == "application/json":
            parameters |= json.loads(await request.read() or b"{}")
        elif request.method == "POST":
            form = dict(await request.post())
            parameters |= self._description.decode_form(method, form)  # type: ignore[arg-type]
        return parameters

    async def _download(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["path"].rsplit("/", 1)[-1]
        if request.match_info["token"] != TOKEN or name not in self.files:
            return _refused(Refusal(404, "Not Found"))
        return web.Response(body=self.files[name])

    def _take_fault(self, method: str) -> Fault | None:
        for fault in self._faults:
            if fault.method == method:
                fault.times -= 1
                if not fault.times:
                    self._faults.remove(fault)
                return fault
        return None

    async def _carry_out(self, method: str, parameters: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return BOT
            case "getFile":
                return self._file(parameters["file_id"])
            case "sendMessage":
                return self._send(parameters)
            case "editMessageText":
                return self._edit(parameters)
            case "answerCallbackQuery":
                return self._answer_callback(parameters["callback_query_id"])
            case "setMyCommands":
                self.commands[parameters.get("language_code", "")] = parameters["commands"]
                return True
            case "getUpdates":
                return await self._get_updates(parameters)
            case "setWebhook":
                self.updates.set_webhook(parameters)
                return True
            case "deleteWebhook":
                self.updates.set_webhook({})
                return True
        raise Refusal(501, "not simulated")

    def _file(self, file_id: str) -> dict[str, str]:
        if file_id not in self.files:
            raise Refusal(400, "Bad Request: wrong file_id")
        return {"file_id": file_id, "file_path": f"photos/{file_id}"}

    async def _get_updates(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        if self.updates.webhook_url:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        fetched = await self.updates.fetch(parameters)
        if fetched is None:
            raise Refusal(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return fetched

    def _send(self, parameters: dict[str, Any]) -> dict[str, Any]:
        chat = self._open_chat(parameters)
        text = shown_text(parameters)
        check_keyboard(parameters.get("reply_markup"))
        number = next(self._numbers)
        chat.messages[number] = Message(
            number, chat.id, text, parameters["text"], parameters.get("reply_markup"), parameters
        )
        chat.order.append(number)
        return _as_json(chat.messages[number])

    def _edit(self, parameters: dict[str, Any]) -> dict[str, Any]:
        chat = self._open_chat(parameters)
        text = shown_text(parameters)
        check_keyboard(parameters.get("reply_markup"))
        message = chat.messages.get(parameters["message_id"])
        if message is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        markup = parameters.get("reply_markup")
        if (message.raw, message.markup) == (parameters["text"], markup):
            raise Refusal(400, f"Bad Request: {_NOT_MODIFIED}")
        message.text, message.raw, message.markup = text, parameters["text"], markup
        message.edits += 1
        return _as_json(message)

    def _open_chat(self, parameters: dict[str, Any]) -> Chat:
        chat = self.chat(int(parameters["chat_id"]))
        if chat.refusal is not None:
            raise chat.refusal
        now = time.monotonic()
        chat.sent_at = [at for at in chat.sent_at if at > now - 1]
        if self.per_second is not None and len(chat.sent_at) >= self.per_second:
            raise Refusal(429, "Too Many Requests: retry after 1", retry_after=1)
        chat.sent_at.append(now)
        return chat

    def _answer_callback(self, callback: str) -> bool:
        asked_at = self._callbacks.pop(callback, None)
        if asked_at is None or time.monotonic() - asked_at > _CALLBACK_SECONDS:
            raise Refusal(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        return True


def _refused(refusal: Refusal) -> web.Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.description,
    }
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.status)


def _as_json(message: Message) -> dict[str, Any]:
    return {
        "message_id": message.id,
        "date": int(time.time()),
        "chat": {"id": message.chat, "type": "private" if message.chat > 0 else "supergroup"},
        "from": BOT,
        "text": message.text,
    }
