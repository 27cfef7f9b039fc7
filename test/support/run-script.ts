import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A program of the project that runs as its own process. */
export interface Script extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Everything that it has written so far, both streams. */
  readonly output: () => string;
  /** Resolves with what the pattern found in the output; rejects when the program ends first. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Runs a TypeScript program as `npm run` would. */
export function runScript(file: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Script {
  return runProgram([process.execPath, '--import', './scripts/typescript.mjs', file, ...args], environment);
}

/** Runs a script of package.json by npm itself, with all that npm puts between. */
export function runByNpm(name: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Script {
  return runProgram(['npm', 'run', '--silent', name, '--', ...args], environment);
}

/** Runs any program, in the folder of the project. */
export function runProgram(
  [command, ...args]: readonly [string, ...string[]],
  environment: NodeJS.ProcessEnv = {},
): Script {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return {
    child,
    output: () => output,
    ended,
    waitFor(pattern) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output);
          if (found !== null) resolve(found);
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        void ended.then((code) => reject(new Error(`${args.join(' ')} ended with ${code}:\n${output}`)));
        look();
      });
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
