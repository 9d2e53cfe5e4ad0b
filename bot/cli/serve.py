"""``motcua run`` and ``motcua worker``: start, say where, stop cleanly."""

import asyncio
import gc
import signal
from contextlib import suppress
from typing import Annotated

import typer
import uvloop

from bot.config import Settings, read_settings, read_telegram_settings
from bot.logs import set_up_logging


def run(
    host: Annotated[str | None, typer.Option(help="địa chỉ lắng nghe")] = None,
    port: Annotated[int | None, typer.Option(help="cổng")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="dùng một xã mẫu")] = False,
) -> None:
    """Chạy tất cả trong một tiến trình: trò chuyện, trang công khai, các kênh đã cấu hình."""
    settings = read_settings(host=host, port=port)
    if demo:
        from bot.app.demo.centre import with_demo_centre
        from bot.kernel.clock import SystemClock

        settings = with_demo_centre(settings, SystemClock().now())
    _run(settings, serve=True, demo=demo)


def worker() -> None:
    """Chỉ chạy việc hẹn giờ và gửi tin, khi có nhiều tiến trình trên một PostgreSQL."""
    _run(read_settings(), serve=False, demo=False)


def _run(settings: Settings, *, serve: bool, demo: bool) -> None:
    set_up_logging(settings.log_level)
    with (
        suppress(KeyboardInterrupt),
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(_serve(settings, serve=serve, demo=demo))


async def _serve(settings: Settings, *, serve: bool, demo: bool) -> None:
    from bot.app.service import Service, running_service

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    service: Service
    async with running_service(
        settings, read_telegram_settings(), serve=serve, demo=demo
    ) as service:
        _settle_memory()
        _greet(service.addresses, len(service.brain.knowledge.procedures), service.lines)
        await stop.wait()
        print("stopping ...", flush=True)


def _settle_memory() -> None:
    """Spare what was loaded at the start from every later search for garbage."""
    gc.collect()
    gc.freeze()


def _greet(addresses: list[str], procedures: int, lines: list[str]) -> None:
    if addresses:
        print(f"motcua is ready: {procedures} procedures")
        print(f"  web chat   {addresses[0]}/chat")
        for address in addresses[1:]:
            print(f"  on a phone {address}/chat  (same network)")
        print(f"  start page {addresses[0]}/")
        print(f"  the hall   {addresses[0]}/kiosk   {addresses[0]}/board")
        print(f"  officers   {addresses[0]}/officer")
    else:
        print(f"motcua worker is ready: {procedures} procedures")
    for line in lines:
        print(f"  {line}")
    print("Ctrl-C stops it.", flush=True)
