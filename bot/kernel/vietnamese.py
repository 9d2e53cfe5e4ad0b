"""Vietnamese text as people type it: cleaning, folding, words, sentences, repair of left-overs."""

import re
import unicodedata
from functools import lru_cache

_MARKED = {
    "a": "àáảãạăằắẳẵặâầấẩẫậ",
    "d": "đ",
    "e": "èéẻẽẹêềếểễệ",
    "i": "ìíỉĩị",
    "o": "òóỏõọôồốổỗộơờớởỡợ",
    "u": "ùúủũụưừứửữự",
    "y": "ỳýỷỹỵ",
}
_FOLDING = {ord(mark): plain for plain, marks in _MARKED.items() for mark in marks}
# Hỏi and ngã sound alike in the South and Centre: agreement of accents ignores the difference.
_ALIKE = str.maketrans("ảẳẩẻểỉỏổởủửỷ", "ãẵẫẽễĩõỗỡũữỹ")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?…;]+(?=\s|$)|[\n\r]+")
_CARET = re.compile(r"([aeoAEO])([sfrxjSFRXJ]?)\^")

_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?"
_RHYME = (
    r"(?:a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|e(?:c|ch|m|n|ng|nh|o|p|t|u)?"
    r"|i(?:a|c|ch|m|n|nh|p|t|u|ec|em|en|eng|ep|et|eu)?"
    r"|o(?:a|ac|ach|ai|am|an|ang|anh|ao|ap|at|ay|c|e|en|eo|et|i|m|n|ng|p|t|oc|ong)?"
    r"|u(?:a|an|ang|ao|at|ay|c|e|ech|enh|i|m|n|ng|o|oc|oi|om|on|ong|op|ot|ou|p|t|u|y|ya|ych|yen|yet"
    r"|ynh|yt|yu)?"
    r"|y(?:em|en|et|eu|t|nh|ch)?)"
)
_SYLLABLE = re.compile(_ONSET + _RHYME)
_VOWELS = frozenset("aeiouy")
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = dict(zip("12345", "sfrxj", strict=True))
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"a": "ă", "o": "ơ", "u": "ư"}
_LONGEST_SYLLABLE = 7
_LONGEST_TYPED = 12


def clean(text: str) -> str:
    """Return the text in NFC, on one line per line typed, without invisible characters."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return " ".join(text.split())
    text = "".join(_visible(char) for char in text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _visible(char: str) -> str:
    if char.isprintable() or char == "\n":
        return char
    if char in "\r\v\f\x85\u2028\u2029":
        return "\n"
    category = unicodedata.category(char)
    return " " if category == "Zs" or char == "\t" else ""


def fold(text: str) -> str:
    """Return the text in lower case without Vietnamese accents, đ as d."""
    text = text.lower()
    if text.isascii():
        return text
    text = text.translate(_FOLDING)
    if text.isascii():
        return text
    # Decomposed or foreign accents: take the marks off one by one.
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).translate(_FOLDING)


def blend_tones(word: str) -> str:
    """Return the word with hỏi written as ngã, so that the two compare equal."""
    return word.translate(_ALIKE)


def words(text: str) -> list[str]:
    """Return the words of a cleaned text, in lower case, with their accents."""
    if "^" in text:
        text = _CARET.sub(lambda match: _HATS[match[1].lower()] + match[2], text)
    return _WORD.findall(text.lower())


def split_sentences(text: str) -> list[str]:
    """Split a text at full stops, question marks, semicolons and line ends."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


@lru_cache(maxsize=8192)
def is_syllable(folded: str) -> bool:
    """Tell whether a folded word could be one Vietnamese syllable."""
    return len(folded) <= _LONGEST_SYLLABLE and _SYLLABLE.fullmatch(folded) is not None


