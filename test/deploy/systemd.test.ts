import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { inRepository, refuseCommand } from '../support/deploy/commands.js';
import { readUnit, refuseUnit } from '../support/deploy/unit-rules.js';

const folder = inRepository('deploy/systemd');
const units = readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));

it.each(units)('$name keeps its program to itself', ({ text }) => {
  expect(refuseUnit(readUnit(text))).toEqual([]);
});

it('finds what a unit lacks', () => {
  const [unit = { text: '' }] = units;
  const spoilt = unit.text
    .replace('ProtectSystem=strict', 'ProtectSystem=no')
    .replace('TimeoutStopSec=30', 'TimeoutStopSec=5');

  expect(refuseUnit(readUnit(`${spoilt}\nEnvironment=DATABASE_URL=x`))).toEqual([
    'ProtectSystem is not strict.',
    'A secret stands in Environment: LoadCredential.',
    'TimeoutStopSec is shorter than the drain.',
  ]);
});

it.each(units)('$name gives its program flags that it knows', ({ text }) => {
  const settings = readUnit(text);
  const lines = [...(settings.get('ExecStart') ?? []), ...(settings.get('ExecStartPre') ?? [])];
  const placed = new Map([
    ['/etc/tongban/registry.yaml', inRepository('deploy/compose/registry.yaml')],
    ['/etc/tongban/province-GD.yaml', inRepository('deploy/compose/gd.yaml')],
  ]);

  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    const [node, ...command] = line.replaceAll('%i', 'GD').split(' ');
    const at = command.indexOf('./scripts/typescript.mjs');
    expect(node).toBe('/opt/tongban/node/bin/node');
    expect(refuseCommand(command.slice(at + 1), placed)).toEqual([]);
  }
});

const version = spawnSync('systemd-analyze', ['--version']);
if (version.status !== 0)
  process.stderr.write('\n*** UNITS ARE NOT VERIFIED BY SYSTEMD: there is no systemd-analyze.\n\n');
const whereSystemdIs = version.status === 0 ? it : it.skip;

whereSystemdIs('are units that systemd itself takes', () => {
  const copies = mkdtempSync(path.join(tmpdir(), 'tongban-units-'));
  const files = units.map(({ name, text }) => {
    const file = path.join(copies, name.replace('@.', '@GD.'));
    // systemd looks whether program and folder are there, and here they are elsewhere.
    writeFileSync(
      file,
      text.replaceAll('/opt/tongban/node/bin/node', process.execPath).replaceAll('/opt/tongban/app', '/'),
    );
    return file;
  });
  const verify = (): string =>
    spawnSync('systemd-analyze', ['verify', '--man=no', ...files], { encoding: 'utf8' }).stderr;

  const said = verify();
  writeFileSync(files[0] ?? '', `${readFileSync(files[0] ?? '', 'utf8')}\n[Service]\nProtectSystm=strict\n`);
  const saidOfPlanted = verify();
  rmSync(copies, { recursive: true, force: true });

  expect(said).toBe('');
  expect(saidOfPlanted).toContain('ProtectSystm');
});
