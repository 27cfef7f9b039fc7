import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Roster } from './roster.js';

it('holds just what entered and did not leave, each in a place of its own', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat())), (steps) => {
      const roster = new Roster<{ readonly step: number }>();
      const places = new Map<number, object>();
      for (const [step, leaving] of steps.entries()) {
        const open = [...places.keys()];
        const leaver = leaving === null ? undefined : open[leaving % open.length];
        if (leaver === undefined) {
          const item = { step };
          places.set(roster.enter(item), item);
        } else {
          roster.leave(leaver);
          places.delete(leaver);
        }
      }

      expect(new Set(roster)).toEqual(new Set(places.values()));
      expect(roster.size).toBe(places.size);
      for (const [place, item] of places) expect(roster.at(place)).toBe(item);
    }),
  );
});
