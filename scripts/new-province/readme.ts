import path from 'node:path';
import type { NewProvince } from './new-province.js';

type Readme = Pick<NewProvince, 'instance' | 'out' | 'url'> & {
  /** Whether the keys of a gateway are there already. */
  readonly isTrusting: boolean;
};

/** What stands in the folder of a new province, and the three commands that follow. */
export function printReadme({ instance: { code, nameZh, nameEn }, out, url, isTrusting }: Readme): string {
  const trust = [
    'Before the first: put the public keys of the gateway, which whoever runs it hands out (`key.public.json` beside its',
    'passport key), into this folder as `passport.public.json`, and name the national matching key in `province.yaml`.',
    'The public keys of the other provinces belong into `keys/`: `npm run keys -- add THEIR-FOLDER --keys ' +
      `${path.join(out, 'keys')}\`.`,
    '',
  ];
  return [
    `# ${nameZh} · ${nameEn} (${code})`,
    '',
    'Made by `npm run new-province`. Three commands lead from here into the graph:',
    '',
    ...(isTrusting ? [] : trust),
    '```sh',
    `npm run province -- --config ${path.join(out, 'province.yaml')}   # here: serves ${url}`,
    `npm run keys -- add ${path.join(out, 'keys', `${code}.json`)}   # whoever runs the network: others may read its letters`,
    `npm run registry -- add ${code} --entry ${path.join(out, 'registry-entry.yaml')}   # and there: checked, then asked`,
    '```',
    '',
    '| file | what | who may read it |',
    '| --- | --- | --- |',
    '| `province.yaml` | configuration | its operators |',
    '| `data/private-keys/` | what it signs with, what is sealed to it | this province alone; back it up |',
    '| `keys/` | public keys: its own, and those of the others | everybody |',
    '| `passport.public.json` | public keys of the gateways that it answers | everybody |',
    '| `registry-entry.yaml` | what is handed in to the registry | everybody |',
    '',
  ].join('\n');
}
