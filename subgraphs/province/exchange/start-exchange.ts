import type { CallGateway } from '../../server/gateway-client.js';
import type { ProvinceStorage } from '../storage/orm.js';
import type { Vault } from '../storage/vault.js';
import { freeClaims } from './claim-due.js';
import { type Clock, type Desk, type EventHandlers, inTransaction } from './desk.js';
import type { Exchange } from './exchange.js';
import type { ExchangeMeters } from './exchange-metrics.js';
import { followKeys } from './follow-keys.js';
import { createGatewayDoor } from './gateway-door.js';
import type { KeyPlace } from './key-files.js';
import { type NatsDoor, startNatsDoor } from './nats-door.js';
import type { NatsPlace } from './nats-line.js';
import { type Deliver, UnreachableError } from './peer-door.js';
import { receiveEnvelope } from './receive-envelope.js';
import { type RunningRelay, startRelay } from './start-relay.js';
import { systemRandomness } from './system-clock.js';

/** The exchange of a province that runs. Disposing of it ends the relay first, then the keys. */
export interface RunningExchange extends AsyncDisposable {
  readonly exchange: Exchange;
  /**
   * Delivers by way of this gateway from now on, or asks by it and delivers over NATS. Until it is called, envelopes
   * wait in the outbox. `onReceived` is told who sent something genuine over NATS, which may have changed something.
   */
  joinGateway(url: string, call: CallGateway, onReceived?: Exchange['visit']): void;
}

export interface ExchangeOptions {
  readonly storage: ProvinceStorage;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly place: KeyPlace;
  /** What carries letters instead of the gateway. */
  readonly nats: NatsPlace | undefined;
  readonly createHandlers: (desk: Desk) => EventHandlers;
  /** Told of faults that concern no request. */
  readonly onFault: (error: unknown) => void;
  /** Undefined where nothing is counted. */
  readonly meters?: ExchangeMeters | undefined;
}

/**
 * Starts the exchange of a province on its storage, which stays the caller's, and which no other process may serve. It sends
 * nothing before a gateway is known.
 */
export async function startExchange(options: ExchangeOptions): Promise<RunningExchange> {
  const { storage, vault, clock, place, nats, createHandlers, onFault, meters } = options;
  await using opened = new AsyncDisposableStack();
  const { signer, keys, letters } = opened.use(await followKeys({ place, clock, onFault }));
  const desk: Desk = { storage, signer, keys, clock, randomness: systemRandomness, letters, vault };
  await inTransaction(desk, freeClaims);
  const own = createHandlers(desk);
  const handlers = meters?.countLetters(own) ?? own;
  let relay: RunningRelay | undefined;
  let door: Deliver | undefined;
  const peers: Exchange['peers'] = {
    ask: (to, question, signal) =>
      door?.ask(to, question, signal) ?? Promise.reject(new UnreachableError('No gateway is known.')),
  };
  const resources = opened.move();
  const openLetters = (onReceived: Exchange['visit']): NatsDoor | undefined =>
    nats &&
    startNatsDoor(nats, {
      province: signer.province,
      clock,
      receive: async (delivery) => {
        const answer = await receiveEnvelope(desk, handlers, delivery);
        if (answer.status !== 'refusal') onReceived(delivery.envelope.from);
        return answer;
      },
      hear: async (peer, answer) => relay?.hear(peer, answer),
      onFault,
    });
  return {
    exchange: { desk, handlers, wake: () => relay?.wake(), visit: (peer) => relay?.visit(peer), peers },
    joinGateway(url, call, onReceived = (peer) => relay?.visit(peer)) {
      if (relay !== undefined) throw new Error('The province has joined a gateway already.');
      const letters = openLetters(onReceived);
      if (letters !== undefined) resources.use(letters);
      const gateway = createGatewayDoor(url, call);
      const plain: Deliver = { ask: gateway.ask, deliver: (letters ?? gateway).deliver };
      door = meters?.countDeliveries(plain) ?? plain;
      relay = resources.use(startRelay(desk, { handlers, deliver: door }, { onFault }));
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
