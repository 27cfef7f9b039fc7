import { createHash } from 'node:crypto';
import { Fault } from '../errors.js';
import type { GatewayMeters } from '../observability/gateway-metrics.js';
import { createTakePlace, type PlaceLimits } from '../resilience/places.js';
import type { Payer } from './limit-rate.js';

/**
 * Counts a stream as open until it is disposed of. Throws {@link Fault}: RATE_LIMITED when its caller has as many as he
 * may, OVERLOADED when all have.
 */
export type EnterStream = (payer: Payer) => Disposable;

// When one of a caller's streams may have ended, or the crowd thinned.
const RETRY_AFTER_MS = 5_000;

/** The same count, of which `meters` are told. */
export function countStreams(enter: EnterStream, meters: Pick<GatewayMeters, 'openStream'> | undefined): EnterStream {
  if (meters === undefined) return enter;
  return (payer) => {
    const places = new DisposableStack();
    places.use(enter(payer));
    places.use(meters.openStream());
    return places;
  };
}

/** Creates the count. Those who show no token share the streams of their address. */
export function createEnterStream(limits: PlaceLimits): EnterStream {
  const takePlace = createTakePlace(limits);
  return ({ caller: { identity }, readAddress }) => {
    const name = identity === undefined ? `address ${readAddress()}` : `subject ${identity.subject}`;
    const place = takePlace(createHash('sha256').update(name).digest('base64url'));
    const retry = { retryAfterMs: RETRY_AFTER_MS };
    if (place === 'callerIsFull')
      throw new Fault('RATE_LIMITED', `A caller may have ${limits.perCaller} streams open at a time.`, retry);
    if (place === 'allAreFull')
      throw new Fault('OVERLOADED', 'As many streams are open as this gateway serves.', retry);
    return place;
  };
}
