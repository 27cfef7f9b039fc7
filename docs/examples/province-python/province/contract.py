"""Makes the text of the contract executable: this province's answers, and a refusal for all that it does not offer."""

from datetime import datetime, timezone
import re

from graphql import GraphQLError, GraphQLObjectType, build_ast_schema, parse, value_from_ast_untyped

from .cases import case, cases, find_cases
from .comparison import compare_item
from .ids import parse_id, type_of_own_id
from .items import find_items, service_item, service_items
from .refusal import Refusal, StartupError
from .windows import find_windows, windows

# What the contract's own text does not say, since every library of subgraphs adds it.
FEDERATION = """
scalar _Any
union _Entity = {entities}
type _Service {{ sdl: String! }}
extend type Query {{ _entities(representations: [_Any!]!): [_Entity]! _service: _Service! }}
"""

# Finds entities of this province by their ids, all at once.
ENTITIES = {"ServiceItem": find_items, "Case": find_cases, "ServiceWindow": find_windows}

# RFC 3339: a time without an offset would mean another instant in every reader's time zone.
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def load_contract(file):
    """Reads the contract, which is what the province says that it serves: schema/province.graphql of Tongban."""
    try:
        with open(file, encoding="utf-8") as opened:
            sdl = opened.read()
        document = parse(sdl, no_location=True)
    except (OSError, ValueError, GraphQLError) as error:
        reason = error.message if isinstance(error, GraphQLError) else error
        raise StartupError(
            f"{file} is no contract ({reason}). Give --contract the file schema/province.graphql of Tongban."
        ) from None
    entities = [node.name.value for node in document.definitions if _is_entity(node)]
    federation = parse(FEDERATION.format(entities=" | ".join(entities)), no_location=True)
    document.definitions = (*document.definitions, *federation.definitions)
    # Directives of the federation are defined by its specification and not by the text.
    schema = build_ast_schema(document, assume_valid=True, assume_valid_sdl=True)
    answers = {
        "serviceItem": service_item,
        "serviceItems": service_items,
        "compareItem": compare_item,
        "case": case,
        "cases": cases,
        "windows": windows,
        "node": _node,
        "_service": lambda _source, _info: {"sdl": sdl},
        "_entities": _entities,
    }
    _attach(schema, answers)
    return schema


def _is_entity(node):
    keys = [directive for directive in getattr(node, "directives", None) or [] if directive.name.value == "key"]
    return any(all(argument.name.value != "resolvable" for argument in key.arguments) for key in keys)


def _attach(schema, answers):
    date_time = schema.type_map["DateTime"]
    date_time.parse_value = _parse_instant
    for root in (schema.query_type, schema.mutation_type):
        for name, field in root.fields.items():
            field.resolve = answers.get(name, _refuse) if root is schema.query_type else _refuse
    for object_type in schema.type_map.values():
        if isinstance(object_type, GraphQLObjectType):
            for name, field in object_type.fields.items():
                roles = _roles_of(field)
                if roles is not None:
                    field.resolve = _guarded(field.resolve or _read_field(name), roles, name)


def _refuse(_source, info, **_):
    raise Refusal("NOT_OFFERED", f"{info.context.province} does not offer {info.field_name}.")


def _read_field(name):
    return lambda source, _info: source[name]


def _roles_of(field):
    """The roles that may have a field, as ``@policy`` says it; None for what is open to everybody."""
    for directive in field.ast_node.directives if field.ast_node else ():
        if directive.name.value == "policy":
            return {policy for (policy,) in value_from_ast_untyped(directive.arguments[0].value)}
    return None


def _guarded(resolve, roles, name):
    def judge(source, info, **arguments):
        # The gateway has judged already; whoever else has a valid passport is judged here.
        caller = info.context.caller
        audience = ", ".join(sorted(roles))
        if caller is None:
            raise Refusal("UNAUTHENTICATED", f"{name} is for: {audience}.")
        if caller["role"] not in roles:
            raise Refusal("FORBIDDEN", f"{name} is for: {audience}.")
        return resolve(source, info, **arguments)

    return judge


def _node(_source, info, id):
    context = info.context
    type_name = type_of_own_id(id, context.province)
    if type_name not in {possible.name for possible in info.schema.get_possible_types(info.schema.type_map["Node"])}:
        raise Refusal("BAD_ID", "The province has no such type.")
    if type_name not in ENTITIES:
        raise Refusal("NOT_OFFERED", f"{context.province} does not offer a {type_name}.")
    return ENTITIES[type_name](context, [id]).get(id)


def _entities(_source, info, representations):
    """The entities that other subgraphs refer to: in the order of the references, null for what is not here.

    A reference that is none is an error in its own place, and spoils no other.
    """
    context = info.context
    entities = {possible.name for possible in info.schema.get_possible_types(info.schema.type_map["_Entity"])}
    references = [_read_reference(reference, entities) for reference in representations]
    wanted = {}
    for type_name, entity_id in references:
        parts = parse_id(entity_id)
        if type_name in ENTITIES and parts is not None and parts[0] == context.province:
            wanted.setdefault(type_name, []).append(entity_id)
    found = {type_name: ENTITIES[type_name](context, ids) for type_name, ids in wanted.items()}
    return [
        Refusal("BAD_USER_INPUT", "A representation names no entity of the contract.")
        if type_name is None
        else found.get(type_name, {}).get(entity_id)
        for type_name, entity_id in references
    ]


def _read_reference(reference, entities):
    type_name = reference.get("__typename") if isinstance(reference, dict) else None
    if not isinstance(type_name, str) or type_name not in entities:
        return None, None
    entity_id = reference.get("id")
    return type_name, entity_id if isinstance(entity_id, str) else None


def _parse_instant(value):
    """An instant as text in UTC with milliseconds, which sorts as text; as the rows have it."""
    try:
        if not isinstance(value, str) or not RFC_3339.fullmatch(value):
            raise ValueError(value)
        instant = datetime.fromisoformat(value).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise GraphQLError("A DateTime must be RFC 3339 text with a time zone offset.") from None
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
