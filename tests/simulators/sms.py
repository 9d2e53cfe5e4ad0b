"""SMS gateways on this machine: the shapes of the real ones, over HTTP, and what they do wrong.

Every gateway answers at its own path and keeps what it accepted. ``House.plan`` says what the next
requests meet: a code of the gateway, an HTTP status, ``hang`` or ``cut``.
"""

import asyncio
import base64
import json
import xml.etree.ElementTree as ET
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

USER, PASSWORD, SENDER = "nguoi-gui", "mat-khau-cong", "UBNDXAMAU"
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Accepted:
    """One SMS that went to the networks."""

    phone: str
    text: str
    id: str = ""
    callback: str = ""


@dataclass
class House:
    """The gateways' state.

    Attributes:
        plan: what the next requests meet, one entry each; afterwards all goes well.
        arrived: with ``cut`` and ``hang``, whether the message was accepted before.
    """

    url: str = ""
    plan: deque[str] = field(default_factory=deque)
    arrived: bool = True
    accepted: list[Accepted] = field(default_factory=list)
    calls: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, message: Accepted) -> str:
        """Accept a message and return its number."""
        self.accepted.append(message)
        return f"sms-{len(self.accepted)}"

    def is_known(self, message_id: str) -> bool:
        """Say whether a message with this id was accepted before."""
        return bool(message_id) and any(each.id == message_id for each in self.accepted)

    async def trouble(self, request: web.Request, message: Accepted) -> web.Response | str:
        """Return what the plan says: an answer, or a code of the gateway ("" is success)."""
        self.calls += 1
        what = self.plan.popleft() if self.plan else ""
        if what in ("cut", "hang"):
            if self.arrived and not self.is_known(message.id):
                self.take(message)
            if what == "hang":
                await self.released.wait()
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if what.startswith("http "):
            headers = {"Retry-After": "7"} if what == "http 429" else {}
            return web.Response(status=int(what[5:]), text="<html>trouble</html>", headers=headers)
        return what


def basic_is(request: web.Request, user: str, password: str) -> bool:
    """Say whether a request shows the right name and password."""
    right = base64.b64encode(f"{user}:{password}".encode()).decode()
    return request.headers.get("Authorization") == f"Basic {right}"


