import { codeColumnOf, codeColumns, type CodeColumnName } from '../code-columns.js';
import { neverRead, tableNames, tableOf } from '../tables.js';
import { answered, mapping } from './mapping.js';

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row), ''];
}

/** The mapping as a page of documentation; `npm run schema` writes it. */
export function printMapping(): string {
  return [
    '# Exchange tables as the contract · 交换表与契约的对应',
    '',
    'Printed from the code by `npm run schema`; not to be edited. How the adapter is used: `npm run adapter` in the README; why it',
    'is so: `docs/decisions/0043-exchange-tables.md`.',
    '',
    '[V] the column stands in a public vendor schema of the national exchange tables, [M] assumed and not checked, [P] a rule of',
    'this project. TOLD: the tables say it. DERIVED: it follows from what they say by the rule. NEVER: null or empty, whoever',
    'asks. REFUSED: whoever asks for the field gets NOT_OFFERED. A row of which something required cannot be told is not served;',
    '`npm run adapter -- AH report` counts those rows and says what they lack.',
    '',
    '## Questions',
    '',
    ...table(['question', 'answer'], Object.entries(answered)),
    'Every other question and every command is refused with NOT_OFFERED, after the same check of who asks as in any province.',
    '',
    '## Fields',
    '',
    ...Object.entries(mapping).flatMap(([type, fields]) => [
      `### ${type}`,
      '',
      ...table(
        ['field', 'from', 'rule', 'gives', 'mark'],
        Object.entries(fields).map(([name, { from, rule, gives, mark }]) => [
          name,
          from.join(', '),
          rule,
          gives,
          `[${mark}]`,
        ]),
      ),
    ]),
    ...printCodes(),
    ...printColumns(),
  ].join('\n');
}

function printCodes(): readonly string[] {
  return [
    '## Codes',
    '',
    'A mapping file (`--mapping`) adds codes of the province’s own, or gives others a meaning.',
    '',
    ...table(
      ['column', 'codes', 'mark'],
      (Object.keys(codeColumns) as CodeColumnName[]).map((name) => {
        const { values, mark, ignored = [] } = codeColumnOf(name);
        const codes = Object.entries(values).map(([code, value]) => `${code} ${value}`);
        const others = ignored.length === 0 ? [] : [`${ignored.join(', ')} not served`];
        return [name, [...codes, ...others].join(', '), `[${mark}]`];
      }),
    ),
  ];
}

function printColumns(): readonly string[] {
  return [
    '## Columns that are read',
    '',
    'All tables and columns must be there, save the assumed ones; rows of one key are one thing, of which the last that was sent',
    '(`cd_time`) counts, unless it takes it back (`cd_operation` D). Rows of another `data_source` than the province’s are not its.',
    '',
    ...table(
      ['table', 'key', 'columns', 'assumed [M]', 'never read'],
      tableNames.map((name) => {
        const { zh, identity, columns, assumed = {} } = tableOf(name);
        const untouched = Object.keys(neverRead[name] ?? {});
        const lists = [identity, Object.keys(columns), Object.keys(assumed), untouched];
        return [`${name} ${zh}`, ...lists.map((list) => list.join(', '))];
      }),
    ),
  ];
}
