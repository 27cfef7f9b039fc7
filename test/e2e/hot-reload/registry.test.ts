import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { startStandInProvince } from '../../support/stand-in-province.js';

const rows = { GD: [{ rank: 1, label: 'a' }], HN: [{ rank: 2, label: 'b' }] };
const query =
  '{ rows { nodes { label } coverage { exact asked { code } missing { province { code } reason message } } } }';

const federationQuery = '{ federation { provinces { province { code } state message since } } }';

let federation: SmallFederation;
beforeEach(async () => {
  federation = await startSmallFederation(rows);
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

const write = (text: string): void => writeFileSync(federation.registry.file, text);

/** Asks again and again until the answer is as awaited; the test's own time limit ends it otherwise. */
async function until(isAwaited: (shown: string) => boolean, asked = query): Promise<string> {
  for (;;) {
    const shown = JSON.stringify(await federation.query(asked));
    if (isAwaited(shown)) return shown;
  }
}

describe('a change of the registry', () => {
  it('adds a province, moves one and removes one, without a restart', async () => {
    await using added = await startStandInProvince('SC', [{ id: 'SC:Row:0', rank: 0, label: 'new' }]);
    await using moved = await startStandInProvince('HN', [{ id: 'HN:Row:0', rank: 5, label: 'moved' }]);

    write(federation.registry.text.replace(/HN: .*\n/, `HN: { url: "${moved.url}" }\n  SC: { url: "${added.url}" }\n`));
    const more = await until((shown) => shown.includes('SC'));
    expect(more).toContain('"nodes":[{"label":"new"},{"label":"a"},{"label":"moved"}]');

    write(federation.registry.text.replace(/ {2}GD: .*\n/, ''));
    const less = await until((shown) => !shown.includes('GD'));
    expect(less).toContain('"asked":[{"code":"HN"}]');
  });

  it('takes a province into maintenance, which is not asked, and says why', async () => {
    const notice = '系统升级至 18:00 · upgrade until 18:00';
    write(federation.registry.text.replace(/(HN: \{ url: "[^"]*")/, `$1, maintenance: "${notice}"`));

    const shown = await until((answer) => answer.includes('MAINTENANCE'));
    const asked = federation.province('HN').requests.length;
    const owned = await federation.query('{ row(id: "HN:Row:0") { id } }');

    expect(shown).toContain(`"missing":[{"province":{"code":"HN"},"reason":"MAINTENANCE","message":"${notice}"}]`);
    expect(owned.errors).toMatchObject([
      { message: notice, path: ['row'], extensions: { code: 'PROVINCE_MAINTENANCE', province: 'HN', retryable: true } },
    ]);
    expect(federation.province('HN').requests).toHaveLength(asked);
  });

  it.each([
    ['disabled', 'DISABLED', 'PROVINCE_DISABLED'],
    ['deregistering', 'DEREGISTERING', 'PROVINCE_DEREGISTERING'],
  ])('takes a province out that is %s, and says why and since when', async (setting, state, code) => {
    const notice = '数据治理 · until its keys are changed';
    const since = '2026-06-01T08:00:00.000Z';
    write(
      federation.registry.text.replace(
        /(HN: \{ url: "[^"]*")/,
        `$1, ${setting}: "${notice}", since: "2026-06-01T08:00:00Z"`,
      ),
    );

    const told = await until((answer) => answer.includes(state), federationQuery);
    const requests = federation.province('HN').requests.length;
    const listed = await federation.query(
      '{ rows { nodes { label } coverage { answered { code } missing { province { code } reason since message } } } }',
    );

    expect(told).toContain(JSON.stringify({ province: { code: 'HN' }, state, message: notice, since }));
    expect(listed.data).toEqual({
      rows: {
        nodes: [{ label: 'a' }],
        coverage: {
          answered: [{ code: 'GD' }],
          missing: [{ province: { code: 'HN' }, reason: state, since, message: notice }],
        },
      },
    });
    expect(federation.province('HN').requests).toHaveLength(requests);
    const owned = await federation.query('{ row(id: "HN:Row:0") { label } }');
    const answer =
      state === 'DISABLED' ? [null, [{ message: notice, extensions: { code, province: 'HN' } }]] : [{ label: 'b' }];
    expect([owned.data?.['row'], ...(owned.errors ? [owned.errors] : [])]).toMatchObject(answer);
  });

  it('lets what a leaving province has be asked for and changed, by its id, and references to it resolve', async () => {
    federation.province('GD').setRows([{ id: 'GD:Row:0', rank: 1, label: 'a', friends: ['HN:Row:0'] }]);
    write(federation.registry.text.replace(/(HN: \{ url: "[^"]*")/, '$1, deregistering: "bye"'));
    await until((answer) => answer.includes('DEREGISTERING'), federationQuery);

    const { data, errors } = await federation.query('mutation { rename(id: "HN:Row:0", label: "c") { label } }');
    const referred = await federation.query(
      '{ row(id: "GD:Row:0") { friend { label } } trail(id: "HN:Row:0") { rows } }',
    );

    expect([data, errors]).toEqual([{ rename: { label: 'c' } }, undefined]);
    expect(referred).toMatchObject({ data: { row: { friend: { label: 'b' } }, trail: { rows: 1 } } });
  });

  it('shows who has asked to take part, and asks nobody who only has', async () => {
    await using asking = await startStandInProvince('SC', [{ id: 'SC:Row:0', rank: 0, label: 'new' }]);
    write(
      federation.registry.text.replace(
        'subgraphs:',
        `  SC: { url: "${asking.url}", requested: "附材料 · see letter 7" }\nsubgraphs:`,
      ),
    );

    const told = await until((answer) => answer.includes('REGISTRATION_REQUESTED'), federationQuery);
    const listed = JSON.stringify(await federation.query(query));
    const owned = await federation.query('{ row(id: "SC:Row:0") { label } }');

    expect(told).toContain(
      '{"province":{"code":"SC"},"state":"REGISTRATION_REQUESTED","message":"附材料 · see letter 7"',
    );
    expect(listed).toContain('"exact":true');
    expect(listed).not.toContain('SC');
    expect(owned.errors).toMatchObject([{ extensions: { code: 'UNKNOWN_PROVINCE' } }]);
    expect(asking.requests).toEqual([]);
  });

  it('that is broken is refused with line and reason, and the old registry stays', async () => {
    write('provinces:\n  GD:\n    url: nowhere\n');
    while (!federation.logged.some((line) => line.includes('change refused'))) await federation.query('{ __typename }');

    expect(federation.logged.join('')).toMatch(/registry\.yaml:3: provinces\.GD\.url must begin with http/);
    expect(JSON.stringify(await federation.query(query))).toContain('"nodes":[{"label":"a"},{"label":"b"}]');

    write(federation.registry.text.replace(/ {2}HN: .*\n/, ''));
    await until((shown) => !shown.includes('HN'));
  });

  it('fails no request, however often it comes', async () => {
    const texts = [
      federation.registry.text,
      federation.registry.text.replace(/(HN: \{ url: "[^"]*")/, '$1, maintenance: "x"'),
    ];
    for (let round = 0; round < 100; round += 1) {
      write(texts[round % 2] ?? '');
      const answers = await Promise.all(
        [1, 2, 3].map(() => federation.query('{ rows(provinces: ["GD"]) { nodes { label } } }')),
      );

      expect(answers.map(({ data, errors }) => [data, errors])).toEqual(
        answers.map(() => [{ rows: { nodes: [{ label: 'a' }] } }, undefined]),
      );
    }
  });
});