class Gateways:
    """All gateways, on one server."""

    def __init__(self, house: House) -> None:
        self.house = house

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/esms", self.esms),
            web.post("/speedsms", self.speedsms),
            web.post("/viettel", self.viettel),
            web.post("/vnpt", self.vnpt),
            web.post("/2010-04-01/Accounts/{sid}/Messages.json", self.twilio),
            web.get("/fibo", self.fibo),
            web.get("/http", self.simple),
            web.post("/http", self.simple),
        ]

    async def esms(self, request: web.Request) -> web.Response:
        body = await request.json()
        assert set(body) >= {"ApiKey", "SecretKey", "Phone", "Content", "SmsType", "RequestId"}
        assert all(isinstance(value, str) for value in body.values())
        message = Accepted(
            body["Phone"], body["Content"], body["RequestId"], body.get("CallbackUrl", "")
        )
        if self.house.is_known(message.id):
            self.house.calls += 1
            return web.json_response({"CodeResult": "124", "ErrorMessage": "RequestId existed"})
        code = await self.house.trouble(request, message)
        if not isinstance(code, str):
            return code
        if (body["ApiKey"], body["SecretKey"]) != (USER, PASSWORD):
            code = "101"
        elif body["Brandname"] != SENDER:
            code = "104"
        if code:
            return web.json_response({"CodeResult": code, "CountRegenerate": 0})
        number = self.house.take(message)
        return web.json_response({"CodeResult": "100", "CountRegenerate": 0, "SMSID": number})

    async def speedsms(self, request: web.Request) -> web.Response:
        body = await request.json()
        (phone,) = body["to"]
        assert phone.startswith("84")
        assert body["sms_type"] in (2, 3, 4, 5)
        message = Accepted(phone, body["content"])
        code = await self.house.trouble(request, message)
        if not isinstance(code, str):
            return code
        if not basic_is(request, PASSWORD, "x"):
            return web.json_response({"status": "error", "code": "007"}, status=401)
        if code == "invalidPhone":
            data = {"tranId": 9, "totalSMS": 0, "totalPrice": 0, "invalidPhone": [phone]}
            return web.json_response({"status": "success", "code": "00", "data": data})
        if code:
            return web.json_response({"status": "error", "code": code, "message": "no"})
        self.house.take(message)
        data = {"tranId": len(self.house.accepted), "totalSMS": 1, "invalidPhone": []}
        return web.json_response({"status": "success", "code": "00", "data": data})

    async def viettel(self, request: web.Request) -> web.Response:
        root = ET.fromstring(await request.text())  # noqa: S314  # our own request
        call = root.find(".//{http://impl.bulkSms.ws/}wsCpMt")
        assert call is not None
        fields = {each.tag: each.text or "" for each in call}
        assert fields["UserID"] == fields["ReceiverID"]
        assert (fields["CommandCode"], fields["ContentType"]) == ("bulksms", "0")
        message = Accepted(fields["ReceiverID"], fields["Content"])
        words = await self.house.trouble(request, message)
        if not isinstance(words, str):
            return words
        if (fields["User"], fields["Password"]) != (USER, PASSWORD):
            words = "Authenticate: user or password wrong"
        if not words:
            self.house.take(message)
        result, said = ("0", words) if words else ("1", "Insert MT_QUEUE: OK")
        text = (
            '<?xml version="1.0"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/">'
            '<S:Body><ns2:wsCpMtResponse xmlns:ns2="http://impl.bulkSms.ws/"><return>'
            f"<message>{said}</message><result>{result}</result>"
            "</return></ns2:wsCpMtResponse></S:Body></S:Envelope>"
        )
        return web.Response(text=text, content_type="text/xml")

    async def vnpt(self, request: web.Request) -> web.Response:
        body = (await request.json())["RQST"]
        (parameter,) = body["PARAMS"]
        message = Accepted(body["MOBILELIST"], parameter["CONTENT"], body["REQID"])
        code = await self.house.trouble(request, message)
        if not isinstance(code, str):
            return code
        if not code:
            self.house.take(message)
        reply = {"name": "send_sms_list", "ERROR": code or "0", "ERROR_DESC": "success"}
        return web.json_response({"RPLY": reply})

    async def twilio(self, request: web.Request) -> web.Response:
        form = await request.post()
        callback = str(form.get("StatusCallback", ""))
        message = Accepted(str(form["To"]), str(form["Body"]), callback=callback)
        code = await self.house.trouble(request, message)
        if not isinstance(code, str):
            return code
        if not basic_is(request, USER, PASSWORD) or request.match_info["sid"] != USER:
            return web.json_response({"code": 20003, "message": "Authenticate"}, status=401)
        if code:
            return web.json_response({"code": int(code), "message": "no"}, status=400)
        number = self.house.take(message).replace("sms-", "SM")
        return web.json_response({"sid": number, "status": "queued"}, status=201)

    async def fibo(self, request: web.Request) -> web.Response:
        query = request.query
        message = Accepted(query["phoneNumber"], query["smsMessage"], query["smsGUID"])
        code = await self.house.trouble(request, message)
        if not isinstance(code, str):
            return code
        if not code:
            self.house.take(message)
        return web.Response(text=code or "200")

    async def simple(self, request: web.Request) -> web.Response:
        """Answer as a gateway that takes whatever it is given: query, form or JSON."""
        fields: Fields = dict(request.query)
        raw = await request.text()
        if request.content_type == "application/json":
            fields |= json.loads(raw)
        elif raw:
            fields |= {name: str(value) for name, value in (await request.post()).items()}
        message = Accepted(fields["to"], fields["text"], fields.get("ref", ""))
        code = await self.house.trouble(request, message)
        if not isinstance(code, str):
            return code
        if self.house.is_known(message.id):
            code = "dup"
        if code:
            return web.json_response({"result": {"code": code}})
        number = self.house.take(message)
        return web.json_response({"result": {"code": "0", "ids": [number]}})


@asynccontextmanager
async def sms_gateways() -> AsyncIterator[House]:
    """Run all gateways for a while."""
    house = House()
    app = web.Application()
    app.add_routes(Gateways(house).routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    house.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield house
    finally:
        house.released.set()
        await runner.cleanup()
