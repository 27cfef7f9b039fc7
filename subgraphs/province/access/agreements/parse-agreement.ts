import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Agreement } from '../../shared/agreement.js';
import agreementSchema from './agreement.schema.json' with { type: 'json' };
import { AgreementFileError, type SignedDocument, type Supplement } from './signed-document.js';

/** What a file is checked against besides its form. */
export interface NationalLists {
  readonly items: ReadonlySet<string>;
  /** Members of each region, by its code. */
  readonly regions: ReadonlyMap<string, ReadonlySet<string>>;
  readonly provinces: ReadonlySet<string>;
}

// Compiled when the first file is read: not every process reads one, and it would take a tenth of its start.
let compiled: ValidateFunction<SignedDocument> | undefined;

/** Reads the text of a file. Throws an {@link AgreementFileError} with all its problems. Signatures are not checked. */
export function parseAgreement(text: string, file: string, lists: NationalLists): SignedDocument {
  const content = parseJson(text, file);
  const validate = (compiled ??= new Ajv({ allErrors: true, allowUnionTypes: true }).compile<SignedDocument>(
    agreementSchema,
  ));
  if (!validate(content)) {
    const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'oneOf' && keyword !== '$ref');
    const problems = (errors.length > 0 ? errors : (validate.errors ?? [])).map((error) => explain(error));
    throw new AgreementFileError([...new Set(problems)].map((problem) => `${file}: ${problem}`));
  }
  const problems =
    'agreement' in content ? checkAgreement(content.agreement, lists) : checkSupplement(content.supplement);
  if (problems.length > 0) throw new AgreementFileError(problems.map((problem) => `${file}: ${problem}`));
  return content;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AgreementFileError([`${file}: is not JSON (${reason}). Correct it there.`]);
  }
}

function explain({ instancePath, keyword, params, message }: ErrorObject): string {
  const place = instancePath === '' ? 'the file' : instancePath.slice(1).replaceAll('/', '.');
  const named = Object.values(params as Readonly<Record<string, unknown>>)[0];
  const detail = Array.isArray(named) ? named.join(', ') : String(named);
  switch (keyword) {
    case 'additionalProperties':
      return `${place} has "${detail}", which is not known. Remove it or correct its spelling.`;
    case 'required':
      return `${place} lacks "${detail}". Add it.`;
    case 'enum':
      return `${place} must be one of ${detail}.`;
    case 'pattern':
      return `${place} must match ${detail}.`;
    default:
      return `${place} ${message ?? 'is not valid'}. See agreement.schema.json.`;
  }
}

function checkAgreement(agreement: Agreement, lists: NationalLists): readonly string[] {
  const { parties, clauses, validity, liaison } = agreement;
  const names = [...clauses.items, ...clauses.dataGrants].map(({ clause }) => clause);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...parties
      .filter((code) => !lists.provinces.has(code))
      .map((code) => `agreement.parties: there is no province ${code}. Use a letter code, such as GD.`),
    ...twice.map((name) => `agreement.clauses: two clauses have the number ${name}. Give each its own.`),
    ...liaison
      .filter(({ province }) => !parties.includes(province))
      .map(({ province }) => `agreement.liaison: ${province} is not a party. Remove it, or make it one.`),
    ...clauses.items.flatMap((clause, at) => checkClause(clause, { at: `items.${at}`, parties, lists })),
    ...clauses.dataGrants.flatMap((clause, at) => checkClause(clause, { at: `dataGrants.${at}`, parties, lists })),
    ...checkSpan('agreement.validity', validity),
  ];
}

interface Checking {
  readonly at: string;
  readonly parties: readonly string[];
  readonly lists: NationalLists;
}

type AnyClause = Agreement['clauses']['items' | 'dataGrants'][number];

function checkClause({ items, from = [], to = [] }: AnyClause, { at, parties, lists }: Checking): readonly string[] {
  const place = `agreement.clauses.${at}`;
  const strangers = [...from, ...to].filter((code) => !parties.includes(code));
  const foreign = strangers.map((code) => `${place}: ${code} is not a party. Remove it, or make it one.`);
  if (!('allOf' in items)) {
    const unknown = items.filter((code) => !lists.items.has(code));
    return [
      ...foreign,
      ...unknown.map((code) => `${place}.items: "${code}" is not a national item. Use a code of the national list.`),
    ];
  }
  const members = lists.regions.get(items.allOf);
  if (members === undefined) {
    const known = [...lists.regions.keys()].join(', ');
    return [...foreign, `${place}.items.allOf: there is no region ${items.allOf}. Use one of ${known}.`];
  }
  const outside = parties.filter((code) => !members.has(code));
  return [
    ...foreign,
    ...outside.map((code) => `${place}.items.allOf: ${code} is no member of ${items.allOf}. List the items instead.`),
  ];
}

function checkSupplement(supplement: Supplement): readonly string[] {
  const isEndingTwice = supplement.kind === 'TERMINATION' && supplement.until !== null;
  const ending = isEndingTwice ? ['supplement.until: a termination has no end. Write null.'] : [];
  const isByOne = supplement.by !== null;
  const who =
    isByOne === (supplement.kind === 'SUSPENSION')
      ? []
      : ['supplement.by: one party suspends, all of them terminate. Name the party, or write null.'];
  return [...ending, ...who, ...checkSpan('supplement', supplement)];
}

function checkSpan(
  place: string,
  { from, until }: { readonly from: string; readonly until: string | null },
): readonly string[] {
  const [fromMs, untilMs] = [Date.parse(from), until === null ? Number.POSITIVE_INFINITY : Date.parse(until)];
  if (Number.isNaN(fromMs) || Number.isNaN(untilMs)) return [`${place}: there is no such day. Correct the date.`];
  return fromMs < untilMs ? [] : [`${place}: "until" does not come after "from". Correct one of them.`];
}
