/** What an operator has to mend; every line names the place and the cure. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Why a file could not be read, in a word: `ENOENT`. By its shape: in a jest test, Node's own errors are of another realm. */
export function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : 'unreadable';
}
