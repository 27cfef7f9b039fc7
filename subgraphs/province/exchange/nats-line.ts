import { readFile } from 'node:fs/promises';
import {
  AckPolicy,
  type ConsumerMessages,
  DiscardPolicy,
  jetstream,
  jetstreamManager,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { connect, credsAuthenticator, type NatsConnection, nanos } from '@nats-io/transport-node';
import { CLOCK_SKEW_MS } from './check-envelope.js';
import { type LetterAddress, subjectOf, subjectsFor } from './nats-letters.js';

/** Where letters are carried by NATS, and what this province shows there. */
export interface NatsPlace {
  /** `nats://host:4222`, or `tls://…` where nothing else will do; with user and password where the server wants them. */
  readonly url: string;
  /** A file of the form that `nsc` writes: a JWT and its seed. It is read again for every connection. */
  readonly credentialsFile: string | undefined;
}

/** One connection to NATS, on which the province's own messages come in. It does not mend itself: open another. */
export interface NatsLine extends AsyncDisposable {
  /** Resolves when the server has stored it; rejects when that is not known. `id` names this one sending. */
  readonly publish: (address: LetterAddress, text: string, id?: string) => Promise<void>;
  /** What is for this province, one by one; ends or throws when no more will come. */
  readonly messages: ConsumerMessages;
}

const CONNECT_MS = 5_000;
const PUBLISH_MS = 5_000;
// A line that is cut without a word is found within 15 s, like a peer that does not answer.
const PING_MS = 5_000;
const PULL_MS = 10_000;
// What one process takes at once; what it holds when it is killed comes again after ACK_WAIT_MS.
const AT_ONCE = 16;
// Three times what a delivery may take.
const ACK_WAIT_MS = 30_000;
// The sender repeats anyway, so the server need not try for long.
const MAX_DELIVER = 5;
const DUPLICATES_MS = 120_000;
const CONSUMER = 'province';

/** The stream of everything that is for one province. */
export function streamOf(province: string): string {
  return `TONGBAN_${province}`;
}

/**
 * Connects a province, and makes its stream and its durable consumer where they are not there; those that are there stay
 * as their operator made them. Throws when any of it fails. The caller disposes of the line.
 */
export async function openNatsLine(place: NatsPlace, province: string): Promise<NatsLine> {
  const connection = await dial(place, province);
  try {
    const manager = await jetstreamManager(connection, { checkAPI: false });
    await ensureStream(manager, province);
    const client = jetstream(connection, { timeout: PUBLISH_MS });
    const consumer = await client.consumers.get(streamOf(province), CONSUMER);
    const messages = await consumer.consume({
      max_messages: AT_ONCE,
      expires: PULL_MS,
      abort_on_missing_resource: true,
    });
    return {
      messages,
      publish: async (address, text, id) => {
        await client.publish(subjectOf(address), text, id === undefined ? {} : { msgID: id });
      },
      [Symbol.asyncDispose]: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function dial({ url, credentialsFile }: NatsPlace, province: string): Promise<NatsConnection> {
  const { protocol, host, username, password } = new URL(url);
  const shown = username === '' ? {} : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const signed =
    credentialsFile === undefined ? {} : { authenticator: credsAuthenticator(await readFile(credentialsFile)) };
  return connect({
    servers: host,
    name: `tongban ${province}`,
    // Replies have a place of their own, so that the server can keep other provinces from listening there.
    inboxPrefix: `_INBOX_${province}`,
    // One way of coming back, and it is ours: what is published while nobody is there fails at once.
    reconnect: false,
    timeout: CONNECT_MS,
    pingInterval: PING_MS,
    maxPingOut: 2,
    ...(protocol === 'tls:' ? { tls: {} } : {}),
    ...shown,
    ...signed,
  });
}

async function ensureStream({ streams, consumers }: JetStreamManager, province: string): Promise<void> {
  const stream = streamOf(province);
  if ((await found(() => streams.info(stream))) === undefined) {
    await streams.add({
      name: stream,
      subjects: [...subjectsFor(province)],
      storage: StorageType.File,
      // What has been taken goes.
      retention: RetentionPolicy.Workqueue,
      // Of each envelope the newest sending: it replaces one that still lies here.
      max_msgs_per_subject: 1,
      discard: DiscardPolicy.Old,
      // An older seal would be refused; the outbox sends it again under a fresh one.
      max_age: nanos(CLOCK_SKEW_MS),
      duplicate_window: nanos(DUPLICATES_MS),
    });
  }
  if ((await found(() => consumers.info(stream, CONSUMER))) !== undefined) return;
  await consumers.add(stream, {
    durable_name: CONSUMER,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MS),
    max_deliver: MAX_DELIVER,
    max_ack_pending: AT_ONCE * 4,
  });
}

// Of the errors of JetStream's interface, those for a stream and for a consumer that are not there.
const NOT_THERE: readonly number[] = [10_059, 10_014];

async function found<Thing>(look: () => Promise<Thing>): Promise<Thing | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof JetStreamApiError && NOT_THERE.includes(error.code)) return undefined;
    throw error;
  }
}
