import { readdirSync, readFileSync } from 'node:fs';
import { residentMb } from '../load.js';

/** What a process and all that it has started use. */
export interface Usage {
  /** User and system time since their start. */
  readonly cpuMs: number;
  readonly residentMb: number;
}

// Linux counts processor time in ticks of 10 ms for every process, whatever the kernel's own rate.
const TICK_MS = 10;

/** Reads the usage of a process tree; undefined where /proc is missing. */
export function readUsage(pid: number): Usage | undefined {
  try {
    const members = treeOf(pid);
    const cpuMs = members.reduce((sum, member) => sum + readStat(member).cpuMs, 0);
    return { cpuMs, residentMb: members.reduce((sum, member) => sum + (residentMb(member) ?? 0), 0) };
  } catch {
    return undefined; // Not Linux: the figure is left out of the table.
  }
}

function treeOf(root: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ pid: Number(name), parent: readStat(Number(name)).parent }];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
  const members = [root];
  for (const member of members)
    members.push(...parents.filter(({ parent }) => parent === member).map(({ pid }) => pid));
  return members;
}

function readStat(pid: number): { readonly parent: number; readonly cpuMs: number } {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold anything; after it come state, parent, and from the twelfth on the times.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS };
}
