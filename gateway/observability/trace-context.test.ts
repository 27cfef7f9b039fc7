import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomFillSync } from 'node:crypto';
import { continueTrace, createTraceIds } from './trace-context.js';

const newId = createTraceIds(randomFillSync);
const hex = (digits: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from('0123456789abcdef')), { minLength: digits, maxLength: digits })
    .map((all) => all.join(''))
    .filter((text) => !/^0+$/.test(text));
const anything = fc.oneof(
  fc.constant(undefined),
  fc.string({ unit: 'binary' }),
  fc.array(fc.string()),
  fc.tuple(hex(2), hex(32), hex(16), hex(2)).map((fields) => fields.join('-')),
  fc.stringMatching(/^[a-z0-9=, @-]{0,40}$/),
);
const VALID = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[0-3]$/;

describe('the trace of an operation', () => {
  it('is the client’s, and every call is a new parent in it', () => {
    fc.assert(
      fc.property(hex(32), hex(16), fc.constantFrom('00', '01', '02', '03'), (traceId, parentId, flags) => {
        const headers = { traceparent: `00-${traceId}-${parentId}-${flags}`, tracestate: 'vendor=a b, other@x=1' };

        const trace = continueTrace(headers, newId);
        const calls = Array.from({ length: 20 }, () => trace.nextParent());

        expect(trace.state).toBe('vendor=a b,other@x=1');
        expect(new Set([headers.traceparent, ...calls]).size).toBe(21);
        for (const call of calls) expect(call).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-${flags}$`));
      }),
    );
  });

  it('is valid whatever the client sent, and one trace for all calls', () => {
    fc.assert(
      fc.property(anything, anything, (traceparent, tracestate) => {
        const trace = continueTrace({ traceparent, tracestate }, newId);
        const [one, two] = [trace.nextParent(), trace.nextParent()];

        expect(one).toMatch(VALID);
        expect(two).toMatch(VALID);
        expect(one.slice(0, 36)).toBe(two.slice(0, 36));
        expect(trace.state ?? '').toMatch(/^[\x20-\x7e]{0,512}$/);
      }),
      { numRuns: 500 },
    );
  });

  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const parent = `00-${traceId}-00f067aa0ba902b7-01`;

  it.each([
    ['is missing', undefined],
    ['comes twice', [parent, parent]],
    ['has the forbidden version', `ff${parent.slice(2)}`],
    ['has capitals', parent.toUpperCase()],
    ['has an id of zeros', parent.replace(/-00f067aa0ba902b7-/, '-0000000000000000-')],
    ['has a trace of zeros', parent.replace(traceId, '0'.repeat(32))],
    ['goes on after its flags', `${parent}-00`],
    ['has a line break', `${parent}\r\n`],
  ])('is begun anew, without the client’s state, when its parent %s', (_what, traceparent) => {
    const trace = continueTrace({ traceparent, tracestate: 'a=1' }, newId);

    expect(trace.nextParent()).toMatch(VALID);
    expect(trace.nextParent()).not.toContain(traceId);
    expect(trace.state).toBeUndefined();
  });

  it('is understood in the fields that a later version has in common, and only what is known of its flags goes on', () => {
    const trace = continueTrace(
      { traceparent: `cc-${traceId}-00f067aa0ba902b7-fd-more`, tracestate: undefined },
      newId,
    );

    expect(trace.nextParent()).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
  });

  it.each([
    ['a header within', 'a=1\r\nauthorization: x'],
    ['no value', 'a'],
    ['too many members', Array.from({ length: 33 }, (_, index) => `k${index}=1`).join(',')],
    ['too many bytes', ['a', 'b', 'c'].map((key) => `${key}=${'x'.repeat(200)}`).join(',')],
  ])('goes on without a state that has %s', (_what, tracestate) => {
    expect(continueTrace({ traceparent: parent, tracestate }, newId).state).toBeUndefined();
  });
});

describe('an id', () => {
  it('is never all zero, which means invalid', () => {
    let fills = 0;
    const id = createTraceIds((bytes) => bytes.fill((fills += 1) > 1 ? 0xab : 0))(8);

    expect(id).toBe('ab'.repeat(8));
  });
});
