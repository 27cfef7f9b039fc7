"""The windows of the government service, where one can apply in person."""

from .items import authority_of
from .lists import Listing, Term

WINDOWS = Listing(table="service_window", fields={"NAME_ZH": Term("name_zh")}, default_order="NAME_ZH_ASC")


def windows(_source, info, **arguments):
    """One page of the windows."""
    given = arguments.get("filter") or {}
    conditions = []
    if given.get("servesOtherProvinces") is not None:
        conditions.append(("serves_other_provinces = ?", [int(given["servesOtherProvinces"])]))
    if given.get("unit") is not None:
        conditions.append(("unit_code = ?", [given["unit"]]))
    return info.context.connection(WINDOWS, arguments, conditions, window_of)


def find_windows(context, ids):
    """The windows of some ids, by id."""
    return {row["id"]: window_of(row, context) for row in context.rows("service_window", "id", ids)}


def window_of(row, context):
    """A row as the contract has it."""
    return {
        "__typename": "ServiceWindow",
        "id": row["id"],
        "province": {"code": context.province},
        "unit": lambda _info: authority_of(row["unit_code"], context),
        "nameZh": row["name_zh"],
        "nameEn": row["name_en"],
        "address": row["address"],
        "phone": row["phone"],
        "hours": None,  # as the offices of the province
        "servesOtherProvinces": bool(row["serves_other_provinces"]),
    }
