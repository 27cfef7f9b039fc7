import type { Json } from '../exchange/canonical-json.js';
import { sendEnvelope } from '../exchange/send-envelope.js';
import { fromJson } from '../storage/stored.js';
import { type Chamber, localOf, readSteps, toStep } from './chamber.service.js';
import type { RatingStep } from './face.rules.js';
import {
  type AskedPayload,
  type GivenPayload,
  RATING_ASKED,
  RATING_GIVEN,
  RATING_STEPPED,
  type SteppedPayload,
} from './letter.rules.js';
import type { RatingRow } from './rating.entity.js';
import { openRatingText } from './seal-texts.service.js';

const othersOf = ({ instance }: Chamber, row: RatingRow): readonly string[] =>
  fromJson(row.holders).filter((province) => province !== instance.code);

/** Tells the other provinces of a case that it was rated, with all that has come of it until then. */
export async function tellGiven(chamber: Chamber, row: RatingRow): Promise<void> {
  const steps = (await readSteps(chamber, row.id)).map(toStep);
  for (const to of othersOf(chamber, row)) {
    const text = to === row.at_fault ? await ratingTextFor(chamber, row, to) : null;
    const payload: GivenPayload = {
      rating: localOf(row.id),
      ...{ origin: row.origin, originUnit: row.origin_unit, holders: fromJson(row.holders) },
      ...{ level: row.level, service: row.service, channel: row.channel, indicators: fromJson(row.indicators) },
      ...{ indicatorVersion: row.indicator_version, givenAt: row.given_at, text, steps },
    };
    await send(chamber, row, { to, event: RATING_GIVEN, payload });
  }
}

/** A step that was taken, with what was said. */
export interface ToldStep {
  readonly step: RatingStep;
  readonly text: string | null;
}

/** Tells the other provinces of a case of a step. Its text goes where the rater is, and where the fault is. */
export async function tellStep(chamber: Chamber, row: RatingRow, { step, text }: ToldStep): Promise<void> {
  for (const to of othersOf(chamber, row)) {
    const isReader = to === row.origin || to === row.at_fault;
    const payload: SteppedPayload = {
      rating: localOf(row.id),
      step,
      text: isReader ? await sealFor(chamber, row, { to, text }) : null,
      ratingText: step.changes.owner === to ? await ratingTextFor(chamber, row, to) : null,
    };
    await send(chamber, row, { to, event: RATING_STEPPED, payload });
  }
}

/** Asks the owner of a rating to enter what the rater says here of what came of it. Gives the envelope's id. */
export async function askOwner(chamber: Chamber, row: RatingRow, asked: Omit<AskedPayload, 'rating'>): Promise<string> {
  const text = await sealFor(chamber, row, { to: row.owner, text: asked.text });
  const payload: AskedPayload = { rating: localOf(row.id), level: asked.level, text };
  return send(chamber, row, { to: row.owner, event: RATING_ASKED, payload });
}

function ratingTextFor(chamber: Chamber, row: RatingRow, to: string): Promise<string | null> {
  return sealFor(chamber, row, { to, text: openRatingText(chamber.desk.vault.sealing, row) });
}

async function sealFor(
  { desk }: Chamber,
  { collaboration_no: collaborationNo }: RatingRow,
  { to, text }: { readonly to: string; readonly text: string | null },
): Promise<string | null> {
  return text === null ? null : desk.letters.seal(text, { collaborationNo, from: desk.signer.province, to });
}

interface Sent {
  readonly to: string;
  readonly event: string;
  readonly payload: object;
}

function send({ transaction, desk }: Chamber, row: RatingRow, { to, event, payload }: Sent): Promise<string> {
  // What is stored as JSON is JSON; the types of the rules do not say so.
  const json = JSON.parse(JSON.stringify(payload)) as Json;
  return sendEnvelope(transaction, desk, { collaborationNo: row.collaboration_no, to, event, payload: json });
}
