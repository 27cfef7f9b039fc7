// What explainAccess says is what happens: for random agreements, callers and purposes, each read is explained and then
// done, and the clause that was named is the one in the trail, or in the letter.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded } from '../../../scripts/demo/journeys.js';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { evidenceTypes } from '../../../schema/evidence-types.js';
import type { Purpose } from '../../../schema/purpose.js';
import { readNationalLists } from '../../../subgraphs/province/access/agreements/national-lists.js';
import type { ProvinceContext } from '../../../subgraphs/province/context.js';
import type { EvidenceTables } from '../../../subgraphs/province/evidence/index.js';
import { licenceTypes } from '../../../subgraphs/province/licences/index.js';
import { provinceRuntime } from '../../../subgraphs/province/province.js';
import type { BindingAgreement, DataGrant } from '../../../subgraphs/province/shared/agreement.js';
import { formatClause } from '../../../subgraphs/province/shared/agreement.js';
import type { AccessEntryRow } from '../../../subgraphs/province/trail/trail.entity.js';
import { aDataGrant, anAgreement } from '../../support/agreements/an-agreement.js';
import { coveringClauses } from '../../support/agreements/naive-basis.js';
import { type Data, unitOf } from '../../support/cases/ask-case.js';
import { type Choices, readChoices } from '../../support/choices.js';
import { forwardCase, HALL, ISSUER, issueInGuangdong } from '../../support/evidence/across-borders.js';
import { EvidenceWorld, ITEM, MATERIAL, TYPE } from '../../support/evidence/evidence-world.js';
import { createContext, passportFor } from '../../support/province-context.js';
import { randomNumbers } from '../../support/random-numbers.js';

const { executor } = provinceRuntime();
const licenceType = licenceTypes.find(({ name }) => name === MATERIAL)?.code ?? '';
const { items: nationalItems } = readNationalLists();
const ROUNDS = 800;

