import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, globSync, statSync } from 'node:fs';
import path from 'node:path';
import { peerFolder } from './peers.js';

/**
 * Installs the packages of a peer into its own folder, where that has not been done since its lock file changed. Its
 * install scripts are not run. Throws when npm fails.
 */
export function installPeer(folder: string): void {
  const cwd = peerFolder(folder);
  const installed = path.join(cwd, 'node_modules/.package-lock.json');
  const isCurrent = existsSync(installed) && changedAt(installed) >= changedAt(path.join(cwd, 'package-lock.json'));
  if (!isCurrent) {
    process.stderr.write(`installing ${folder} for the comparison\n`);
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', ['ci', ...quiet], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  // Outside its wrapper package, whose script this would be, the binary comes without the right to run.
  for (const binary of globSync(path.join(cwd, 'node_modules/@grafbase/*/grafbase'))) chmodSync(binary, 0o755);
}

function changedAt(file: string): number {
  return statSync(file).mtimeMs;
}
