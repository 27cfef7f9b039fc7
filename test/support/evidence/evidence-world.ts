// Two provinces, one of which asks the other for evidence: Guangdong has the case, Hunan the licence.
import type { EvidencePlace } from '../../../subgraphs/province/evidence/request.service.js';
import { releaseDue, sweepEvidence } from '../../../subgraphs/province/evidence/index.js';
import type { EvidenceTables } from '../../../subgraphs/province/evidence/evidence.entity.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { createLicenceIssuer } from '../../../subgraphs/province/licences/issue-licence.service.js';
import type { LicenceTables } from '../../../subgraphs/province/licences/licence.entity.js';
import { syntheticNumber } from '../../../subgraphs/province/persons/index.js';
import { authorityCode } from '../../../subgraphs/province/seeds/authorities.js';
import type { Agreement, DataGrant } from '../../../subgraphs/province/shared/agreement.js';
import { toJson } from '../../../subgraphs/province/storage/stored.js';
import type { AccessEntryRow } from '../../../subgraphs/province/trail/trail.entity.js';
import { aDataGrant, anAgreement, unsigned } from '../agreements/an-agreement.js';
import { command, type Data, fullDraft, unitOf } from '../cases/ask-case.js';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { CaseWorld } from '../cases/case-world.js';

/** The item of the case, one of whose materials is a driver licence. */
export const ITEM = 'mps-driver-licence-renew-expiry';
export const TYPE = 'driver-licence';
export const MATERIAL = '机动车驾驶证';
/** The law that is listed for it. */
export const LAW = { law: '道路运输条例', article: '第九条' };

/** The identity documents of the applicant and of somebody else; synthetic. */
export const DOCUMENT = { type: 'RESIDENT_ID', number: syntheticNumber('19900101', 1) } as const;
export const OTHER = { type: 'RESIDENT_ID', number: syntheticNumber('19910101', 2) } as const;
type SomeDocument = typeof DOCUMENT | typeof OTHER;

/** A grant by which Guangdong may have driver licences of Hunan for the item. */
export const aGrant = (changes: Partial<DataGrant> = {}): DataGrant =>
  aDataGrant({
    ...{ kind: 'EVIDENCE', types: [TYPE], fields: ['EVIDENCE'], purposes: ['EVIDENCE'], items: [ITEM] },
    ...{ from: ['GD'], to: ['HN'] },
    ...changes,
  });

/** What the graph shows of a request. */
export interface SeenRequest {
  readonly id: string;
  readonly state: string;
  readonly previewId: string | null;
  readonly previewUntil: string | null;
  readonly usedFor: string | null;
  readonly requestHash: string;
  readonly refusal: { readonly code: string; readonly rule: string; readonly explanation: string | null } | null;
  readonly steps: readonly { readonly event: string; readonly state: string }[];
}

const REFUSAL = '... on EvidenceRefusal { code rule messageZh messageEn curedBy { role place } }';
const REQUEST = `... on EvidenceRequest { id state previewId previewUntil usedFor requestHash
  refusal { code rule explanation } steps { event state } }`;
const DOCUMENT_OF = 'document { licence fields { name value } validTo grade source { code } copy { cause expires } }';

/** The world, and who acts in it. */
export class EvidenceWorld implements AsyncDisposable {
  readonly applicant: Asker;
  readonly stranger: Asker;
  #keys = 0;

  private constructor(
    readonly cases: CaseWorld,
    readonly caseId: string,
    readonly unit: string,
  ) {
    this.applicant = citizen('applicant', this.personOf(DOCUMENT));
    this.stranger = citizen('stranger', this.personOf(OTHER));
  }

  /**
   * Both provinces have signed these grants, and the applicant has a case in Guangdong: without the licence, which Hunan
   * shall prove, unless the case is to be accepted, for which nothing may be missing.
   */
  static async open(
    grants: readonly DataGrant[] = [aGrant()],
    provinces: readonly string[] = ['GD', 'HN'],
    stage: 'DRAFT' | 'SUBMITTED' | 'ACCEPTED' = 'SUBMITTED',
  ): Promise<EvidenceWorld> {
    const cases = await CaseWorld.open(provinces);
    const unit = await unitOf(cases, 'GD', ITEM);
    await agree(cases, grants);
    const person = cases.seat('GD').exchange.desk.vault.matching.keyOf(DOCUMENT);
    const draft = await draftCase(cases, citizen('applicant', person), stage === 'ACCEPTED');
    const world = new EvidenceWorld(cases, draft, unit);
    if (stage !== 'DRAFT') await world.submit();
    if (stage === 'ACCEPTED') await world.accept();
    return world;
  }

