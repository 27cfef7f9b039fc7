import type { Desk, EventHandlers } from './desk.js';
import type { Deliver } from './peer-door.js';

/** The exchange of a running province, as its modules use it. */
export interface Exchange {
  readonly desk: Desk;
  /** Of all modules. */
  readonly handlers: EventHandlers;
  /** Says that something may be due: to be called after the commit of what was sent. */
  readonly wake: () => void;
  /** Says that a province has sent or asked something genuine, and that something may be due after it. */
  readonly visit: (province: string) => void;
  /** The way to ask peers; every call is a rejection while no gateway is known. */
  readonly peers: Pick<Deliver, 'ask'>;
}
