import { Kind, visit, type ASTNode, type ASTVisitFn, type DocumentNode, type FieldNode } from 'graphql';

/** A document whose response keys cannot meet those that the planner adds, and what the client calls them. */
export interface SeparatedDocument {
  readonly document: DocumentNode;
  /** The client's name for a response key of the document. */
  readonly clientKey: (key: string) => string;
}

/** Names of a supergraph that a client's response key must not take for something else. */
export interface ReservedKeys {
  /** Every field's name: the planner asks for keys and required fields under their own names. */
  readonly fieldNames: ReadonlySet<string>;
  /** Fields that a subgraph requires with arguments of its own choice. */
  readonly requiredWithArguments: ReadonlySet<string>;
}

/**
 * Renames response keys that would be taken for something else on the way: an alias that is the name of another field
 * (`id: name` where the planner needs the id), a field that a subgraph requires with other arguments, and names that
 * every JavaScript object inherits (`constructor`). The client sees none of it.
 */
export function separateAliases(document: DocumentNode, reserved: ReservedKeys): SeparatedDocument {
  const taken = responseKeys(document);
  const renamed = new Map<string, string>();
  const original = new Map<string, string>();
  const rename = (field: FieldNode): string => {
    const key = responseKey(field);
    const place = `${key}:${field.name.value}`;
    const known = renamed.get(place);
    if (known !== undefined) return known;
    let number = 1;
    while (taken.has(`${key}_${number}`) || reserved.fieldNames.has(`${key}_${number}`)) number += 1;
    const name = `${key}_${number}`;
    taken.add(name);
    renamed.set(place, name);
    original.set(name, key);
    return name;
  };
  const separated = visit(document, {
    Field(...[field, , , , ancestors]: Parameters<ASTVisitFn<FieldNode>>): FieldNode | undefined {
      if (ancestors.some((above) => 'kind' in above && isIntrospection(above))) return undefined;
      if (!mayBeMistaken(field, reserved)) return undefined;
      return { ...field, alias: { kind: Kind.NAME, value: rename(field) } };
    },
  });
  return { document: separated, clientKey: (key) => original.get(key) ?? (taken.has(key) ? key : withoutMark(key)) };
}

/** Whether what stands in it is answered here, as the client wrote it. */
function isIntrospection(node: ASTNode): boolean {
  if (node.kind === Kind.FIELD) return node.name.value.startsWith('__');
  return node.kind === Kind.FRAGMENT_DEFINITION && node.typeCondition.name.value.startsWith('__');
}

function mayBeMistaken(field: FieldNode, { fieldNames, requiredWithArguments }: ReservedKeys): boolean {
  const key = responseKey(field);
  if (key in Object.prototype) return true;
  if (key !== field.name.value) return fieldNames.has(key);
  return requiredWithArguments.has(key);
}

/** The planner marks keys of its own where two fields of one name would meet. */
function withoutMark(key: string): string {
  const mark = key.indexOf('__alias_');
  return mark > 0 ? key.slice(0, mark) : key;
}

/** The key under which a field's value stands in the response. */
export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function responseKeys(document: DocumentNode): Set<string> {
  const keys = new Set<string>();
  visit(document, { Field: (field) => void keys.add(responseKey(field)) });
  return keys;
}
