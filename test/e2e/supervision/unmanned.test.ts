// R11: a window at which nobody was when somebody should have been, by its roster.
import { expect, it } from '@jest/globals';
import { askerOf } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { actOn, stateSupervisor } from '../../support/supervision/ask-alerts.js';
import { done, HALL, join } from '../../support/teams/ask-team.js';

// The world begins on Monday, 2 March 2026, at nine; windows are open from 9 to 12 and from 14 to 17:30.
const GENERAL = 'GD:ServiceWindow:general';
const china = (time: string): number => Date.parse(`2026-03-${time}:00.000+08:00`);

interface Seen {
  readonly id: string;
  readonly raisedAt: string;
  readonly level: string;
  readonly unitCode: string;
}

async function seenAt(world: CaseWorld, time: string): Promise<readonly Seen[]> {
  world.clock.advance(china(time) - world.clock.nowMs());
  await world.supervise('GD');
  const query = `query ($province: ID!) { alerts(first: 20, provinces: [$province], filter: { rule: R11 }) { nodes { id raisedAt level unitCode } } }`;
  const { alerts } = await world.ask(query, { province: 'GD' }, askerOf(stateSupervisor, { province: 'GD' }));
  return (alerts as { readonly nodes: readonly Seen[] }).nodes;
}

const begins = (seen: readonly Seen[]): readonly number[] => seen.map(({ raisedAt }) => Date.parse(raisedAt));

const roster = (world: CaseWorld, date: string, shifts: readonly (readonly [string, string, string])[]) =>
  done(world, 'setRoster', {
    ...{ windowId: GENERAL, date },
    shifts: shifts.map(([staffId, opens, closes]) => ({ role: 'A', staffId, opens, closes })),
  });

it('is one yellow card a day, from the beginning of the first gap, also where no roster was set that day', async () => {
  await using world = await CaseWorld.open(['GD']);
  const one = await join(world, 'one');
  const early = await seenAt(world, '02T10:00');
  await roster(world, '2026-03-03', [
    [one, '09:00', '11:00'],
    [one, '14:00', '16:00'],
  ]);

  const before = await seenAt(world, '03T10:59');
  const after = await seenAt(world, '03T11:01');
  const sameDay = await seenAt(world, '03T17:00');
  const nextDay = await seenAt(world, '04T09:01');

  expect([early, before]).toEqual([[], []]);
  expect(after).toMatchObject([{ level: 'YELLOW', unitCode: HALL }]);
  expect(begins(after)).toEqual([china('03T11:00')]);
  expect(sameDay).toEqual(after);
  expect(begins(nextDay)).toEqual([china('04T09:00'), china('03T11:00')]);
});

it('is found by a province that was down, and not on days off, nor before the first roster of a window', async () => {
  await using world = await CaseWorld.open(['GD']);
  const one = await join(world, 'one');
  await roster(world, '2026-03-05', [
    [one, '09:00', '12:00'],
    [one, '14:00', '17:30'],
  ]);

  await done(world, 'setRoster', { windowId: 'GD:ServiceWindow:across', date: '2026-03-09', shifts: [] });

  const seen = await seenAt(world, '09T18:00');

  // Friday and Monday; Thursday was held, and nobody is at a window on a Saturday. The other window has a roster on Monday.
  expect(begins(seen)).toEqual([china('09T09:00'), china('09T09:00'), china('06T09:00')]);
});

it('is not there when somebody has been found in time', async () => {
  await using world = await CaseWorld.open(['GD']);
  const [one, two] = [await join(world, 'one'), await join(world, 'two')];
  await roster(world, '2026-03-02', [[one, '09:00', '12:00']]);
  await seenAt(world, '02T11:00');
  await roster(world, '2026-03-02', [
    [one, '09:00', '12:00'],
    [two, '14:00', '17:30'],
  ]);

  expect(await seenAt(world, '02T17:40')).toEqual([]);
});

it('does not come of somebody’s leaving for the hours that he was there', async () => {
  await using world = await CaseWorld.open(['GD']);
  const one = await join(world, 'one');
  await roster(world, '2026-03-02', [
    [one, '09:00', '12:00'],
    [one, '14:00', '17:30'],
  ]);
  await seenAt(world, '02T15:00');
  await done(world, 'removeStaff', { staffId: one });

  expect(begins(await seenAt(world, '02T15:30'))).toEqual([china('02T15:00')]);
});

it('is worked off by the unit and closed by somebody outside it', async () => {
  await using world = await CaseWorld.open(['GD']);
  const one = await join(world, 'one');
  await roster(world, '2026-03-02', [[one, '09:00', '12:00']]);
  const [card] = await seenAt(world, '02T14:01');
  const id = card?.id ?? '';
  const unit = { id, actor: { role: 'officer', subject: 'both', unit: HALL } } as const;

  const states = [
    await actOn(world, 'acknowledgeAlert', unit),
    await actOn(world, 'rectifyAlert', unit),
    await actOn(world, 'verifyAlert', {
      ...{ id, isGranted: true },
      actor: { role: 'supervisor', subject: 'own', unit: HALL },
    }),
    await actOn(world, 'verifyAlert', { id, isGranted: true, actor: { ...stateSupervisor, subject: 'both' } }),
    await actOn(world, 'verifyAlert', { id, isGranted: true, actor: stateSupervisor }),
    await actOn(world, 'closeAlert', { id, actor: stateSupervisor }),
  ];

  expect(states).toEqual([
    'ACKNOWLEDGED',
    'RECTIFIED',
    'SUPERVISOR_OF_THE_UNIT',
    'SUPERVISOR_OF_THE_UNIT',
    'VERIFIED',
    'CLOSED',
  ]);
  expect(await seenAt(world, '02T17:00')).toEqual([]);
});
