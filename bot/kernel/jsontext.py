"""Compact JSON text; one encoder for all, because making one costs more than using it."""

import json

encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
