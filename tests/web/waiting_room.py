"""People in the hall: numbers taken, counters opened, and what a board's page hears."""

from bot.kernel.audit import Actor
from bot.services.queue.model import Priority, Source, Ticket
from tests.web.house import House

OFFICER = Actor(officer_id=99, login="dong.nghiep", reference="thử")
# Stands in for the browser's voice: keeps what it was to say, and when.
EAR = """
window.heard = [];
(function () {
  const voice = {lang: 'vi-VN', name: 'vi', default: true, localService: true, voiceURI: 'vi'};
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const synth = {
    getVoices: function () { return [voice]; },
    speak: function (utterance) {
      window.heard.push({text: utterance.text, at: Date.now()});
      setTimeout(function () { if (utterance.onend) { utterance.onend(); } }, 40);
    },
    cancel: function () {}, resume: function () {}, addEventListener: function () {},
  };
  Object.defineProperty(window, 'speechSynthesis', {value: synth});
})();
"""


async def number(
    house: House, field: str = "civil", priority: Priority | None = None, procedure: str = ""
) -> Ticket:
    """Take a number as the kiosk does."""
    procedures = (procedure,) if procedure else ()
    return await house.desk.hall.queue.take_number(
        field, Source.KIOSK, priority=priority, procedures=procedures
    )


async def called(house: House, counter: int) -> Ticket:
    """Have a colleague open a counter and call the next."""
    await house.desk.hall.queue.open_counter(counter, OFFICER)
    ticket = await house.desk.hall.queue.call_next(counter, OFFICER)
    assert ticket is not None
    return ticket
