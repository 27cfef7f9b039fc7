import type { Identity } from '../../../schema/identity.js';
import { parseGlobalId } from '../../../schema/global-id.js';
import { refuse } from './applying.service.js';
import type { AgreementPlace } from './bureau.service.js';
import { command, type CommandOutcome, findSubject } from './command.service.js';
import { prepareResumption, prepareSuspension, prepareTermination } from './prepare-supplement.service.js';
import {
  prepareCounter,
  prepareProposal,
  prepareReview,
  prepareSignature,
  readProposal,
} from './prepare-text.service.js';

/** Who gives a command. */
export interface Given {
  readonly caller: Identity;
}

interface Keyed {
  readonly idempotencyKey: string;
}

interface About extends Keyed {
  readonly id: string;
}

interface Texted {
  readonly document: string;
  readonly reason?: string | null;
  readonly origin?: string | null;
}

const proposalOf = ({ document, reason = null, origin = null }: Texted) => ({ document, reason, origin });

// The number is the first part of the local id, up to the version behind the last point.
const numberOf = (id: string): string => parseGlobalId(id)?.local.replace(/\.\d+$/, '') ?? '';

/** Proposes a new agreement, and sends it to all its parties. */
export async function proposeAgreement(
  place: AgreementPlace,
  { caller }: Given,
  input: Keyed & Texted,
): Promise<CommandOutcome> {
  const proposal = proposalOf(input);
  const agreement = readProposal(proposal);
  if ('refusal' in agreement) return agreement;
  const { number, parties } = agreement;
  if (!parties.includes(place.instance.code)) return refuse('NOT_A_PARTY');
  if (!number.startsWith(`${place.instance.code}-`)) return refuse('NUMBER_NOT_OWN');
  const request = { do: 'proposeAgreement', ...proposal };
  const prepare = (bureau: Parameters<typeof prepareProposal>[0]) =>
    prepareProposal(bureau, agreement, { ...proposal, amended: undefined });
  return command(place, { ...keyOf(input), caller, request }, { number, prepare });
}

const keyOf = ({ idempotencyKey }: Keyed): Keyed => ({ idempotencyKey });

/** Proposes a later version of an agreement that all have signed. */
export async function amendAgreement(
  place: AgreementPlace,
  { caller }: Given,
  { id, ...input }: About & Texted,
): Promise<CommandOutcome> {
  const proposal = proposalOf(input);
  const agreement = readProposal(proposal);
  if ('refusal' in agreement) return agreement;
  const request = { do: 'amendAgreement', id, ...proposal };
  const outcome = await command(
    place,
    { ...keyOf(input), caller, request },
    {
      number: numberOf(id),
      prepare: async (bureau) => {
        const amended = await findSubject(bureau, id);
        return 'refusal' in amended ? amended : prepareProposal(bureau, agreement, { ...proposal, amended });
      },
    },
  );
  return 'refusal' in outcome ? outcome : { subject: id };
}

/** Puts another text in the place of the one on the table. */
export async function counterAgreement(
  place: AgreementPlace,
  { caller }: Given,
  { id, ...input }: About & Texted,
): Promise<CommandOutcome> {
  const proposal = proposalOf(input);
  const agreement = readProposal(proposal);
  if ('refusal' in agreement) return agreement;
  const { reason } = proposal;
  const request = { do: 'counterAgreement', id, ...proposal };
  return command(
    place,
    { ...keyOf(input), caller, request },
    { number: numberOf(id), prepare: (bureau) => prepareCounter(bureau, agreement, { id, reason }) },
  );
}

/** Begins the review of a text, or declines it. */
export function reviewAgreement(
  place: AgreementPlace,
  { caller }: Given,
  { id, verdict, reason = null, ...input }: About & { readonly verdict: string; readonly reason?: string | null },
): Promise<CommandOutcome> {
  const isDeclined = verdict === 'DECLINE';
  const request = { do: 'reviewAgreement', id, verdict, reason };
  return command(
    place,
    { ...keyOf(input), caller, request },
    { number: numberOf(id), prepare: (bureau) => prepareReview(bureau, { id, isDeclined, reason }) },
  );
}

/** Signs the text of a hash. */
export function signAgreement(
  place: AgreementPlace,
  { caller }: Given,
  { id, hash, ...input }: About & { readonly hash: string },
): Promise<CommandOutcome> {
  const request = { do: 'signAgreement', id, hash };
  return command(
    place,
    { ...keyOf(input), caller, request },
    { number: numberOf(id), prepare: (bureau) => prepareSignature(bureau, { id, hash }) },
  );
}

const supplements = {
  suspend: prepareSuspension,
  resume: prepareResumption,
  terminate: prepareTermination,
} as const;

interface Reasons {
  readonly what: keyof typeof supplements;
  readonly reasonZh: string;
  readonly reasonEn: string;
  readonly from?: string | null;
}

/** Gives notice of a suspension, lifts it, or signs a termination. */
export function supplementAgreement(
  place: AgreementPlace,
  { caller }: Given,
  { what, id, reasonZh: zh, reasonEn: en, from = null, ...input }: About & Reasons,
): Promise<CommandOutcome> {
  const said = { id, reason: { zh, en }, from };
  return command(
    place,
    { ...keyOf(input), caller, request: { do: `${what}Agreement`, ...said } },
    { number: numberOf(id), prepare: (bureau) => supplements[what](bureau, said) },
  );
}
