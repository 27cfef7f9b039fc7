// Runs the commands of docs/join.md as they stand there, each in a shell of its own, and holds what they say against it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { findFreePort } from '../../../scripts/bench/gateways/gateway-child.js';
import { until } from '../../support/until.js';

const PATIENCE_MS = 300_000;
const root = path.resolve(import.meta.dirname, '../../..');
const text = readFileSync(path.join(root, 'docs/join.md'), 'utf8');
const steps = [...text.matchAll(/```sh\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)].map(
  ([, command = '', said = '']) => ({
    command: command.trim(),
    said: said.trim(),
  }),
);

interface Place {
  readonly folder: string;
  readonly port: number;
}

/** A command in a shell, with all that it starts. */
class Terminal implements AsyncDisposable {
  output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(command: string, { folder, port }: Place) {
    const given = Object.entries(process.env).filter(([name]) => !/^(DATA_DIR|DATABASE_URL|HOST)$/.test(name));
    this.#child = spawn('bash', ['-c', command], {
      cwd: folder,
      env: { ...Object.fromEntries(given), PORT: String(port), NODE_OPTIONS: '' },
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.output += chunk));
    this.#ended = once(this.#child, 'close');
  }

  /** Resolves when all lines have been said, in their order; rejects when the command ends without. */
  async says(lines: string): Promise<void> {
    const wanted = new RegExp(lines.split('…').map(RegExp.escape).join('.*').replaceAll('\\n', '\\n(?:.*\\n)*?'));
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (wanted.test(this.output)) resolve();
      };
      this.#child.stdout?.on('data', look);
      this.#child.stderr?.on('data', look);
      void this.#ended.then(() => {
        look();
        reject(new Error(`ended without saying\n${lines}\nbut:\n${this.output}`));
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid, exitCode } = this.#child;
    if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGINT');
    await this.#ended;
  }
}

/** Asks again and again: a gateway takes a change of the registry over within a second or so. */
async function untilAnswered(command: string, said: string, place: Place): Promise<void> {
  await until(async () => {
    await using asked = new Terminal(command, place);
    return await asked.says(said).then(
      () => true,
      () => false,
    );
  });
}

/** A folder that looks like the repository, with no data in it. */
function openFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tongban-join-'));
  for (const name of readdirSync(root).filter((entry) => !['data', 'coverage', '.git'].includes(entry)))
    symlinkSync(path.join(root, name), path.join(folder, name));
  return folder;
}

it(
  'leads from an empty folder to a province that answers, is away, comes back and leaves',
  async () => {
    await using opened = new AsyncDisposableStack();
    const folder = openFolder();
    opened.defer(() => rmSync(folder, { recursive: true, force: true }));
    const place = { folder, port: await findFreePort() };
    const took: string[] = [];

    for (const { command, said } of steps) {
      const began = performance.now();
      if (command.startsWith('curl')) await untilAnswered(command, said, place);
      else await opened.use(new Terminal(command, place)).says(said);
      took.push(`${((performance.now() - began) / 1000).toFixed(1)} s  ${command.split('\n', 1)[0] ?? ''}`);
    }

    expect(took).toHaveLength(10);
    process.stdout.write(`${took.join('\n')}\n`);
  },
  PATIENCE_MS,
);
