import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { runProgram, type Script } from '../run-script.js';

const folder = path.resolve(import.meta.dirname, '../../../docs/examples/province-python');

// 3.11 is what the example says that it needs; Debian 12 has a graphql-core of another age.
const needs =
  'import sys, sqlite3, cryptography, graphql; sys.exit(not (sys.version_info >= (3, 11) and graphql.version_info >= (3, 2)))';

/** The Python of this machine that has what the example needs; undefined when there is none. */
export function findPython(): string | undefined {
  return ['python3', '/usr/bin/python3'].find((command) => spawnSync(command, ['-c', needs]).status === 0);
}

/** The example of docs/examples/province-python as a process. */
export interface PythonProvince extends Script {
  readonly url: string;
}

/** Starts the example with these arguments, on a free port. */
export async function startPythonProvince(python: string, args: readonly string[]): Promise<PythonProvince> {
  await using opened = new AsyncDisposableStack();
  const script = opened.use(runPythonProvince(python, ['--port', '0', ...args]));
  const [, url = ''] = await script.waitFor(/answers at (\S+)/);
  opened.move();
  return { ...script, url };
}

/** Runs the example with these arguments. */
export function runPythonProvince(python: string, args: readonly string[]): Script {
  return runProgram([python, '-B', path.join(folder, 'main.py'), ...args], { PYTHONUTF8: '1' });
}
