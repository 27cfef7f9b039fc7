import {
  isEnumType,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLScalarType,
} from 'graphql';
import { formatCollaborationNo } from '../../schema/collaboration-no.js';
import { gbCodes } from '../../schema/province-codes.js';
import type { InventedObject } from './invented-object.js';
import type { Seeded } from './seeded.js';

const DAY_MS = 24 * 3600 * 1000;
const MAX_WORDS = 24;

export interface Leaf {
  readonly of: InventedObject;
  readonly field: GraphQLField<unknown, unknown>;
  /** The type that it belongs to. */
  readonly owner: GraphQLNamedType | undefined;
  /** Its place, when it is one of a list. */
  readonly index: number;
}

/** Invents a value of a leaf. Texts say what they stand for, in the words of the schema, and that they are invented. */
export function inventValue(type: GraphQLEnumType | GraphQLScalarType, leaf: Leaf, seeded: Seeded): unknown {
  const words = [leaf.of.key, leaf.field.name, leaf.index];
  if (isEnumType(type)) return seeded.pick(type.getValues(), ...words).value;
  switch (type.name) {
    case 'Boolean':
      return seeded.below(2, ...words) === 1;
    case 'Int':
      return inventNumber(leaf.field.name, (bound) => seeded.below(bound, ...words));
    case 'Float':
      return seeded.below(10_000, ...words) / 100;
    case 'DateTime':
      return new Date(instantOf(leaf, seeded)).toISOString();
    case 'ID':
      return leaf.field.name === 'id' ? leaf.of.key : `${leaf.of.province}-${seeded.hash(...words).slice(0, 8)}`;
    default:
      return inventText(leaf, seeded);
  }
}

/** Limits lie ahead of what they belong to, all else within its first day. */
function instantOf({ of, field: { name } }: Leaf, seeded: Seeded): number {
  const days = /due|until|limit|expire|validTo/i.test(name) ? 3 + seeded.below(20, of.key, name) : 0;
  return of.atMs + days * DAY_MS + (/^(submitted)?at$/i.test(name) ? 0 : seeded.below(DAY_MS, of.key, name));
}

function inventNumber(name: string, below: (bound: number) => number): number {
  if (name === 'amountFen') return below(40) * 500;
  return /minutes|count|total/i.test(name) ? below(1000) : below(10);
}

function inventText({ of, owner, field, index }: Leaf, seeded: Seeded): string {
  const { name } = field;
  const serial = 1 + seeded.below(9999, of.key, name, index);
  if (/hash|digest|signature/i.test(name)) return seeded.hash(of.key, name, index);
  if (/cursor/i.test(name)) return Buffer.from(JSON.stringify([of.key])).toString('base64url');
  if (name === 'collaborationNo')
    return formatCollaborationNo({ date: '20260630', gbCode: gbCodes.get(of.province) ?? '110000', serial });
  if (name === 'caseNo') return `${of.province}20260630${String(serial).padStart(6, '0')}`;
  // What a thing is called says what kind of thing it is.
  const { description } = /^name(Zh|En)?$/.test(name) && owner ? owner : field;
  const [zh = name, en = name] = (description ?? '').split('\n', 1)[0]?.split(' · ') ?? [];
  const isEnglish = /En$/.test(name);
  const [stands] = (isEnglish ? en : zh).split(/[。；，;,.]/, 1);
  return isEnglish
    ? `Invented: ${stands ?? name} ${serial}`
    : `虚构：${(stands ?? name).slice(0, MAX_WORDS)} ${serial}`;
}
