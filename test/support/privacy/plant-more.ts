// Plants persons where cases alone do not lead: files of materials, licences, evidence, verifications, challenges.
import { createHash } from 'node:crypto';
import { createEvidenceAgreement, signForAll } from '../../../scripts/demo/evidence-agreement.js';
import { findApplicant } from '../../../scripts/demo/evidence-applicant.js';
import { forwarded, type Journey } from '../../../scripts/demo/journeys.js';
import { EVIDENCE_ITEM, playEvidence } from '../../../scripts/demo/play-evidence.js';
import { APPLICANT, type Asker, playJourney, type Stage } from '../../../scripts/demo/play-journey.js';
import { listHolders } from '../../../subgraphs/province/seeds/licence-holders.js';
import { listInstances } from '../../../subgraphs/shared/instance.js';
import { until } from '../until.js';
import type { Planted } from './find-traces.js';
import type { Asked, PlantedWorld } from './planted-world.js';

type Data = Readonly<Record<string, unknown>>;
type Token = NonNullable<Asked['token']>;

/** A file that says who somebody is; longer than a frame and a chunk, and named by its digest. */
export interface PlantedFile {
  readonly bytes: Buffer;
  readonly digest: string;
}

/** A PDF, as far as its first bytes say, with a person in it from its beginning to its end. */
export function fileAbout({ name, documentNumber, phone }: Planted, mark: string): PlantedFile {
  const line = `${mark} ${name} ${documentNumber} ${phone}\n`;
  const bytes = Buffer.from(`%PDF-1.7\n${line.repeat(4_000)}`);
  return { bytes, digest: createHash('sha256').update(bytes).digest('hex') };
}

const CHUNK = 128 * 1024;
const UPLOAD = '{ ... on MaterialUpload { id offset isFinished } ... on ServiceRefusal { code } }';

/** Hands a file in for a case; breaks off before its end unless it is to be finished. */
export async function upload(world: PlantedWorld, { caseId, token, file, isFinished }: UploadedFile): Promise<void> {
  const act = async (name: string, type: string, input: unknown): Promise<Data> => {
    const [argument, query] =
      type === 'ID'
        ? ['uploadId', `mutation ($uploadId: ID!) { done: ${name}(uploadId: $uploadId) ${UPLOAD} }`]
        : ['input', `mutation ($input: ${type}!) { done: ${name}(input: $input) ${UPLOAD} }`];
    const { data, text } = await world.ask({ query, variables: { [argument]: input }, token });
    const { done } = (data ?? {}) as Readonly<Record<string, Data | undefined>>;
    if (done?.['id'] === undefined) throw new Error(text);
    return done;
  };
  const { bytes, digest } = file;
  const said = { caseId, name: isFinished ? '申请表' : '户口簿', digest, size: bytes.length };
  const { id } = await act('beginMaterial', 'BeginMaterialInput', {
    ...{ ...said, mediaType: 'application/pdf', grade: 'C' },
  });
  for (let offset = 0; offset < bytes.length; offset += CHUNK) {
    if (!isFinished && offset > 0) return;
    const content = bytes.subarray(offset, offset + CHUNK).toString('base64');
    await act('appendMaterial', 'AppendMaterialInput', { uploadId: id, offset, content });
  }
  await act('finishMaterial', 'ID', id);
}

/** A file, the case that it is for, and who hands it in. */
export interface UploadedFile {
  readonly caseId: string;
  readonly token: Token;
  readonly file: PlantedFile;
  readonly isFinished: boolean;
}

/** Who holds a licence of Hunan, has it proved to Guangdong and verified; and his identity, to be looked for. */
export interface ProvedHolder {
  readonly token: Token;
  readonly planted: Planted;
  /** Verdicts: of the holder himself, and of the same licence under another's number. */
  readonly verdicts: readonly unknown[];
}

/** Takes the holder of a licence through evidence: asked for, previewed, released, received, read, used; and verified. */
export async function proveLicence(world: PlantedWorld, other: Planted): Promise<ProvedHolder> {
  await signForAll(createEvidenceAgreement(EVIDENCE_ITEM, Date.now()), world.dataDir, Date.now());
  const stage = stageOf(world);
  const applicant = await findApplicant(stage, world.dataDir);
  await playEvidence({ stage, applicant, say: () => undefined });
  const [holder] = listHolders(listInstances()).filter(({ index }) => `demo-holder-${index}` === applicant.subject);
  if (holder === undefined) throw new Error('Nobody holds it.');
  const { number: documentNumber } = holder.document;
  // He has no telephone, and shares his name with others: his number is what tells him.
  const planted = { name: documentNumber, documentNumber, phone: documentNumber };
  const verdicts = await verify(stage, applicant, [documentNumber, other.documentNumber]);
  return { token: tokenOf(applicant), planted, verdicts };
}

