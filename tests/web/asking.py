"""Citizens whose questions were not answered well, for the to-do list of officers."""

from bot.kernel.conversations import NoteKind, QuestionNote, TurnRecord
from bot.kernel.messages import Inbound
from tests.web.house import House


async def asked(
    house: House,
    *texts: str,
    kind: NoteKind = NoteKind.UNANSWERED,
    codes: tuple[str, ...] = (),
) -> None:
    """Let each text be the question of somebody new."""
    for text in texts:
        now = house.clock.now()
        house.askers += 1
        await house.store.write(
            TurnRecord(
                inbound=Inbound(
                    channel="web",
                    channel_user=f"asker-{house.askers}",
                    message_id="1",
                    sent_at=now,
                    text=text,
                ),
                dialogue="{}",
                version=0,
                outgoing=(),
                consents=(),
                at=now,
                notes=(QuestionNote(kind, text, codes),),
            )
        )