@lru_cache(maxsize=8192)
def repair(word: str) -> str:
    """Return what a word with left-over Telex or VNI keys was meant to be, else the word itself."""
    if len(word) > _LONGEST_TYPED or is_syllable(fold(word)):
        return word
    typed = _vni_to_telex(word) if any(char.isdigit() for char in word) else word
    meant = _compose(typed)
    return meant if is_syllable(fold(meant)) else word


def _vni_to_telex(word: str) -> str:
    letters: list[str] = []
    tone = ""
    for char in word:
        if char in _VNI_TONES and letters:
            tone = _VNI_TONES[char]
        elif char == "6" and letters:
            _turn_last(letters, _HATS)
        elif char in "78" and letters:
            _turn_last(letters, _HORNS)
        elif char == "9" and letters and letters[0] == "d":
            letters[0] = "đ"
        else:
            letters.append(char)
    return "".join(letters) + tone


def _compose(typed: str) -> str:
    letters: list[str] = []
    tone = ""
    for char in typed:
        has_vowel = any(fold(letter) in _VOWELS for letter in letters)
        if char in _TONES and has_vowel:
            tone = char
        elif char == "w" and letters:
            if not _turn_last(letters, _HORNS):
                letters.append("ư")
        elif char == "d" and letters[:1] == ["d"]:
            letters[0] = "đ"
        elif char not in _HATS or not _turn_last(letters, {char: _HATS[char]}):
            letters.append(char)
    return _with_tone("".join(letters), tone)


def _turn_last(letters: list[str], turns: dict[str, str]) -> bool:
    """Give the last letter that can bear it a hat or a horn; both letters of "uo" get a horn."""
    for position in range(len(letters) - 1, -1, -1):
        turned = turns.get(letters[position])
        if turned is not None:
            letters[position] = turned
            if turned == "ơ" and position and letters[position - 1] == "u":
                letters[position - 1] = "ư"
            return True
    return False


def _with_tone(word: str, tone: str) -> str:
    if not tone:
        return word
    spots = [at for at, char in enumerate(word) if fold(char) in _VOWELS]
    if len(spots) > 1 and fold(word)[:2] in ("gi", "qu"):
        spots = spots[1:]
    hatted = [at for at in spots if word[at] not in _VOWELS]
    if hatted:
        at = hatted[-1]
    elif len(spots) == 1 or (len(spots) == 2 and spots[-1] == len(word) - 1):
        at = spots[0]
    else:
        at = spots[1]
    marked = word[: at + 1] + _TONES[tone] + word[at + 1 :]
    return unicodedata.normalize("NFC", marked)


_SOUND_ONSETS = (
    ("ngh", "ng"),
    ("ng", "ng"),
    ("gh", "g"),
    ("gi", "z"),
    ("kh", "kh"),
    ("ph", "f"),
    ("qu", "kw"),
    ("th", "th"),
    ("tr", "c"),
    ("ch", "c"),
    ("nh", "nh"),
    ("s", "x"),
    ("x", "x"),
    ("d", "z"),
    ("r", "z"),
    ("v", "z"),
    ("z", "z"),
    ("n", "l"),
    ("l", "l"),
    ("k", "k"),
    ("c", "k"),
    ("q", "k"),
)
_SOUND_CODAS = (("ng", "n"), ("nh", "n"), ("ch", "t"), ("c", "t"), ("n", "n"), ("t", "t"))


@lru_cache(maxsize=8192)
def sound(folded: str) -> str:
    """Return a key that is equal for syllables which some region pronounces alike."""
    onset, rest = "", folded
    for spelled, key in _SOUND_ONSETS:
        if folded.startswith(spelled) and len(folded) > len(spelled):
            onset, rest = key, folded[len(spelled) :]
            break
    if folded.startswith("gi") and rest[:1] not in _VOWELS:
        rest = "i" + rest
    for spelled, key in _SOUND_CODAS:
        if rest.endswith(spelled) and len(rest) > len(spelled):
            rest = rest[: -len(spelled)] + key
            break
    return onset + rest.replace("y", "i")