async function verify(stage: Stage, asker: Asker, numbers: readonly string[]): Promise<readonly unknown[]> {
  const own = '{ myLicences(provinces: ["HN"], first: 50) { nodes { typeName inForce details { identifier } } } }';
  const { myLicences } = await stage.ask(own, {}, asker);
  const { nodes } = myLicences as { readonly nodes: readonly { typeName: string; details: { identifier: string } }[] };
  const { identifier } = nodes.find(({ typeName }) => typeName === '机动车驾驶证')?.details ?? {};
  const query = `mutation ($input: VerifyLicenceInput!) { verifyLicence(input: $input) { ... on LicenceVerification { verdict } ... on LicenceRefusal { code } } }`;
  const verdicts: unknown[] = [];
  for (const number of numbers) {
    const input = { province: 'HN', identifier, holder: { type: 'RESIDENT_ID', number } };
    verdicts.push((await stage.ask(query, { input }, asker))['verifyLicence']);
  }
  return verdicts;
}

/** A person asks why somebody read his data, and says who he is in doing so; gives the number of his entries. */
export async function challengeFirst(world: PlantedWorld, token: Token, reason: string): Promise<number> {
  const list = '{ myAccessTrail(first: 50) { nodes { id } } }';
  const { data } = await world.ask({ query: list, token });
  const { nodes } = data?.['myAccessTrail'] as unknown as { readonly nodes: readonly { readonly id: string }[] };
  const query = `mutation ($input: ChallengeAccessInput!) { done: challengeAccess(input: $input) { __typename } }`;
  const input = { entryId: nodes[0]?.id, reason };
  const { data: done, text } = await world.ask({ query, variables: { input }, token });
  if (JSON.stringify(done) !== '{"done":{"__typename":"AccessChallenge"}}') throw new Error(text);
  return nodes.length;
}

/** A case without anything that is sent back on its way, so that the indicator says whose fault it was. */
const smooth: Journey = {
  ...forwarded,
  name: 'smooth',
  steps: forwarded.steps
    .toSpliced(...spanOf('requestCorrection', 4))
    .toSpliced(...spanOf('rejectHandoff', 5))
    .filter((step) => 'awaits' in step || step.then !== 'FORBIDDEN'),
};

function spanOf(act: string, count: number): [number, number] {
  return [forwarded.steps.findIndex((step) => 'do' in step && step.do === act), count];
}

/** Somebody names himself in a rating, which travels to the unit at fault, and that unit names him in its answer. */
export async function rateNaming(world: PlantedWorld, { name, documentNumber, phone }: Planted): Promise<void> {
  const stage = stageOf(world);
  const { cases } = await playJourney(stage, smooth);
  const text = `${name} ${documentNumber} ${phone}`;
  const caseId = cases.get('GD') ?? '';
  const rating = { level: 'DISSATISFIED', channel: 'PC', indicators: ['GUIDE_ACCURACY'], text };
  const rate = 'mutation ($input: RateCaseInput!) { rateCase(input: $input) { __typename } }';
  await stage.ask(rate, { input: { caseId, idempotencyKey: 'rate', ...rating } }, APPLICANT);
  const query =
    'query ($caseId: ID!) { caseRatings(caseId: $caseId) { heldAs responsible { province { code } code } } }';
  const seen = async () => {
    const { caseRatings } = await stage.ask(query, { caseId }, APPLICANT);
    return (caseRatings as readonly [RatedBy])[0];
  };
  await until(async () => (await seen()).responsible.province.code === 'HN');
  const { heldAs: ratingId, responsible } = await seen();
  const officer: Asker = { subject: 'o-2', role: 'officer', province: 'HN', unit: responsible.code };
  const answer = 'mutation ($input: RatingStepInput!) { callBackRater(input: $input) { ... on Rating { state } } }';
  await stage.ask(answer, { input: { idempotencyKey: 'call', ratingId, text } }, officer);
}

interface RatedBy {
  readonly heldAs: string;
  readonly responsible: { readonly province: { readonly code: string }; readonly code: string };
}

const tokenOf = ({ subject, role, province, unit, person }: Asker): Token => ({
  ...{ subject, role, province, unit, person },
});

/** A planted world as a stage for stories. */
export function stageOf(world: PlantedWorld): Stage {
  return {
    play: 'planted',
    ask: async (query, variables, asker) => {
      const purpose = asker?.purpose?.code;
      const headers = purpose === undefined ? {} : { 'x-tongban-purpose': purpose };
      const token = asker === undefined ? {} : { token: tokenOf(asker) };
      const { data, text } = await world.ask({ query, variables, headers, ...token });
      if (data === null || text.includes('"errors"')) throw new Error(text);
      return data;
    },
    settle: (isThere) => until(isThere),
    tell: () => undefined,
  };
}
