import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { audienceOf, authorityMatrix, type Action, type Grant, isAction, rolesFor } from './authority-matrix.js';
import { roles, type Role } from './roles.js';

const everyRole = Object.keys(roles) as readonly Role[];
const actions = Object.keys(authorityMatrix).filter(isAction);
const marks: Readonly<Record<Grant, string>> = { MAY: '●', OWN: '○', NO: '' };

/** The rows of the table in docs/security.md, which people read and review. */
const written = readFileSync(new URL('../docs/security.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| `\w+` /.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

it('is the table that the document shows, row by row and cell by cell', () => {
  const rows = actions.map((action) => {
    const { zh, en, isOpen, isAtHome, grants } = authorityMatrix[action];
    const cells = everyRole.map((role) => marks[grants[role]]);
    return [`\`${action}\` ${zh} · ${en}`, ...cells, isOpen ? '●' : '', isAtHome ? 'own' : ''];
  });

  expect(written).toEqual(rows);
});

describe('every action', () => {
  it.each(actions)('%s is for somebody', (action) => {
    expect(rolesFor(action).length).toBeGreaterThan(0);
    expect(audienceOf(action).zh).toMatch(/\p{Script=Han}/u);
  });
});

it.each([
  ['decideCase', ['officer']],
  ['receiveCase', ['clerk']],
  ['ownCase', ['citizen', 'clerk', 'app']],
  ['signAgreement', ['coordinator']],
  ['superviseCase', ['supervisor']],
  ['maintainSubgraph', ['operator']],
] as const satisfies readonly (readonly [Action, readonly Role[]])[])('%s is for %j and nobody else', (action, may) => {
  expect(rolesFor(action).toSorted()).toEqual(may.toSorted());
});
