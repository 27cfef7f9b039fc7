import type { Answer, Delivery } from './check-envelope.js';
import type { SealedEnvelope, Receipt } from './envelope.js';
import { NotGenuineError, type SignedAnswer } from './question.js';

/** Hands an envelope to its addressee. */
export const deliverMutation = `mutation Deliver($envelope: EnvelopeInput!, $receipt: ReceiptInput) {
  deliver(envelope: $envelope, receipt: $receipt) {
    __typename
    ... on DeliveryReceipt { duplicate receipt { envelopeId entryHash result code at kid signature } }
    ... on DeliveryParked { reason nextSeq }
    ... on DeliveryRefusal { refusal }
  }
}`;

/** Asks a province what it holds of the chains that it shares with whoever asks. */
export const askQuery = `query Ask($question: QuestionInput!) {
  askProvince(question: $question) { body kid sentAt signature }
}`;

/** The variables of {@link deliverMutation}: known fields only, since a stored envelope may carry others. */
export function toDeliverVariables({ envelope, receipt }: Delivery): {
  readonly envelope: SealedEnvelope;
  readonly receipt: Receipt | null;
} {
  const { id, collaborationNo, from, to, seq, event, payload, payloadDigest, prevHash, seenHash, at } = envelope;
  const { kid, sentAt, signature } = envelope;
  const entry = { id, collaborationNo, from, to, seq, event, payload, payloadDigest, prevHash, seenHash, at };
  return { envelope: { ...entry, kid, sentAt, signature }, receipt };
}

/** The data of {@link deliverMutation}, of which the gateway has made sure that it fits the contract. */
interface DeliverData {
  readonly deliver:
    | { readonly __typename: 'DeliveryReceipt'; readonly duplicate: boolean; readonly receipt: Receipt }
    | {
        readonly __typename: 'DeliveryParked';
        readonly reason: Extract<Answer, { status: 'parked' }>['reason'];
        readonly nextSeq: number;
      }
    | { readonly __typename: 'DeliveryRefusal'; readonly refusal: Extract<Answer, { status: 'refusal' }>['code'] };
}

/** The answer in the data of {@link deliverMutation}. A receipt in it still has to be verified. */
export function readDelivered(data: unknown): Answer {
  const { deliver } = data as DeliverData;
  switch (deliver.__typename) {
    case 'DeliveryReceipt':
      return { status: 'receipt', receipt: deliver.receipt, duplicate: deliver.duplicate };
    case 'DeliveryParked':
      return { status: 'parked', reason: deliver.reason, nextSeq: deliver.nextSeq };
    case 'DeliveryRefusal':
      return { status: 'refusal', code: deliver.refusal };
    default:
      throw new TypeError('The gateway answered with a type that this province does not know.');
  }
}

/** The answer in the data of {@link askQuery}; throws a NotGenuineError when the peer did not take the question. */
export function readFindings(data: unknown): SignedAnswer {
  const { askProvince } = data as { readonly askProvince: SignedAnswer | null };
  if (askProvince === null) throw new NotGenuineError('The peer does not take our question for genuine.');
  return askProvince;
}
