// The example client as a front-end team has it: copied to a place of its own, with types made for a schema.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A copy of the client, until it is disposed of. */
export interface ExampleClient extends Disposable {
  /** Makes the types and the manifest for the schema at a path or URL. */
  generate(schema: string): Promise<Ended>;
  /** Holds the sources against those types. */
  check(): Promise<Ended>;
  /** Runs a command of the client against a gateway. */
  run(url: string, command: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended>;
  /** The manifest of its operations, as a gateway takes it. */
  manifest(): string;
}

/** Copies the client. Its packages are those of this project. */
export function copyExampleClient(): ExampleClient {
  const directory = mkdtempSync(path.join(tmpdir(), 'tongban-client-'));
  const isSource = (file: string): boolean => !file.endsWith(`${path.sep}gql`);
  cpSync(path.join(root, 'docs/examples/client'), directory, { recursive: true, filter: isSource });
  symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
  const node = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    new Promise((resolve) => {
      const options = { cwd: directory, env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...environment } };
      execFile(process.execPath, args, options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
      });
    });
  return {
    generate: (schema) => node(['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent'], { SCHEMA: schema }),
    check: () => node(['node_modules/typescript/bin/tsc', '--noEmit', '--project', '.']),
    run: (url, command, environment) => node(['src/main.ts', ...command], { TONGBAN_URL: url, ...environment }),
    manifest: () => readFileSync(path.join(directory, 'src/gql/persisted-documents.json'), 'utf8'),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
