import { fieldsNeverFilled } from './mapping/mapping.js';
import type { MappingReport } from './report.service.js';

/** A report as text for a terminal. */
export function printReport({ province, at, tables, types, unread, dangling, isComplete }: MappingReport): string {
  const lines = [
    `${province}: what of these exchange tables the contract can tell (${at})`,
    '',
    'Rows that count',
    ...tables.map(({ table, rows, ofOthers, superseded, takenBack, current }) => {
      const others = [
        [ofOthers, 'of other provinces'],
        [superseded, 'sent again since'],
        [takenBack, 'taken back'],
      ] as const;
      const left = others.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
      return `  ${table}: ${current} of ${rows}${left.length === 0 ? '' : ` (${left.join(', ')})`}`;
    }),
    '',
    'Served',
    ...types.flatMap(({ type, told, served, lacking }) => [
      `  ${type}: ${served} of ${told}`,
      ...[...lacking].map(([name, count]) => `    ${count} cannot be told: ${name}`),
    ]),
    '',
    'Cells that are not empty and cannot be read',
    ...listOr(unread.map(({ column, count, examples }) => `  ${column}: ${count}, such as ${examples.join(', ')}`)),
    '',
    'Rows that belong to nothing',
    ...listOr(dangling.map(({ table, belongsTo, count }) => `  ${table}: ${count} without a row in ${belongsTo}`)),
    '',
    'Fields that no row of these tables can fill',
    ...fieldsNeverFilled().map(([field, { rule }]) => `  ${field}: ${rule}`),
    '',
    isComplete
      ? 'Everything that counts is served.'
      : 'Not everything that counts is served; what the cells say is up to the system.',
  ];
  return `${lines.join('\n')}\n`;
}

const listOr = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? ['  none'] : lines);
