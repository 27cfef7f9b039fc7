"""What this province contributes when the provinces' ways of performing one national item are compared."""

from .ids import item_code_of, standard_item_id
from .items import item_of, fees_of, materials_of

# The four that are the same from the state down to the county (四级四同).
FOUR_SAME = {"NAME", "BASIC_CODE", "TASK_TYPE", "LEGAL_BASIS"}

# Authority (18 characters) and level (1) come before the basic code.
BASIC_CODE_BEGINS = 19


def compare_item(_source, info, standardItem, provinces=None):
    """The item as this province performs it; nothing when it does not, or was not asked."""
    context = info.context
    item_code = item_code_of(standardItem)
    rows = context.rows("service_item", "item_code", [item_code]) if context.is_asked(provinces) else []
    items = [item_of(row, context) for row in rows]
    days = [item["promisedLimit"]["value"] for item in items]
    return {
        "standard": {"__typename": "StandardItem", "id": standard_item_id(item_code)} if items else None,
        "implementations": items,
        "offeredBy": 1 if items else 0,
        "shortestPromisedDays": min(days, default=None),
        "longestPromisedDays": max(days, default=None),
        "aspects": [_aspect(*aspect, context) for item in items[:1] for aspect in _aspects(item, item_code, context)],
        "coverage": context.coverage(provinces),
    }


def _aspect(kind, subject, value, context):
    return {
        "kind": kind,
        "subject": subject,
        "isOfFourSame": kind in FOUR_SAME,
        "heldBy": 1,
        "values": [{"value": str(value), "provinces": [{"code": context.province}]}],
    }


def _aspects(item, item_code, context):
    """Everything in which a province can differ from another one: kind, subject and value, each once."""
    yield "NAME", "", item["nameZh"]
    yield "BASIC_CODE", "", item["taskCode"][BASIC_CODE_BEGINS:]
    yield "TASK_TYPE", "", item["taskType"]
    yield "LEGAL_BASIS", "", "；".join(sorted(item["legalBasis"]))
    yield "STATUTORY_LIMIT", "", _limit_text(item["statutoryLimit"])
    yield "PROMISED_LIMIT", "", _limit_text(item["promisedLimit"])
    yield "MAX_VISITS", "", item["maxVisits"]
    for condition in item["acceptanceConditions"]:
        yield "CONDITION", condition, "ASKED"
    for fee in fees_of(item_code, context):
        yield "FEE", fee["name"], fee["amountFen"]
    for material in materials_of(item_code, context):
        name = material["name"]
        yield "MATERIAL", name, "REQUIRED" if material["required"] else "OPTIONAL"
        yield "MATERIAL_FORM", name, material["form"]
        yield "MATERIAL_GRADE", name, material["grade"]
        yield "MATERIAL_ORIGINALS", name, material["originals"]
        yield "MATERIAL_COPIES", name, material["copies"]


def _limit_text(limit):
    return "NONE" if limit is None else f"{limit['value']} {limit['unit']}"
