import { formatGlobalId } from '../../../schema/global-id.js';
import { findMeasuredCase, type MeasuredCase } from '../cases/index.js';
import { type Desk, type EventHandler, type EventHandlers, type Letter, NotYetError } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { readInstance } from '../../shared/instance.js';
import { fromJson, toJson } from '../storage/stored.js';
import { type Chamber, columnsOf, faceOf, holdRating, ratingId, readSteps, tablesOf } from './chamber.service.js';
import { beginFace, type RatingStep } from './face.rules.js';
import {
  type GivenPayload,
  parseAsked,
  parseGiven,
  parseStepped,
  RATING_ASKED,
  RATING_GIVEN,
  RATING_STEPPED,
} from './letter.rules.js';
import type { RatingRow } from './rating.entity.js';
import { sealRatingText } from './seal-texts.service.js';
import { noLegOf, refuseGiven } from './told-given.rules.js';
import { judgeTold } from './told-step.rules.js';
import { BY_SYSTEM, mustStep, stepRating, storeStep, takeIfHere } from './step-rating.service.js';

type Refused = string | undefined;

/** What this module does about the letters of other provinces, and about the receipts of its own. */
export function createRatingHandlers(desk: Desk): EventHandlers {
  const instance = readInstance(desk.signer.province);
  const at = (transaction: Transaction): Chamber => ({ desk, instance, transaction });
  const given: EventHandler = {
    apply: (transaction, letter) => takeGiven(at(transaction), letter),
    onRefused: (transaction, letter) => takeBack(at(transaction), letter),
  };
  const stepped: EventHandler = {
    apply: (transaction, letter) => takeStep(at(transaction), letter),
    onRefused: (transaction, letter) => takeStepBack(at(transaction), letter),
  };
  const asked: EventHandler = {
    apply: (transaction, letter) => takeAsked(at(transaction), letter),
    onRefused: (transaction, letter) => noteRefused(at(transaction), letter),
  };
  return new Map([
    [RATING_GIVEN, given],
    [RATING_STEPPED, stepped],
    [RATING_ASKED, asked],
  ]);
}

async function takeGiven(chamber: Chamber, letter: Letter): Promise<Refused> {
  const payload = parseGiven(letter.payload);
  if (payload === undefined || payload.origin !== letter.from) return 'LETTER_MALFORMED';
  const { instance, desk, transaction } = chamber;
  const here = { province: instance.code, nowMs: desk.clock.nowMs() };
  const measured = await findMeasuredCase(transaction, here, letter.collaborationNo);
  if (measured === undefined) return 'CASE_UNKNOWN';
  const refusal = refuseGiven({ payload, letter, measured, province: instance.code });
  if (refusal !== undefined) return refusal;
  if (await holdRating(chamber, ratingId(instance.code, payload.rating))) return 'RATING_KNOWN';
  const text = await openFor(chamber, letter, payload.text);
  const { caseId, applicant } = measured;
  let row = givenRow(chamber, { payload, letter, text, caseId, person: applicant.person });
  await tablesOf(chamber).insertInto('rating').values(row).execute();
  for (const step of payload.steps) row = await storeStep(chamber, row, { step, text: null, subject: null });
  await takeIfHere(chamber, row);
  return undefined;
}

interface Given {
  readonly payload: GivenPayload;
  readonly letter: Letter;
  readonly text: string | null;
  readonly caseId: string | null;
  readonly person: string | null;
}

function givenRow({ desk, instance }: Chamber, { payload, letter, text, caseId, person }: Given): RatingRow {
  const id = ratingId(instance.code, payload.rating);
  const { origin, originUnit: unit, givenAt } = payload;
  return {
    ...{ id, collaboration_no: letter.collaborationNo, case_id: caseId, origin, origin_unit: unit },
    ...{ holders: toJson(payload.holders), level: payload.level, service: payload.service, channel: payload.channel },
    ...{ indicators: toJson(payload.indicators), indicator_version: payload.indicatorVersion, given_at: givenAt },
    ...{ rater_person: person, rater_subject: null },
    ...sealRatingText(desk.vault.sealing, id, text),
    ...columnsOf(beginFace({ province: origin, unit }), instance.code),
    ...{ asked: null, updated_at: givenAt },
  };
}

// A province that does not take a rating holds none, and is told nothing more of it. Where it was to be at fault, a
// supervisor here finds another leg.
async function takeBack(chamber: Chamber, letter: Letter): Promise<void> {
  const payload = parseGiven(letter.payload);
  if (payload !== undefined) await takeFrom(chamber, payload.rating, letter.to);
}

// The same for a province to which a supervisor moved it. A step that leaves it with its owner is refused in vain.
async function takeStepBack(chamber: Chamber, letter: Letter): Promise<void> {
  const payload = parseStepped(letter.payload);
  if (payload?.step.changes.owner === letter.to) await takeFrom(chamber, payload.rating, letter.to);
}

