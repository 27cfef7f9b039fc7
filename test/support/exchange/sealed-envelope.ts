import { type SealedEnvelope, sealPayload } from '../../../subgraphs/province/exchange/envelope.js';

/** An envelope of the right form, for what carries envelopes and does not look at their seals. */
export const sealedEnvelope: SealedEnvelope = {
  id: '0197a5c0-0000-7000-8000-000000000000',
  collaborationNo: 'C-1',
  from: 'GD',
  to: 'HN',
  seq: 1,
  event: 'note',
  ...sealPayload({ text: '您好' }),
  prevHash: null,
  seenHash: null,
  at: '2026-03-02T08:00:00.000Z',
  kid: 'GD-1',
  sentAt: '2026-03-02T08:00:00.000Z',
  signature: 'x',
};
