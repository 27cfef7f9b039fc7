import { askQuery } from '../../subgraphs/province/exchange/exchange-operations.js';
import {
  NotGenuineError,
  readAnswer,
  type SignedAnswer,
  signQuestion,
} from '../../subgraphs/province/exchange/question.js';
import type { Send } from '../rule.js';
import { findValue } from './find-values.js';
import type { Sent } from './send-request.js';
import { graphqlHeaders, type Session } from './session.js';
import type { OpenPeer } from './test-peer.js';

type Asked = Extract<Send, { readonly question: string }>['question'];

const TEN_MINUTES_MS = 600_000; // twice what clocks may differ by

/** Asks what the province holds of the chains that it shares with the test peer; adds whether the answer is genuine. */
export async function askQuestion(
  { session, peer }: { readonly session: Session; readonly peer: OpenPeer },
  asked: Asked,
): Promise<Sent> {
  const signer = asked === 'signed by another key' ? peer.stranger : peer.signer;
  const shiftMs = asked === 'signed long ago' ? TEN_MINUTES_MS : 0;
  const desk = { signer, clock: { nowMs: () => peer.clock.nowMs() - shiftMs } };
  const question = await signQuestion(desk, peer.province, { kind: 'days', since: null });
  const body = JSON.stringify({ query: askQuery, variables: { question } });
  const { came, exchanged } = await session.send({ method: 'POST', headers: graphqlHeaders, body }, {});
  const answer = findValue(came, 'body.data.askProvince');
  const isGenuine = isAnswer(answer) && verify({ question, answer }, peer);
  return { came: { ...came, answer, isGenuine }, exchanged };
}

function isAnswer(value: unknown): value is SignedAnswer {
  return ['body', 'kid', 'sentAt', 'signature'].every((name) => typeof findValue(value, name) === 'string');
}

function verify(given: Omit<Parameters<typeof readAnswer>[1], 'kind'>, peer: OpenPeer): boolean {
  try {
    readAnswer(peer, { kind: 'days', ...given });
    return true;
  } catch (error) {
    if (error instanceof NotGenuineError || error instanceof SyntaxError) return false;
    throw error;
  }
}
