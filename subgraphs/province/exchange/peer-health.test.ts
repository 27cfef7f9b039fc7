import { expect, it } from '@jest/globals';
import { createPeerHealth, modeOf, noteAnswer, noteFailure, noteVisit, type PeerHealth } from './peer-health.js';

/** Seconds at which a peer is called that answers none of it, by somebody who looks every second. */
function callsTo(health: PeerHealth, seconds: number): readonly number[] {
  const calls: number[] = [];
  for (let second = 0; second <= seconds; second += 1) {
    if (modeOf(health, second * 1_000) === 'rest') continue;
    calls.push(second);
    // Eight at once, as a relay sends them.
    for (let sent = 0; sent < 8; sent += 1) noteFailure(health, second * 1_000);
  }
  return calls;
}

it('asks a peer again after as long as it has been away, and every 20 s at least', () => {
  expect(callsTo(createPeerHealth(), 100)).toEqual([0, 1, 2, 4, 8, 16, 32, 52, 72, 92]);
});

it('begins anew once it has answered', () => {
  const health = createPeerHealth();
  callsTo(health, 100);

  expect(noteAnswer(health)).toBe(true);
  expect(modeOf(health, 100_000)).toBe('open');
  noteFailure(health, 200_000);

  expect([modeOf(health, 200_500), modeOf(health, 201_000)]).toEqual(['open', 'probe']);
});

it('asks a peer at once that has come by itself, and soon again', () => {
  const health = createPeerHealth();
  callsTo(health, 100);
  const before = modeOf(health, 101_000);

  noteVisit(health, 101_000);
  const after = modeOf(health, 101_000);
  noteFailure(health, 101_000);

  expect([before, after, modeOf(health, 101_999), modeOf(health, 102_000)]).toEqual(['rest', 'probe', 'rest', 'probe']);
});

it('asks no more than once a second a peer that comes and comes, and does not answer', () => {
  const health = createPeerHealth();
  callsTo(health, 100);
  const probes: number[] = [];

  for (let atMs = 101_000; atMs < 104_000; atMs += 100) {
    noteVisit(health, atMs);
    if (modeOf(health, atMs) !== 'probe') continue;
    probes.push(atMs);
    noteFailure(health, atMs);
  }

  expect(probes).toEqual([101_000, 102_000, 103_000]);
});

it('is not told by a visit that a peer is gone', () => {
  const health = createPeerHealth();

  noteVisit(health, 1_000);

  expect(modeOf(health, 1_000)).toBe('open');
});
