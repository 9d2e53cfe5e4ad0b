"""The word lists of ``procedures_data``: what people write, and what it stands for."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.knowledge.parts import Code, Label, Record, Slug, Text, Topic
from bot.knowledge.reading import Act
from bot.knowledge.yaml_files import read_record

Words = tuple[Text, ...]


class Synonym(Record):
    """Ways of writing one thing; ``means`` is the wording that cards are matched with."""

    means: Text
    says: Annotated[Words, Field(min_length=1)]


class Named(Record):
    """Everyday names of one procedure, kept apart from its card because they are only names."""

    code: Code
    says: Annotated[Words, Field(min_length=1)]


class Synonyms(Record):
    """Content of ``synonyms.yaml``.

    Attributes:
        words: abbreviations, dialect and chat spellings, replaced word by word.
        phrases: expressions replaced as a whole.
        names: everyday names of procedures.
        fillers: expressions that say nothing about the procedure.
        places: names of provinces and towns, which say nothing about the procedure either.
        light: pronouns and particles that may stand anywhere.
        telling: words that make a procedure another one ("xóa", "lại", "gia hạn").
        special: words in an official name that make a common procedure a special case of it.
        people: members of the family that count as one when looking for a procedure.
        doing: verbs of asking for a thing; a message without one only names the thing.
        common: procedures asked for most, the most frequent first.
    """

    words: tuple[Synonym, ...]
    phrases: tuple[Synonym, ...]
    names: tuple[Named, ...] = ()
    fillers: Words
    places: Words = ()
    light: Words
    telling: Words
    special: Words = ()
    people: Words
    doing: Words = ()
    common: tuple[Code, ...] = ()


class TopicWords(Record):
    """Ways of asking for one field of a card; inside ``unless`` the words mean something else.

    ``also`` are fields that somebody who asks like this may mean or need as well.
    """

    topic: Topic
    also: tuple[Topic, ...] = ()
    says: Annotated[Words, Field(min_length=1)]


class Around(Record):
    """A way of asking with the thing asked about in the middle of it."""

    topic: Topic
    also: tuple[Topic, ...] = ()
    begins: Text
    ends: Text


class TopicList(Record):
    """Content of ``topics.yaml``.

    ``listed`` are words that ask for a field only in a list with another one.
    """

    topics: tuple[TopicWords, ...]
    listed: tuple[TopicWords, ...] = ()
    unless: Words = ()
    around: tuple[Around, ...] = ()


class ActWords(Record):
    """Ways of doing something that is not asking about a procedure.

    Attributes:
        whole: said by a message that says nothing else.
        inside: said by a message that may contain other words too.
        shapes: the same with gaps, and whatever else is named; see ``shapes.py``.
    """

    act: Act
    whole: Words = ()
    inside: Words = ()
    shapes: Words = ()


class ActList(Record):
    """Content of ``acts.yaml``.

    Attributes:
        corrections: "I mean …": what stands before is taken back.
        takes_back: "not that": the same, where a message begins.
        reminders: "the one from before".
        last: words for the last option; ``ordinals``: words for the first, the second …
        pointers: words that make an ordinal point at an option.
        english: words that give a message in English away.
    """

    acts: tuple[ActWords, ...]
    corrections: Words
    takes_back: Words
    reminders: Words
    last: Words
    ordinals: tuple[Words, ...]
    pointers: Words
    english: Words


class QuestionOption(Record):
    """One branch of a worded question; ``words`` are what a person may answer."""

    code: Code
    label: Label
    words: Words = ()


class Question(Record):
    """A request that fits several procedures, and what to ask back.

    ``ask`` addresses the person with ``{You}`` or ``{you}``; ``asks`` are ways of requesting.
    """

    id: Slug
    ask: Text
    options: Annotated[tuple[QuestionOption, ...], Field(min_length=2, max_length=5)]
    asks: Annotated[Words, Field(min_length=1)]


class QuestionList(Record):
    """Content of ``questions.yaml``."""

    questions: tuple[Question, ...]


class Outside(Record):
    """Something the commune does not do.

    Attributes:
        name: what it is, as it is said inside a sentence.
        responsible: who does it.
        helps: procedures of the commune that people in this situation often need.
        says: what to say instead of the usual sentence, where that would be cold.
        source: the text or the body that says who is responsible.
    """

    id: Slug
    name: Text
    responsible: Text
    helps: tuple[Code, ...] = ()
    says: Text | None = None
    source: Text
    asks: Annotated[Words, Field(min_length=1)]


class OutsideList(Record):
    """Content of ``outside.yaml``."""

    outside: tuple[Outside, ...]


class Wordlists(Record):
    """All word lists that understanding needs besides the cards."""

    synonyms: Synonyms
    topics: TopicList
    acts: ActList
    questions: QuestionList
    outside: OutsideList


def read_wordlists(root: Path) -> Wordlists:
    """Read the word lists below ``root``.

    Raises:
        DataError: with one line per problem.
    """
    return Wordlists(
        synonyms=read_record(root / "synonyms.yaml", Synonyms),
        topics=read_record(root / "topics.yaml", TopicList),
        acts=read_record(root / "acts.yaml", ActList),
        questions=read_record(root / "questions.yaml", QuestionList),
        outside=read_record(root / "outside.yaml", OutsideList),
    )
