import { describe, expect, it } from '@jest/globals';
import { flows } from '../joint/flows.rules.js';
import { dueTimes, type GuidedItem, guideLegs, receivingPlace, waysBack } from './guide.rules.js';

const places = { applicant: 'GD', handling: 'HN' };
const item = (change: Partial<GuidedItem> = {}): GuidedItem => ({
  itemCode: 'nia-passport-renew',
  mode: 'RECEIVE_AND_FORWARD',
  forms: ['WINDOW'],
  promised: { value: 7, unit: 'WORKING_DAY' },
  ...change,
});
// A Monday without holidays for weeks.
const monday = Date.parse('2026-03-02T02:00:00Z');

describe('the way of an item', () => {
  it('goes through the receiving place and back only where papers are received elsewhere', () => {
    expect(guideLegs(item(), places).map(({ province }) => province)).toEqual(['GD', 'HN', 'GD']);
    expect(guideLegs(item({ mode: 'FULLY_ONLINE' }), places).map(({ province }) => province)).toEqual(['HN', 'HN']);
    expect(receivingPlace('RECEIVE_AND_FORWARD', places)).toBe('GD');
    expect(receivingPlace('JOINT_HANDLING', places)).toBe('HN');
  });

  it('never lets the receiving place decide', () => {
    for (const { itemCodes, mode } of flows) {
      for (const itemCode of itemCodes) {
        const legs = guideLegs(item({ itemCode, mode }), places);
        const deciding = legs.filter(({ role }) => role === 'HANDLE' || role === 'LEAD');

        expect(new Set(deciding.map(({ province }) => province))).toEqual(new Set(['HN']));
      }
    }
  });

  it('keeps the documented legs of orphan recognition: 3, 15, 15 and 3 working days', () => {
    const legs = guideLegs(item({ itemCode: 'mca-orphan-recognition' }), places);

    expect(legs.map(({ province, limit }) => `${province} ${limit.value}`)).toEqual(['GD 3', 'HN 15', 'HN 15', 'GD 3']);
    expect(new Set(legs.map(({ source }) => source.mark))).toEqual(new Set(['V']));
  });

  it('does not take a flow of another mode for that of an item', () => {
    const legs = guideLegs(item({ itemCode: 'mca-orphan-recognition', mode: 'FULLY_ONLINE' }), places);

    expect(legs.map(({ id }) => id)).toEqual(['handle', 'deliver']);
  });

  it('counts each leg from the end of the one before it, in working days', () => {
    const dues = dueTimes(guideLegs(item(), places), monday);
    const days = [...dues.values()].map((due) =>
      due.kind === 'AT' ? new Date(due.at).toISOString().slice(0, 10) : '',
    );

    // Three working days from a Monday, seven more, three more; weekends lie between.
    expect(days).toEqual(['2026-03-05', '2026-03-16', '2026-03-19']);
  });

  it('gives no due time to what waits for a place that nobody knows yet', () => {
    const legs = guideLegs(item({ itemCode: 'mot-oversize-transport-permit', mode: 'JOINT_HANDLING' }), places);

    expect([...dueTimes(legs, monday).keys()]).toEqual(['accept']);
  });

  it('brings the result back by courier where the item says so', () => {
    expect(waysBack(item({ forms: ['WINDOW', 'COURIER'] }))).toEqual(['RECEIVING_PLACE', 'COURIER']);
    expect(waysBack(item({ mode: 'FULLY_ONLINE' }))).toEqual(['ELECTRONIC']);
  });
});