  /** The same with a case that an officer has accepted, so that its unit may ask by law. */
  static openAccepted(): Promise<EvidenceWorld> {
    return EvidenceWorld.open([aGrant()], ['GD', 'HN'], 'ACCEPTED');
  }

  personOf(document: SomeDocument): string {
    return this.cases.seat('GD').exchange.desk.vault.matching.keyOf(document);
  }

  /** An officer of the unit that has the case, who says what he asks for. */
  get officer(): Asker {
    const purpose = { code: 'CASE_HANDLING', reference: undefined } as const;
    return { subject: 'officer-1', role: 'officer', province: 'GD', unit: this.unit, purpose };
  }

  place(code: string): EvidencePlace {
    const { exchange, instance, agreements } = this.cases.seat(code);
    return { desk: exchange.desk, instance, agreements, wake: () => undefined };
  }

  /** Hunan has issued a driver licence to the applicant; gives its identifier. */
  async issue(typeName = MATERIAL, document: SomeDocument = DOCUMENT): Promise<string> {
    const { exchange, instance } = this.cases.seat('HN');
    const issue = createLicenceIssuer({ instance, desk: exchange.desk, nowMs: exchange.desk.clock.nowMs });
    const identifier = await inTransaction(exchange.desk, (transaction) =>
      issue(transaction, {
        ...{ typeName, itemCode: ITEM, caseId: null, provenance: 'SYNTHETIC' },
        ...{
          holder: { name: '李明', document },
          issuer: { code: authorityCode(instance, 'MPS'), name: '湖南省公安厅' },
        },
      }),
    );
    if (identifier === undefined) throw new Error(`${typeName} is no type of licence.`);
    const extension = toJson([{ name: '准驾车型', value: 'C1' }]);
    await this.hunan.updateTable('licence').set({ extension }).where('identifier', '=', identifier).execute();
    return identifier;
  }

  /** Changes rows of Hunan's licences or of what it provides, as something that happened there. */
  get hunan() {
    return this.cases.seat('HN').orm.em.getKysely<LicenceTables & EvidenceTables>();
  }

  /** Asks for evidence, explicitly unless a basis is named; gives the request or the refusal. */
  async request(input: Data = {}, asker: Asker | undefined = this.applicant): Promise<SeenRequest & Data> {
    this.#keys += 1;
    const whole = { idempotencyKey: `key-${this.#keys}`, caseId: this.caseId, type: TYPE, provider: 'HN', ...input };
    const query = `mutation ($input: RequestEvidenceInput!) { made: requestEvidence(input: $input) { ${REQUEST} ${REFUSAL} } }`;
    return (await this.cases.ask(query, { input: whole }, asker))['made'] as SeenRequest & Data;
  }

  /** The applicant submits the case, so that its unit knows of it. */
  async submit(): Promise<void> {
    const { state, code } = await this.#move('submitCase', this.applicant);
    if (state !== 'SUBMITTED') throw new Error(`The case was not submitted: ${String(code)}.`);
  }

  /** An officer accepts the case, so that its unit may ask by law. */
  async accept(): Promise<void> {
    const { state, code } = await this.#move('acceptCase', this.officer);
    if (state !== 'ACCEPTED') throw new Error(`The case was not accepted: ${String(code)}.`);
  }