let world: EvidenceWorld;
let [caseId, licenceId, evidenceId, handlingUnit] = ['', '', '', ''];
beforeAll(async () => {
  world = await EvidenceWorld.open();
  await world.issue();
  evidenceId = (await world.received()).id;
  caseId = await forwardCase(world.cases);
  handlingUnit = await unitOf(world.cases, 'HN', forwarded.itemCode);
  licenceId = await issueInGuangdong(world.cases);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const HOUR_MS = 3_600_000;
const some = <Value>(choices: Choices, values: readonly Value[]): readonly Value[] => {
  const chosen = values.filter(() => choices.once(2));
  return chosen.length > 0 ? chosen : [choices.of(values)];
};

function randomGrant(choices: Choices, clause: string): DataGrant {
  const items = choices.once(3)
    ? { allOf: 'PAN_PEARL_RIVER_DELTA' }
    : some(choices, [ITEM, forwarded.itemCode, 'other']);
  const direction = choices.once(3) ? { from: [choices.of(['GD', 'HN'])] } : {};
  return aDataGrant({
    ...{ clause, items, ...direction },
    kind: choices.of(['LICENCE', 'EVIDENCE']),
    types: some(choices, [TYPE, licenceType, 'marriage-certificate']),
    fields: some(choices, ['LICENCE', 'EVIDENCE']),
    purposes: some(choices, ['CASE_HANDLING', 'EVIDENCE']),
  });
}

function randomAgreements(choices: Choices, nowMs: number): readonly BindingAgreement[] {
  return ['A-1', 'B-1'].slice(0, choices.below(3)).map((number) => {
    const fromMs = nowMs + choices.of([-2, -2, -2, -2, 0, 1]) * HOUR_MS;
    const untilMs = choices.of([null, null, null, nowMs + HOUR_MS, nowMs]);
    const until = untilMs === null ? null : new Date(untilMs).toISOString();
    const validity = { from: new Date(fromMs).toISOString(), until };
    const dataGrants = ['7.1', '7.2', '7.3'].map((clause) => randomGrant(choices, clause));
    const agreement = anAgreement({ number, validity, clauses: { items: [], dataGrants } });
    const suspensions = choices.once(5) ? [{ fromMs: nowMs, untilMs: null }] : [];
    return { agreement, validity: { fromMs, untilMs }, suspensions, terminatedFromMs: null };
  });
}

const NOBODY: Asker | undefined = undefined;

function randomAsker(choices: Choices): Asker | undefined {
  const staff = (role: 'clerk' | 'officer', province: string, unit: string): Asker => ({
    ...{ subject: `${role}-${unit}`, role, province, unit },
  });
  const callers: readonly (Asker | undefined)[] = [
    ...[world.applicant, world.stranger, NOBODY],
    ...[staff('clerk', 'GD', HALL), staff('officer', 'GD', ISSUER), staff('officer', 'GD', world.unit)],
    ...[staff('officer', 'GD', 'OTHER'), staff('clerk', 'HN', HALL), staff('officer', 'SC', 'X')],
    ...[staff('officer', 'HN', handlingUnit), staff('officer', 'HN', handlingUnit)],
    ...[staff('officer', 'HN', handlingUnit), staff('officer', 'HN', handlingUnit)],
    ...[
      { subject: 's', role: 'supervisor' as const },
      { subject: 's', role: 'supervisor' as const, province: 'HN' },
    ],
    ...[
      { subject: 'a', role: 'analyst' as const },
      { subject: 'o', role: 'operator' as const, province: 'GD' },
    ],
  ];
  const purposes: readonly (Purpose | undefined)[] = [
    ...[undefined, { code: 'SUPERVISION' as const, reference: 'order-12' }],
    { code: 'CASE_HANDLING', reference: undefined },
    ...[
      { code: 'CASE_HANDLING' as const, reference: caseId },
      { code: 'CASE_HANDLING' as const, reference: caseId },
    ],
    ...[
      { code: 'EVIDENCE' as const, reference: caseId },
      { code: 'EVIDENCE' as const, reference: world.caseId },
    ],
    { code: 'MAINTENANCE', reference: undefined },
  ];
  const [caller, purpose] = [callers[choices.below(callers.length)], purposes[choices.below(purposes.length)]];
  return caller === undefined ? undefined : { ...caller, purpose };
}

interface Question {
  readonly coordinate: string;
  readonly query: string;
  readonly variables: Data;
}

const questionsOf = (key: string): readonly Question[] => [
  {
    coordinate: 'Case.applicant',
    query: 'query ($id: ID!) { seen: case(id: $id) { applicant { name masked } } }',
    variables: { id: caseId },
  },
  {
    coordinate: 'Licence.details',
    query: 'query ($id: ID!) { seen: licence(id: $id) { details { holderName masked } } }',
    variables: { id: licenceId },
  },
  {
    coordinate: 'EvidenceRequest.document',
    query: 'query ($id: ID!) { seen: evidence(id: $id) { document { licence } } }',
    variables: { id: evidenceId },
  },
  {
    coordinate: 'Mutation.requestEvidence',
    query: `mutation ($input: RequestEvidenceInput!) { seen: requestEvidence(input: $input) {
      ... on EvidenceRequest { id state } ... on EvidenceRefusal { rule } } }`,
    variables: { input: { caseId: world.caseId, type: TYPE, provider: 'HN', idempotencyKey: key } },
  },
];

const EXPLAIN = `query ($query: String!, $variables: String) {
  explainAccess(province: "GD", query: $query, variables: $variables) {
    ... on AccessExplanation { fields { coordinate verdict row decidedBy { kind name } } } } }`;

interface Said {
  readonly coordinate: string;
  readonly verdict: string;
  readonly row: string | null;
  readonly decidedBy: { readonly kind: string; readonly name: string };
}

interface Situation {
  readonly asker: Asker | undefined;
  readonly agreements: readonly BindingAgreement[];
}

function contextOf({ asker, agreements }: Situation): ProvinceContext {
  const { exchange, files } = world.cases.seat('GD');
  const { subject = '', role, province, unit, person, purpose } = asker ?? {};
  const identity = { subject, role, province, unit, person, scopes: new Set<string>() };
  const passport = asker && passportFor(identity, purpose);
  return createContext({ ...exchange, files, agreements: { current: () => agreements } }, passport);
}

async function explain(situation: Situation, { coordinate, query, variables }: Question): Promise<Said> {
  const asked = { query, variables: JSON.stringify(variables) };
  const { data, errors } = await executor({ query: EXPLAIN, variables: asked }, contextOf(situation));
  expect(errors).toBeUndefined();
  const { fields } = data?.['explainAccess'] as { readonly fields: readonly Said[] };
  const found = fields.find((field) => field.coordinate === coordinate);
  if (found === undefined) throw new Error(`${coordinate} is not explained.`);
  return found;
}

interface Done {
  readonly gives: 'CLEAR' | 'MASKED' | 'NOTHING' | 'REFUSED';
  /** What it rested on, as the trail or the request has it; undefined for nothing. */
  readonly basis: { readonly kind: string; readonly text: string } | undefined;
}

const NOTHING: Done = { gives: 'NOTHING', basis: undefined };

async function doIt(situation: Situation, question: Question): Promise<Done> {
  const before = await lastEntry();
  const { data } = await executor(question, contextOf(situation));
  const seen = data?.['seen'] as Data | null | undefined;
  if (question.coordinate === 'Mutation.requestEvidence') return doneOf(seen);
  const [inner] = Object.values(seen ?? {}) as readonly (Data | null)[];
  if (inner === null || inner === undefined) return NOTHING;
  if (inner['masked'] === true) return { gives: 'MASKED', basis: undefined };
  const entry = await lastEntry();
  expect(entry?.seq).toBe((before?.seq ?? 0) + 1);
  return { gives: 'CLEAR', basis: entry && { kind: entry.basis, text: entry.basis_text } };
}

async function lastEntry(): Promise<AccessEntryRow | undefined> {
  const tables = world.cases.seat('GD').orm.em.getKysely<{ access_entry: AccessEntryRow }>();
  return tables.selectFrom('access_entry').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

async function doneOf(seen: Data | null | undefined): Promise<Done> {
  const id = seen?.['id'];
  if (typeof id !== 'string') return NOTHING;
  const tables = world.cases.seat('GD').orm.em.getKysely<EvidenceTables>();
  const row = await tables.selectFrom('evidence_request').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (row.question === null) return { gives: 'REFUSED', basis: { kind: 'REFUSED', text: row.explanation ?? '' } };
  const { authorisation } = (typeof row.question === 'string' ? JSON.parse(row.question) : row.question) as {
    readonly authorisation: { readonly kind: string; readonly text: string };
  };
  return { gives: 'CLEAR', basis: authorisation };
}

const deciders: Readonly<Record<string, readonly string[]>> = {
  ...{ OWN: ['ACTION'], AGREEMENT: ['CLAUSE', 'GRANT'] },
  ...{ NATIONAL_LIST: ['NATIONAL_LIST'], LAW: ['LAW'], ORDER: ['ORDER'] },
};

/** The two agree: what is given, and by what. */
function compare({ verdict, row, decidedBy }: Said, { gives, basis }: Done): void {
  if (gives === 'CLEAR') {
    expect([verdict, row]).toEqual(['OWN', 'OWN']);
    expect(deciders[basis?.kind ?? '']).toContain(decidedBy.kind);
    if (decidedBy.kind !== 'ACTION') expect(decidedBy.name).toBe(basis?.text);
    return;
  }
  if (gives === 'MASKED') expect([verdict, row, decidedBy.kind]).toEqual(['OWN', 'MASKED', 'ACTION']);
  else if (verdict === 'NO') expect(row).toBeNull();
  else expect([gives, row, decidedBy.kind]).toEqual(['NOTHING', 'NOT_SHOWN', 'ACTION']);
  if (gives !== 'REFUSED') return;
  expect(['GRANT', 'CLASS']).toContain(decidedBy.kind);
  if (decidedBy.name.includes('§')) expect(basis?.text).toContain(decidedBy.name);
}

/** The clauses that, read as an agreement is written, give what is asked for; undefined where it is no question of those. */
function covering({ asker, agreements }: Situation, { coordinate }: Question): readonly string[] | undefined {
  const [atMs, common] = [world.cases.clock.nowMs(), { action: 'PROVIDE', from: 'GD', to: 'HN' } as const];
  if (coordinate === 'Mutation.requestEvidence' && asker?.person === world.applicant.person) {
    const { sharing } = evidenceTypes[TYPE];
    const grant = { kind: 'EVIDENCE', type: TYPE, fields: ['EVIDENCE'], purpose: 'EVIDENCE', sharing } as const;
    return coveringClauses({ ...common, item: ITEM, atMs, grant }, agreements, nationalItems).map(formatClause);
  }
  const { code, reference } = asker?.purpose ?? {};
  const isForCase = (code === 'CASE_HANDLING' || code === 'EVIDENCE') && reference === caseId;
  const isAcross = asker?.province === 'HN' && (asker.role === 'clerk' || asker.role === 'officer');
  if (coordinate !== 'Licence.details' || !isAcross || !isForCase) return undefined;
  const grant = {
    kind: 'LICENCE',
    type: licenceType,
    fields: ['LICENCE'],
    purpose: code,
    sharing: 'CONDITIONAL',
  } as const;
  const question = { ...common, from: 'HN', to: 'GD', item: forwarded.itemCode, atMs, grant } as const;
  return coveringClauses(question, agreements, nationalItems).map(formatClause);
}

it('explains every protected read as it then happens, and names the clause that is in force for it', async () => {
  expect(licenceType).not.toBe('');
  const counts = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const choices = readChoices(randomNumbers(round + 1, 200));
    const agreements = randomAgreements(choices, world.cases.clock.nowMs());
    const situation = { agreements, asker: randomAsker(choices) };
    for (const question of questionsOf(`round-${round}`)) {
      const said = await explain(situation, question);
      const done = await doIt(situation, question);
      try {
        compare(said, done);
        const clauses = covering(situation, question);
        if (clauses !== undefined) expect(done.gives === 'CLEAR').toBe(clauses.length > 0);
        if (clauses !== undefined && done.gives === 'CLEAR') expect(clauses).toContain(said.decidedBy.name);
      } catch (error) {
        throw new Error(JSON.stringify({ round, asker: situation.asker, said, done }), { cause: error });
      }
      const kind = `${question.coordinate} ${done.gives} ${done.basis?.kind ?? ''}`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  // Nothing of this was left out by chance.
  expect([...counts.keys()].toSorted()).toEqual([
    'Case.applicant CLEAR NATIONAL_LIST',
    'Case.applicant CLEAR ORDER',
    'Case.applicant CLEAR OWN',
    'Case.applicant MASKED ',
    'Case.applicant NOTHING ',
    'EvidenceRequest.document CLEAR AGREEMENT',
    'EvidenceRequest.document CLEAR OWN',
    'EvidenceRequest.document NOTHING ',
    'Licence.details CLEAR AGREEMENT',
    'Licence.details CLEAR LAW',
    'Licence.details CLEAR NATIONAL_LIST',
    'Licence.details CLEAR ORDER',
    'Licence.details CLEAR OWN',
    'Licence.details MASKED ',
    'Licence.details NOTHING ',
    'Mutation.requestEvidence CLEAR AGREEMENT',
    'Mutation.requestEvidence NOTHING ',
    'Mutation.requestEvidence REFUSED REFUSED',
  ]);
});
