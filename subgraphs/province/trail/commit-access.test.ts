import { expect, it } from '@jest/globals';
import type { Identity } from '../../../schema/identity.js';
import { accessTo, officer, passportOf, TrailDesk } from '../../../test/support/trail/trail-desk.js';
import { commitAccess } from './index.js';
import { verifyTrail } from './trail.rules.js';

it('enters who reads what of whom, for what and upon what', async () => {
  await using desk = await TrailDesk.open();

  await commitAccess(desk.request(), [accessTo('li')]);

  const { entries, head } = await desk.read();
  expect(entries).toMatchObject([
    {
      ...{ seq: 1, at: '2026-03-02T02:00:00.000Z', prevHash: null, caseId: 'GD:Case:1', withheld: null },
      ...{ ...accessTo('li'), classes: ['NAME', 'PHONE'], operation: 'a'.repeat(64) },
      reader: { subject: 'officer-1', role: 'officer', province: 'GD', unit: '11440000MB2D0273X1' },
      purpose: { code: 'CASE_HANDLING', reference: 'case-7' },
    },
  ]);
  expect(head).toMatchObject({ seq: 1, hash: entries[0]?.hash });
  expect(verifyTrail(entries, head, desk.proof)).toEqual([]);
});

it('enters what one request reads twice once, and every request anew', async () => {
  await using desk = await TrailDesk.open();
  const request = desk.request();

  await Promise.all([
    commitAccess(request, [accessTo('li'), accessTo('li', { classes: ['NAME', 'PHONE', 'NAME'] }), accessTo('wang')]),
    commitAccess(request, [accessTo('li'), accessTo('li', { classes: ['NAME'] })]),
  ]);
  await commitAccess(request, [accessTo('wang')]);
  await commitAccess(desk.request(), [accessTo('wang')]);

  const { entries } = await desk.read();
  const read = entries.map(({ person, classes }) => `${person.replaceAll('_', '')} ${classes.join(' ')}`);
  expect(read.sort()).toEqual(['li NAME', 'li NAME PHONE', 'wang NAME PHONE', 'wang NAME PHONE']);
});

it('keeps one chain whoever reads at the same time, and signs it after every batch', async () => {
  await using desk = await TrailDesk.open();
  const people = Array.from({ length: 12 }, (_, number) => `p${number}`);

  await Promise.all(people.map((person) => commitAccess(desk.request(), [accessTo(person), accessTo(`${person}b`)])));

  const { entries, head, heads } = await desk.read();
  expect(entries).toHaveLength(24);
  expect(heads.map(({ seq }) => seq)).toEqual(people.map((_, index) => 2 * index + 2));
  for (const each of heads) expect(verifyTrail(entries.slice(0, each.seq), each, desk.proof)).toEqual([]);
  expect(head?.seq).toBe(24);
});

it('gives a later batch a later instant, though the clock stand still or go back', async () => {
  await using desk = await TrailDesk.open();

  await commitAccess(desk.request(), [accessTo('li'), accessTo('wang')]);
  await commitAccess(desk.request(), [accessTo('li')]);
  desk.nowMs -= 60_000;
  await commitAccess(desk.request(), [accessTo('li')]);

  const { entries } = await desk.read();
  expect(entries.map(({ at }) => at.slice(-5))).toEqual(['.000Z', '.000Z', '.001Z', '.002Z']);
});

it('enters nothing of somebody unknown, nor of somebody who states no purpose, except of his own data', async () => {
  await using desk = await TrailDesk.open();
  const own = accessTo('li', { basis: { kind: 'OWN', text: '本人查询' } });

  const forbidden = { code: 'FORBIDDEN' };
  await expect(commitAccess(desk.request(passportOf(undefined)), [own])).rejects.toMatchObject(forbidden);
  await expect(commitAccess(desk.request(passportOf(officer, '')), [accessTo('li')])).rejects.toMatchObject(forbidden);
  await commitAccess(desk.request(passportOf(officer, '')), [own]);

  expect((await desk.read()).entries.map(({ purpose }) => purpose.code)).toEqual(['OWN_AFFAIRS']);
});

it('withholds an access for the days of its basis, under an order of a supervisor and for nobody else', async () => {
  await using desk = await TrailDesk.open();
  const supervisor: Identity = { ...officer, subject: 'supervisor-1', role: 'supervisor', province: undefined };
  const order = 'SUPERVISION order-12 withhold=WOULD_IMPEDE_DUTY';

  await commitAccess(desk.request(passportOf(supervisor, order)), [accessTo('li')]);
  await commitAccess(desk.request(passportOf(supervisor, 'SUPERVISION order-12')), [accessTo('li')]);
  const byOfficer = commitAccess(desk.request(passportOf(officer, order)), [accessTo('li')]);

  await expect(byOfficer).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const until = '2026-05-31T02:00:00.000Z';
  const { entries, head } = await desk.read();
  expect(entries.map(({ withheld }) => withheld)).toEqual([{ basis: 'WOULD_IMPEDE_DUTY', until }, null]);
  expect(verifyTrail(entries, head, desk.proof)).toEqual([]);
});

it('enters the whole batch or nothing of it', async () => {
  await using desk = await TrailDesk.open();
  const broken = accessTo('li', { caseId: 'half a pair \ud800' });

  const failed = commitAccess(desk.request(), [accessTo('wang'), broken]);

  await expect(failed).rejects.toMatchObject({ code: 'TRAIL_UNAVAILABLE' });
  expect(await desk.read()).toEqual({ entries: [], heads: [], head: undefined });
});

it('lets a second try succeed in the same request', async () => {
  await using desk = await TrailDesk.open();
  const request = desk.request();
  const tables = desk.storage.em.getKysely();
  await tables.schema.alterTable('access_head').renameTo('away').execute();

  await expect(commitAccess(request, [accessTo('li')])).rejects.toMatchObject({ code: 'TRAIL_UNAVAILABLE' });
  await tables.schema.alterTable('away').renameTo('access_head').execute();
  await commitAccess(request, [accessTo('li')]);

  expect((await desk.read()).entries).toHaveLength(1);
});
