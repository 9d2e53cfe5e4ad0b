"""The pace of sending: bursts are fine, floods are not, and a person waiting comes first."""

from bot.channels.telegram.limiter import Pace
from bot.channels.telegram.settings import Limits


class Watch:
    """A watch that goes only when it is told."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_notices_to_one_chat_run_ahead_a_little_then_keep_the_pace() -> None:
    watch = Watch()
    pace = Pace(Limits(chat_per_second=1.0, chat_burst=3), watch)
    waits = [pace.wait("42", notice=True, patience=10) for _ in range(5)]
    assert [round(wait, 3) for wait in waits] == [0, 0, 0, 1, 2]
    assert pace.wait("42", notice=True, patience=1) > 1  # too long: no place is taken
    watch.at += 60
    assert pace.wait("42", notice=True, patience=1) == 0


def test_notices_to_many_chats_keep_to_thirty_a_second() -> None:
    pace = Pace(Limits(), Watch())
    waits = [pace.wait(str(chat), notice=True, patience=10) for chat in range(91)]
    assert waits[:30] == [0.0] * 30
    assert 1.9 < waits[90] < 2.1


def test_an_answer_to_somebody_waiting_goes_at_once_until_telegram_complains() -> None:
    watch = Watch()
    pace = Pace(Limits(chat_burst=1), watch)
    assert [pace.wait("42", notice=False, patience=5) for _ in range(20)] == [0.0] * 20
    pace.pause("42", 3)
    assert pace.wait("42", notice=False, patience=1) == 3
    watch.at += 4
    assert [pace.wait("42", notice=False, patience=5) for _ in range(3)] == [0, 1, 2]
    watch.at += 120
    assert [pace.wait("42", notice=False, patience=5) for _ in range(3)] == [0, 0, 0]


def test_two_chats_refused_at_once_quieten_the_whole_bot() -> None:
    watch = Watch()
    pace = Pace(None, watch)
    pace.pause("42", 3)
    assert pace.wait("44", notice=False, patience=1) == 0
    pace.pause("43", 5)
    assert pace.wait("44", notice=False, patience=1) == 5
    watch.at += 6
    assert pace.wait("44", notice=False, patience=1) == 0


def test_a_group_gets_at_most_its_share_of_messages_a_minute() -> None:
    watch = Watch()
    pace = Pace(Limits(), watch)
    sent = 0
    for _ in range(60):
        sent += pace.wait("-1005", notice=False, patience=0) == 0
        watch.at += 1
    assert sent <= 30
