"""The cases, as far as everybody may see them.

This province keeps no applicants, opinions or results here, so it has nothing personal to tell or to protect. Whoever
keeps them has to enter each access into the person's trail first (docs/security.md of Tongban).
"""

from .ids import item_code_of, require_own_id, require_province_code
from .items import authority_of, find_items
from .lists import Listing, Term

CASES = Listing(
    table="service_case",
    fields={
        "SUBMITTED_AT": Term("submitted_at"),
        "DUE_AT": Term("due_at", is_nullable=True),
        "CASE_NO": Term("case_no"),
    },
    default_order="SUBMITTED_AT_DESC",
)


def case(_source, info, id):
    """One case by its id; null when there is none."""
    context = info.context
    require_own_id(id, "Case", context.province)
    return find_cases(context, [id]).get(id)


def cases(_source, info, **arguments):
    """One page of the cases."""
    context = info.context
    conditions = _conditions(arguments.get("filter") or {}, context.province)
    return context.connection(CASES, arguments, conditions, case_of)


def find_cases(context, ids):
    """The cases of some ids, by id."""
    return {row["id"]: case_of(row, context) for row in context.rows("service_case", "id", ids)}


def _conditions(given, own):
    conditions = []
    if given.get("states") is not None:
        states = given["states"]  # an empty list matches no case
        conditions.append((f"state in ({', '.join('?' * len(states))})", states))
    if given.get("mode") is not None:
        conditions.append(("mode = ?", [given["mode"]]))
    if given.get("standardItem") is not None:
        conditions.append(("item_code = ?", [item_code_of(given["standardItem"])]))
    if given.get("applicantProvince") is not None:
        conditions.append(("applicant_province = ?", [require_province_code(given["applicantProvince"])]))
    if given.get("submittedFrom") is not None:
        conditions.append(("submitted_at >= ?", [given["submittedFrom"]]))
    if given.get("submittedTo") is not None:
        conditions.append(("submitted_at < ?", [given["submittedTo"]]))
    if given.get("crossProvince") is not None:
        conditions.append((f"applicant_province {'!=' if given['crossProvince'] else '='} ?", [own]))
    return conditions


def case_of(row, context):
    """A row as the contract has it. What stands in other tables is read when it is asked for."""
    item_id = f"{context.province}:ServiceItem:{row['item_code']}"
    return {
        "__typename": "Case",
        "id": row["id"],
        "province": {"code": context.province},
        "caseNo": row["case_no"],
        "item": lambda _info: find_items(context, [item_id]).get(item_id),
        "mode": row["mode"],
        "state": row["state"],
        "kind": row["kind"],
        "applicantKind": row["applicant_kind"],
        "applicantProvince": {"code": row["applicant_province"]},
        "applicant": None,
        "channel": row["channel"],
        "submittedAt": row["submitted_at"],
        "dueAt": row["due_at"],
        "acceptance": lambda _info: _acceptance(row, context),
        "steps": lambda _info: _steps(row["id"], context),
        "specialProcedures": lambda _info: _procedures(row["id"], context),
        "materials": lambda _info: _materials(row["id"], context),
        "completion": lambda _info: _completion(row, context),
        # It handles no cases by the rules of this graph: these are mere records of its own system.
        "preflight": None,
        "receivedMaterials": None,
        "collaborationNo": None,
        "version": None,
        "legs": [],
        "log": [],
        "clock": None,
        "responsible": None,
        "deemedAccepted": False,
        "provenance": "SYNTHETIC",
        "updatedAt": row["updated_at"],
    }


def _handling_unit(row, context):
    (item,) = context.rows("service_item", "item_code", [row["item_code"]])
    return authority_of(item["authority_code"], context)


def _acceptance(row, context):
    if row["accepted_at"] is None:
        return None
    return {
        "acceptedAt": row["accepted_at"],
        "documentNo": row["acceptance_no"],
        "unit": _handling_unit(row, context),
        "province": {"code": context.province},
        "promisedCompletionAt": row["due_at"],
    }


def _completion(row, context):
    if row["completion_code"] is None:
        return None
    return {
        "code": row["completion_code"],
        "completedAt": row["completed_at"],
        "unit": _handling_unit(row, context),
        "province": {"code": context.province},
        "resultNo": None,
        "byCourier": bool(row["by_courier"]),
        "feeFen": row["fee_fen"],
    }


def _steps(case_id, context):
    return [
        {
            "seq": row["seq"],
            "name": row["name"],
            "unit": authority_of(row["unit_code"], context),
            "action": row["action"],
            "startedAt": row["started_at"],
            "endedAt": row["ended_at"],
            "done": row["ended_at"] is not None,
            "opinion": None,
        }
        for row in context.rows("case_step", "case_id", [case_id], order="seq")
    ]


def _procedures(case_id, context):
    return [
        {
            "kind": row["kind"],
            "name": row["name"],
            "startedAt": row["started_at"],
            "endedAt": row["ended_at"],
            "reason": None,
            "result": None,
        }
        for row in context.rows("special_procedure", "case_id", [case_id])
    ]


def _materials(case_id, context):
    return [
        {
            "name": row["name"],
            "received": bool(row["received"]),
            "channel": row["channel"],
            "count": row["count"],
            "receivedAt": row["received_at"],
        }
        for row in context.rows("case_material", "case_id", [case_id])
    ]
