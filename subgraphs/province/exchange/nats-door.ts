import type { JsMsg } from '@nats-io/jetstream';
import type { Answer, Delivery } from './check-envelope.js';
import type { Clock } from './desk.js';
import {
  type LetterAddress,
  MalformedLetterError,
  readAnswer,
  readDelivery,
  readSubject,
  writeDelivery,
} from './nats-letters.js';
import type { NatsLine, NatsPlace } from './nats-line.js';
import { type Deliver, UnreachableError, withinLimit } from './peer-door.js';

/** What the letters of a province do when they arrive over NATS. */
export interface NatsWiring {
  readonly province: string;
  readonly clock: Clock;
  /** Takes a letter. What it gives is committed, and is sent back. */
  readonly receive: (delivery: Delivery) => Promise<Answer>;
  /** Takes an answer for which no delivery waits any more. */
  readonly hear: (peer: string, answer: Answer) => Promise<void>;
  /** Told when NATS goes away, once, and of messages that could not be taken. */
  readonly onFault: (error: unknown) => void;
}

/** The way to other provinces over NATS. Disposing of it finishes what is in hand. */
export interface NatsDoor extends AsyncDisposable {
  readonly deliver: Deliver['deliver'];
}

const COME_BACK_MS = 1_000;
// Like a relay for one peer: a slow letter keeps nothing but itself waiting.
const PARALLEL = 8;
const TRY_AGAIN_MS = 500;
// As long as a gateway waits for a province. What comes later is heard all the same, and the others need not wait for it.
const ANSWER_MS = 3_000;

/**
 * Carries letters over NATS from now on, whether it is there yet or not. A letter is taken from the stream after what it
 * did has been committed and its answer stored there; whatever is lost before comes again, from the stream or the outbox.
 */
export function startNatsDoor(place: NatsPlace, wiring: NatsWiring): NatsDoor {
  const stop = new AbortController();
  const waiting = new Map<string, (answer: Answer) => void>();
  let line: NatsLine | undefined;
  const running = keepLine(place, wiring, {
    stop: stop.signal,
    use: async (opened) => {
      line = opened;
      try {
        await serve(opened, { ...wiring, waiting });
      } finally {
        line = undefined;
      }
    },
  });
  return {
    deliver: async (to, delivery, signal) => {
      if (line === undefined) throw new UnreachableError('NATS is away.');
      const { id, sentAt } = delivery.envelope;
      const address = { kind: 'letter', to, from: wiring.province, id } as const;
      // The id of an envelope stands in its subject. This one names the sending: another one is no duplicate of it.
      const stored = line.publish(address, writeDelivery(delivery), `${id} ${sentAt}`);
      const answer = (given: AbortSignal): Promise<Answer> => awaitAnswer(waiting, keyOf(to, id), given);
      const wait = { limitMs: ANSWER_MS, stop: signal };
      const [given] = await Promise.all([withinLimit(wiring.clock, answer, wait), stored]);
      return given;
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
}

const keyOf = (peer: string, id: string): string => `${peer} ${id}`;

async function awaitAnswer(
  waiting: Map<string, (answer: Answer) => void>,
  key: string,
  signal: AbortSignal,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const giveUp = (): void => reject(new UnreachableError('No answer was waited for any longer.'));
  signal.addEventListener('abort', giveUp, { once: true });
  waiting.set(key, resolve);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', giveUp);
    if (waiting.get(key) === resolve) waiting.delete(key);
  }
}

interface Keeping {
  readonly stop: AbortSignal;
  /** Uses a line until it is of no more use. */
  readonly use: (line: NatsLine) => Promise<void>;
}

async function keepLine(
  place: NatsPlace,
  { province, clock, onFault }: NatsWiring,
  { stop, use }: Keeping,
): Promise<void> {
  // Loaded only where it is needed: whoever sends by way of the gateway waits for no driver.
  const { openNatsLine } = await import('./nats-line.js');
  let isReported = false;
  while (!stop.aborted) {
    try {
      await using line = await openNatsLine(place, province);
      isReported = false;
      endWith(line, stop);
      await use(line);
    } catch (error) {
      if (!isReported) onFault(error);
      isReported = true;
    }
    await clock.wait(COME_BACK_MS, stop);
  }
}

// It may have been given while the line was being opened, and then nobody tells of it again.
function endWith({ messages }: NatsLine, stop: AbortSignal): void {
  if (stop.aborted) messages.stop();
  stop.addEventListener('abort', () => messages.stop(), { once: true });
}

interface Serving extends NatsWiring {
  readonly waiting: ReadonlyMap<string, (answer: Answer) => void>;
}

async function serve(line: NatsLine, serving: Serving): Promise<void> {
  const queue = line.messages[Symbol.asyncIterator]();
  const work = async (): Promise<void> => {
    for (let next = await queue.next(); next.done !== true; next = await queue.next()) {
      await take(line, serving, next.value);
    }
  };
  // All of them end when the queue does; then whatever they had in hand is finished.
  const ended = await Promise.allSettled(Array.from({ length: PARALLEL }, work));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

async function take(line: NatsLine, serving: Serving, message: JsMsg): Promise<void> {
  try {
    const address = readSubject(message.subject);
    if (address.kind === 'letter') await takeLetter(line, serving, { address, text: message.string() });
    else await takeAnswer(serving, address, message.string());
    message.ack();
  } catch (error) {
    serving.onFault(error);
    if (error instanceof MalformedLetterError) message.term();
    // After its last delivery the stream forgets it in time, and the outbox of its sender has it.
    else message.nak(TRY_AGAIN_MS * message.info.deliveryCount);
  }
}

async function takeLetter(
  line: NatsLine,
  { province, receive }: Serving,
  { address: { from, id }, text }: { readonly address: LetterAddress; readonly text: string },
): Promise<void> {
  const delivery = readDelivery(text);
  // The seal says who wrote it, the server who brought it; an answer is for the one who did both.
  if (delivery.envelope.from !== from || delivery.envelope.id !== id)
    throw new MalformedLetterError(`${from} brought a letter that is not its own.`);
  const answer = await receive(delivery);
  await line.publish({ kind: 'answer', to: from, from: province, id }, JSON.stringify(answer));
}

async function takeAnswer({ waiting, hear }: Serving, { from, id }: LetterAddress, text: string): Promise<void> {
  const answer = readAnswer(text);
  const hearing = waiting.get(keyOf(from, id));
  if (hearing === undefined) await hear(from, answer);
  else hearing(answer);
}
