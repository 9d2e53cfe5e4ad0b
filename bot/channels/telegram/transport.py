"""Requests to the Bot API over aiohttp: pooled, bounded in time, the token never in a message."""

from collections.abc import Mapping
from http.client import OK

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
_POOL_SIZE = 100
_PIECE = 64 * 1024
_KEEP_ALIVE_SECONDS = 30.0  # shorter than the server's: no request meets a closing connection
_JSON = {"Content-Type": "application/json"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class NotSentError(NetworkError):
    """The connection could not be made: the server knows nothing of this request."""


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's transport on aiohttp, with a direct way for JSON bodies.

    Errors carry the kind of trouble only: aiohttp's own messages may hold the URL, and the URL
    holds the token.
    """

    __slots__ = ("_closed", "_proxy", "_session", "_timeouts")

    def __init__(self, proxy: str = "") -> None:
        self._proxy = proxy or None
        self._session: ClientSession | None = None
        self._closed = False
        self._timeouts: dict[float, ClientTimeout] = {}

    @property
    def read_timeout(self) -> float:
        """Return the usual patience with an answer, in seconds."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Allow requests, again after a shutdown; the pool opens with the first one."""
        self._closed = False

    async def shutdown(self) -> None:
        """Close the pool; requests after this are not sent."""
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post_json(
        self, url: URL, body: bytes, read_timeout: float = READ_SECONDS
    ) -> tuple[int, bytes]:
        """Post a JSON body and return status and payload.

        Raises:
            NotSentError: no connection, so nothing can have happened.
            TimedOut: no answer in time; the request may have been carried out.
            NetworkError: the connection broke; the request may have been carried out.
        """
        return await self._request("POST", url, body, _JSON, read_timeout)

    async def get_file(self, url: URL, most: int) -> bytes:
        """Return a file; b"" when there is none or it is larger than ``most``.

        Raises:
            NetworkError: it could not be fetched.
        """
        if self._closed:
            raise NotSentError("closed")
        session = self._session or self._open()
        content = bytearray()
        try:
            async with session.get(url, timeout=self._timeout(READ_SECONDS)) as response:
                if response.status != OK:
                    return b""
                async for piece in response.content.iter_chunked(_PIECE):
                    content += piece
                    if len(content) > most:
                        return b""
        except (ClientError, OSError, ValueError, TimeoutError) as error:
            raise NetworkError(_kind(error)) from None
        return bytes(content)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a request for the library's own methods; only patience in reading varies."""
        body: bytes | FormData | None = None
        headers: Mapping[str, str] = {}
        if request_data is not None and request_data.contains_files:
            body = _multipart(request_data)
        elif request_data is not None:
            body, headers = request_data.url_encoded_parameters().encode(), _FORM
        patience = read_timeout if isinstance(read_timeout, int | float) else READ_SECONDS
        return await self._request(method, URL(url, encoded=True), body, headers, patience)

    async def _request(
        self,
        method: str,
        url: URL,
        body: bytes | FormData | None,
        headers: Mapping[str, str],
        read_timeout: float,
    ) -> tuple[int, bytes]:
        if self._closed:
            raise NotSentError("closed")
        session = self._session or self._open()
        try:
            async with session.request(
                method, url, data=body, headers=headers, timeout=self._timeout(read_timeout)
            ) as response:
                return response.status, await response.read()
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise NotSentError(_kind(error)) from None
        except TimeoutError as error:
            raise TimedOut(_kind(error)) from None
        except (ClientError, OSError, ValueError) as error:
            raise NetworkError(_kind(error)) from None

    def _timeout(self, read_timeout: float) -> ClientTimeout:
        timeout = self._timeouts.get(read_timeout)
        if timeout is None:
            timeout = ClientTimeout(total=read_timeout, connect=None, sock_connect=CONNECT_SECONDS)
            self._timeouts[read_timeout] = timeout
        return timeout

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(
                    limit=_POOL_SIZE, keepalive_timeout=_KEEP_ALIVE_SECONDS, ttl_dns_cache=300
                ),
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                skip_auto_headers=("Accept-Encoding",),
                auto_decompress=True,
                proxy=self._proxy,
            )
        return self._session


def _multipart(request_data: RequestData) -> FormData:
    form = FormData(quote_fields=False, default_to_multipart=True)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form


def _kind(error: BaseException) -> str:
    return type(error).__name__