async function takeFrom(chamber: Chamber, rating: string, refuser: string): Promise<void> {
  const row = await holdRating(chamber, ratingId(chamber.instance.code, rating));
  if (row === undefined) return;
  const holders = toJson(fromJson(row.holders).filter((province) => province !== refuser));
  await tablesOf(chamber).updateTable('rating').set({ holders }).where('id', '=', row.id).execute();
  if (row.state !== 'ATTRIBUTED' || row.owner !== refuser || row.is_taken === 1) return;
  const changes = { owner: chamber.instance.code, isContested: true };
  mustStep(await stepRating(chamber, { ...row, holders }, { event: 'handBack', ...BY_SYSTEM, changes }));
}

async function takeStep(chamber: Chamber, letter: Letter): Promise<Refused> {
  const payload = parseStepped(letter.payload);
  if (payload === undefined) return 'LETTER_MALFORMED';
  const { step, rating } = payload;
  const here = { province: chamber.instance.code, nowMs: chamber.desk.clock.nowMs() };
  const measured = await findMeasuredCase(chamber.transaction, here, letter.collaborationNo);
  if (measured?.parties.includes(letter.from) !== true) return 'NOT_A_PARTY';
  const row = await holdRating(chamber, ratingId(chamber.instance.code, rating));
  // The rating itself, or a step before this one, comes from another province and is still on its way.
  if (row === undefined || step.seq > row.seq + 1) throw new NotYetError(`${rating} is not at step ${step.seq} yet.`);
  if (row.collaboration_no !== letter.collaborationNo) return 'RATING_UNKNOWN';
  const refusal = await refuseStep(chamber, row, { step, letter, measured });
  if (refusal !== undefined) return refusal;
  const text = await openFor(chamber, letter, payload.text);
  const after = await storeStep(chamber, row, { step, text, subject: null });
  const ratingText = await openFor(chamber, letter, payload.ratingText);
  const known = ratingText === null || after.text !== null ? after : await keepText(chamber, after, ratingText);
  if (known.owner === chamber.instance.code) await takeIfHere(chamber, known);
  return undefined;
}

interface ToldAbout {
  readonly step: RatingStep;
  readonly letter: Letter;
  readonly measured: MeasuredCase;
}

async function refuseStep(
  chamber: Chamber,
  row: RatingRow,
  { step, letter, measured }: ToldAbout,
): Promise<string | undefined> {
  const last = (await readSteps(chamber, row.id)).at(-1);
  const before = { province: last?.province ?? row.origin, at: row.updated_at };
  const known = { face: faceOf(row), level: row.level, holders: fromJson(row.holders), before };
  const isNoLeg = noLegOf(measured, chamber.instance.code);
  const refusal = judgeTold({ ...known, step, from: letter.from, letterAt: letter.at, isNoLeg });
  if (refusal === 'NOT_THE_OWNER') return refusal;
  return step.seq !== row.seq + 1 || step.from !== row.state ? 'STEP_OUT_OF_ORDER' : refusal;
}

async function keepText(chamber: Chamber, row: RatingRow, text: string): Promise<RatingRow> {
  const sealed = sealRatingText(chamber.desk.vault.sealing, row.id, text);
  await tablesOf(chamber).updateTable('rating').set(sealed).where('id', '=', row.id).execute();
  return { ...row, ...sealed };
}

async function takeAsked(chamber: Chamber, letter: Letter): Promise<Refused> {
  const payload = parseAsked(letter.payload);
  const row = payload && (await holdRating(chamber, ratingId(chamber.instance.code, payload.rating)));
  if (payload === undefined || row === undefined) return 'RATING_UNKNOWN';
  // Who rated it is known where it was given, and nowhere else for sure.
  if (letter.from !== row.origin || letter.collaborationNo !== row.collaboration_no) return 'NOT_THE_RATER';
  const text = await openFor(chamber, letter, payload.text);
  const said = { changes: { revisit: payload.level }, text };
  const who = { by: 'RATER', unit: null, subject: null } as const;
  const stepped = await stepRating(chamber, row, { event: 'revisit', ...who, ...said });
  return 'refusal' in stepped ? stepped.refusal : undefined;
}

async function noteRefused(chamber: Chamber, letter: Letter): Promise<void> {
  const payload = parseAsked(letter.payload);
  const id = formatGlobalId({ province: chamber.instance.code, type: 'Rating', local: payload?.rating ?? '' });
  const ratings = tablesOf(chamber).updateTable('rating').set({ asked: null });
  await ratings.where('id', '=', id).where('asked', '=', letter.id).execute();
}

async function openFor({ desk }: Chamber, letter: Letter, sealed: string | null): Promise<string | null> {
  return sealed === null ? null : ((await desk.letters.open(sealed, letter)) ?? null);
}
