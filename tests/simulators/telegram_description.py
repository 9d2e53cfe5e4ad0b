"""Check a call against a description of the Bot API: names, required fields, types.

The whole official description is used where ``MOTCUA_BOT_API_JSON`` names it; otherwise a small
table of the methods that this project calls.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Fields = Mapping[str, tuple[tuple[str, ...], bool]]  # name -> (types, required)

# A trailing "!" means required; types are joined by "|".
_METHODS = {
    "getMe": "",
    "getFile": "file_id!:String",
    "getUpdates": "offset:Integer limit:Integer timeout:Integer allowed_updates:[String]",
    "setWebhook": (
        "url!:String ip_address:String max_connections:Integer allowed_updates:[String] "
        "drop_pending_updates:Boolean secret_token:String"
    ),
    "deleteWebhook": "drop_pending_updates:Boolean",
    "getWebhookInfo": "",
    "setMyCommands": "commands!:[BotCommand] scope:BotCommandScope language_code:String",
    "sendMessage": (
        "chat_id!:Integer|String text!:String parse_mode:String message_thread_id:Integer "
        "link_preview_options:LinkPreviewOptions disable_notification:Boolean "
        "protect_content:Boolean reply_parameters:ReplyParameters "
        "reply_markup:InlineKeyboardMarkup"
    ),
    "editMessageText": (
        "chat_id:Integer|String message_id:Integer text!:String parse_mode:String "
        "link_preview_options:LinkPreviewOptions reply_markup:InlineKeyboardMarkup"
    ),
    "answerCallbackQuery": (
        "callback_query_id!:String text:String show_alert:Boolean url:String cache_time:Integer"
    ),
}
_TYPES = {
    "BotCommand": "command!:String description!:String",
    "BotCommandScope": "type!:String chat_id:Integer|String user_id:Integer",
    "LinkPreviewOptions": "is_disabled:Boolean url:String",
    "ReplyParameters": (
        "message_id!:Integer chat_id:Integer|String allow_sending_without_reply:Boolean"
    ),
    "InlineKeyboardMarkup": "inline_keyboard!:[[InlineKeyboardButton]]",
    "InlineKeyboardButton": "text!:String url:String callback_data:String style:String",
}
_PLAIN = {"String": str, "Integer": int, "Boolean": bool, "Float": (int, float)}


class Description:
    """What methods and types look like."""

    def __init__(
        self,
        methods: Mapping[str, Fields],
        types: Mapping[str, Fields],
        unions: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._methods = {name.lower(): (name, fields) for name, fields in methods.items()}
        self._types = types
        self._unions = unions

    def method(self, name: str) -> str | None:
        """Return a method's proper name; names are read without regard to case."""
        found = self._methods.get(name.lower())
        return found[0] if found else None

    def problems(self, method: str, parameters: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with a call."""
        return self._check_fields(method, self._methods[method.lower()][1], parameters)

    def decode_form(self, method: str, form: Mapping[str, str]) -> dict[str, Any]:
        """Return form values as the JSON values they stand for."""
        fields = self._methods[method.lower()][1]
        decoded: dict[str, Any] = {}
        for name, value in form.items():
            types = fields.get(name, (("String",), False))[0]
            decoded[name] = value
            if types != ("String",):
                try:
                    decoded[name] = json.loads(value)
                except ValueError:
                    continue
        return decoded

    def _check_fields(self, where: str, fields: Fields, values: Mapping[str, Any]) -> list[str]:
        problems = [f"{where}: unknown {name!r}" for name in values if name not in fields]
        for name, (types, required) in fields.items():
            if name not in values:
                if required:
                    problems.append(f"{where}: {name!r} is missing")
                continue
            found = [self._check(f"{where}.{name}", kind, values[name]) for kind in types]
            if all(found):
                problems += min(found, key=len)
        return problems

    def _check(self, where: str, kind: str, value: Any) -> list[str]:
        if kind.startswith("["):
            if not isinstance(value, list):
                return [f"{where}: {value!r} is no list"]
            inner = kind[1:-1]
            return [problem for item in value for problem in self._check(where, inner, item)]
        if kind in _PLAIN:
            fits = isinstance(value, _PLAIN[kind])  # type: ignore[arg-type]
            if isinstance(value, bool) and kind != "Boolean":
                fits = False
            return [] if fits else [f"{where}: {value!r} is no {kind}"]
        if kind in self._unions:
            found = [self._check(where, member, value) for member in self._unions[kind]]
            return [] if not all(found) else min(found, key=len)
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no {kind}"]
        return self._check_fields(f"{where}({kind})", self._types.get(kind, {}), value)


def load_description() -> Description:
    """Return the official description where there is one, else the small table."""
    path = os.environ.get("MOTCUA_BOT_API_JSON")
    if not path:
        return Description(
            {name: _fields(line) for name, line in _METHODS.items()},
            {name: _fields(line) for name, line in _TYPES.items()},
            {},
        )
    raw = json.loads(Path(path).read_text(encoding="utf-8"))
    return Description(
        {name: _official(item) for name, item in raw["methods"].items()},
        {name: _official(item) for name, item in raw["types"].items()},
        {
            name: tuple(item["subtypes"])
            for name, item in raw["types"].items()
            if item.get("subtypes")
        },
    )


def _fields(line: str) -> Fields:
    fields = {}
    for item in line.split():
        name, _, types = item.partition(":")
        fields[name.rstrip("!")] = (tuple(types.split("|")), name.endswith("!"))
    return fields


def _official(item: Mapping[str, Any]) -> Fields:
    return {
        field["name"]: (tuple(_list_type(kind) for kind in field["types"]), field["required"])
        for field in item.get("fields", ())
    }


def _list_type(kind: str) -> str:
    prefix = "Array of "
    return f"[{_list_type(kind[len(prefix) :])}]" if kind.startswith(prefix) else kind
