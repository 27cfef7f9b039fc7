"""Global ids: ``QH:Case:0197…`` is the case ``0197…`` of Qinghai. The owner is read from the id, never looked up."""

import re

from .refusal import Refusal

GLOBAL_ID = re.compile(r"([A-Z]{2,4}):([A-Z][A-Za-z0-9]{0,63}):([A-Za-z0-9][A-Za-z0-9._-]{0,127})")
PROVINCE_CODE = re.compile(r"[A-Z]{2,4}")


def parse_id(text):
    """Gives owner, type and local part; None when the text is no id."""
    found = GLOBAL_ID.fullmatch(text) if isinstance(text, str) else None
    return found.groups() if found else None


def type_of_own_id(text, province):
    """Gives the type that an id of this province names; refuses any other id."""
    parts = parse_id(text)
    if parts is None or parts[0] != province:
        raise Refusal("BAD_ID", f"The id is not one of the province {province}.")
    return parts[1]


def require_own_id(text, type_name, province):
    """Refuses what is not an id of that type in this province. Whether it exists is another question."""
    if type_of_own_id(text, province) != type_name:
        raise Refusal("BAD_ID", f"The id is not one of a {type_name}.")


def standard_item_id(item_code):
    """The id of a national item, which the national subgraph knows more about."""
    return f"CN:StandardItem:{item_code}"


def item_code_of(text):
    """Gives the code of the national item that an id names; refuses any other id."""
    parts = parse_id(text)
    if parts is None or parts[:2] != ("CN", "StandardItem"):
        raise Refusal("BAD_ID", "The id is not one of a national item.")
    return parts[2]


def require_province_code(text):
    """Refuses what cannot be the letter code of a province."""
    if not PROVINCE_CODE.fullmatch(text):
        raise Refusal("BAD_USER_INPUT", "An argument is not the code of a province.")
    return text