  #move(event: string, actor: Asker): Promise<Data> {
    return command(this.cases, event, { caseId: this.caseId, idempotencyKey: event, actor });
  }

  /** A request as somebody sees it; null when he does not. */
  async see(id: string, asker: Asker = this.applicant): Promise<SeenRequest | null> {
    const query = `query ($id: ID!) { evidence(id: $id) { ${REQUEST.replace('... on EvidenceRequest {', '').replace(/\}$/, '')} } }`;
    return (await this.cases.ask(query, { id }, asker))['evidence'] as SeenRequest | null;
  }

  /** Received evidence in clear, as somebody sees it. */
  async read(id: string, asker: Asker): Promise<Data | null> {
    const { evidence } = await this.cases.ask(
      `query ($id: ID!) { evidence(id: $id) { ${DOCUMENT_OF} } }`,
      { id },
      asker,
    );
    return (evidence as { readonly document: Data } | null)?.document ?? null;
  }

  /** Opens, approves or declines a preview. */
  async act(what: string, id: unknown, asker: Asker = this.applicant): Promise<Data> {
    const query = `mutation ($input: DecideEvidenceInput!) { acted: ${what}(input: $input) { ${REFUSAL} ... on EvidencePreview { state dueAt ${DOCUMENT_OF} } } }`;
    return (await this.cases.ask(query, { input: { id } }, asker))['acted'] as Data;
  }

  async preview(id: unknown, asker: Asker = this.applicant): Promise<Data | null> {
    const query = `query ($id: ID!) { evidencePreview(id: $id) { state dueAt reader requester { code } steps { event } ${DOCUMENT_OF} } }`;
    return (await this.cases.ask(query, { id }, asker))['evidencePreview'] as Data | null;
  }

  async use(id: string, material = MATERIAL, asker: Asker = this.officer): Promise<SeenRequest & Data> {
    const query = `mutation ($input: UseEvidenceInput!) { used: useEvidence(input: $input) { ${REQUEST} ${REFUSAL} } }`;
    return (await this.cases.ask(query, { input: { id, material } }, asker))['used'] as SeenRequest & Data;
  }

  /** Delivers what is due, releases what may be released, until nothing is left. */
  async settle(): Promise<void> {
    await this.cases.deliverAll();
    await releaseDue(this.place('HN'));
    await this.cases.deliverAll();
  }

  /** Lets time pass, and both provinces do what it brings about. */
  async pass(ms: number): Promise<void> {
    this.cases.clock.advance(ms);
    for (const code of ['HN', 'GD']) await sweepEvidence(this.place(code));
    await this.cases.deliverAll();
  }

  /** What the trail of a province has on the applicant. */
  trail(code: string): Promise<readonly AccessEntryRow[]> {
    const entries = this.cases.seat(code).orm.em.getKysely<{ access_entry: AccessEntryRow }>();
    return entries
      .selectFrom('access_entry')
      .selectAll()
      .where('person', '=', this.personOf(DOCUMENT))
      .orderBy('seq')
      .execute();
  }

  /** A request that was asked for explicitly, of which the preview is open. */
  async opened(): Promise<SeenRequest> {
    const made = await this.request();
    await this.settle();
    const seen = await this.see(made.id);
    await this.act('openEvidencePreview', seen?.previewId);
    return seen ?? made;
  }

  /** Evidence that was provided and received. */
  async received(): Promise<SeenRequest> {
    const { id, previewId } = await this.opened();
    await this.act('approveEvidence', previewId);
    await this.settle();
    return (await this.see(id)) ?? (await this.request());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.cases[Symbol.asyncDispose]();
  }
}

const citizen = (subject: string, person: string): Asker => ({ subject, role: 'citizen', person });

/** Both provinces sign an agreement with these grants. */
export async function agree(
  cases: CaseWorld,
  grants: readonly DataGrant[],
  changes: Partial<Agreement> = {},
): Promise<void> {
  const agreement = anAgreement({ clauses: { items: [], dataGrants: grants }, ...changes });
  for (const code of ['GD', 'HN']) {
    const problems = await cases.agree(code, unsigned(agreement), ['GD', 'HN']);
    if (problems.length > 0) throw new Error(problems.join());
  }
}

async function draftCase(cases: CaseWorld, asker: Asker, isWhole: boolean): Promise<string> {
  const { materials, conditions } = await fullDraft(cases, 'GD', ITEM);
  const input = {
    ...{ province: 'GD', applicantProvince: 'HN', applicantKind: 'NATURAL_PERSON', channel: 'ONLINE_COMPUTER' },
    ...{ realName: true, consent: true, mode: 'FULLY_ONLINE', standardItem: `CN:StandardItem:${ITEM}` },
    materials: materials.filter(({ name }) => isWhole || name !== MATERIAL),
    ...{ conditions, idempotencyKey: 'draft' },
  };
  const query = `mutation ($input: DraftCaseInput!) { drafted: draftCase(input: $input) {
    ... on Case { id } ... on CaseRefusal { code } } }`;
  const { id, code } = (await cases.ask(query, { input }, asker))['drafted'] as Readonly<Record<string, string>>;
  if (id === undefined) throw new Error(`The case was not drafted: ${code ?? ''}.`);
  return id;
}
