"""The implementation list: how this province performs national items."""

from .ids import item_code_of, require_own_id, standard_item_id
from .lists import Listing, Term

ITEMS = Listing(
    table="service_item",
    fields={
        "STANDARD_CODE": Term("item_code"),
        "NAME_ZH": Term("name_zh"),
        "PROMISED_DAYS": Term("promised_days", int),
        "STATUTORY_DAYS": Term("statutory_days", int, is_nullable=True),
        "UPDATED_AT": Term("updated_at"),
    },
    default_order="STANDARD_CODE_ASC",
)


def service_item(_source, info, id):
    """One item by its id; null when there is none."""
    context = info.context
    require_own_id(id, "ServiceItem", context.province)
    return find_items(context, [id]).get(id)


def service_items(_source, info, **arguments):
    """One page of the items."""
    context = info.context
    conditions = _conditions(arguments.get("filter") or {})
    return context.connection(ITEMS, arguments, conditions, item_of)


def find_items(context, ids):
    """The items of some ids, by id."""
    return {row["id"]: item_of(row, context) for row in context.rows("service_item", "id", ids)}


def _conditions(given):
    conditions = []
    if given.get("standardItem") is not None:
        conditions.append(("item_code = ?", [item_code_of(given["standardItem"])]))
    if given.get("mode") is not None:
        conditions.append(("mode = ?", [given["mode"]]))
    if given.get("authority") is not None:
        conditions.append(("competent_authority = ?", [given["authority"]]))
    if given.get("serviceObject") is not None:
        conditions.append(("instr('|' || service_objects || '|', ?) > 0", [f"|{given['serviceObject']}|"]))
    if given.get("text") is not None:
        columns = ["name_zh", "name_en", "task_code", "item_code"]
        found = " or ".join(f"instr(lower({column}), ?) > 0" for column in columns)
        conditions.append((f"({found})", [given["text"].lower()] * len(columns)))
    return conditions


def item_of(row, context):
    """A row as the contract has it. What stands in other tables is read when it is asked for."""
    return {
        "__typename": "ServiceItem",
        "id": row["id"],
        "province": {"code": context.province},
        "standard": {"__typename": "StandardItem", "id": standard_item_id(row["item_code"])},
        "taskCode": row["task_code"],
        "version": row["version"],
        "nameZh": row["name_zh"],
        "nameEn": row["name_en"],
        "mode": row["mode"],
        "taskType": row["task_type"],
        "caseKind": row["case_kind"],
        "exerciseLevel": row["exercise_level"],
        "authority": lambda _info: authority_of(row["authority_code"], context),
        "serviceObjects": _listed(row["service_objects"]),
        "forms": _listed(row["forms"]),
        "statutoryLimit": _limit(row, "statutory"),
        "promisedLimit": _limit(row, "promised"),
        "maxVisits": row["max_visits"],
        "visitReason": row["visit_reason"],
        "acceptanceConditions": _listed(row["acceptance_conditions"]),
        "handlingFlow": _listed(row["handling_flow"]),
        "materials": lambda _info: materials_of(row["item_code"], context),
        "scenarios": [],
        "fees": lambda _info: fees_of(row["item_code"], context),
        "windows": lambda _info: _windows_of(row["authority_code"], context),
        "crossRegion": {
            "scope": row["region_scope"],
            "form": row["mode"],
            "coveredProvinces": [{"code": code} for code in _listed(row["covered_provinces"])],
        },
        "result": {"name": row["result_name"], "type": row["result_type"]},
        "legalBasis": _listed(row["legal_basis"]),
        "provenance": "SYNTHETIC",
        "updatedAt": row["updated_at"],
        "faqs": [],
    }


def _listed(text):
    return text.split("|") if text else []


def _limit(row, which):
    value = row[f"{which}_days"]
    return None if value is None else {"value": value, "unit": row[f"{which}_unit"], "note": row[f"{which}_note"]}


def authority_of(code, context):
    """The authority, or unit, of a code."""
    (row,) = context.rows("authority", "code", [code])
    return {"nameZh": row["name_zh"], "nameEn": row["name_en"], "code": row["code"], "nature": row["nature"]}


def _windows_of(code, context):
    return [
        {"nameZh": row["name_zh"], "address": row["address"], "hours": row["hours"], "phone": row["phone"]}
        for row in context.rows("service_window", "unit_code", [code])
    ]


def materials_of(item_code, context):
    """What the applicant hands in."""
    return [
        {
            "name": row["name"],
            "required": bool(row["required"]),
            "grade": row["grade"],
            "form": row["form"],
            "source": row["source"],
            "issuingBody": row["issuing_body"],
            "originals": row["originals"],
            "copies": row["copies"],
            "note": row["note"],
        }
        for row in context.rows("material", "item_code", [item_code])
    ]


def fees_of(item_code, context):
    """What it costs."""
    return [
        {
            "name": row["name"],
            "amountFen": row["amount_fen"],
            "basis": row["basis"],
            "reducible": bool(row["reducible"]),
        }
        for row in context.rows("fee", "item_code", [item_code])
    ]
