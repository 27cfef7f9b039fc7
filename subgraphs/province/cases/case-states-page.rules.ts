import { refusalCodes } from '../../../schema/refusal-codes.js';
import { flows } from './joint/flows.rules.js';
import { criticalPath } from './joint/leg-graph.rules.js';
import { policyLimits } from './machine/clock-face.rules.js';
import { guards } from './machine/guards.rules.js';
import type { Machine, Row } from './machine/machine.rules.js';
import { acts, isEnvelopeEvent } from './machine/vocabulary.rules.js';
import { machines } from './modes/machines.rules.js';

/** The tables of all state machines as a page of documentation; `npm run schema` writes it. */
export function printCaseStates(): string {
  return [
    '# States of cases · 办件状态机',
    '',
    'Printed from the tables by `npm run schema`; not to be edited. [V] read in a public source, [M] recalled and not',
    'checked against the source, [P] proposed by this project. What a table does not list is refused with a code.',
    '',
    ...machines.flatMap(printMachine),
    '## Guards',
    '',
    ...printTable(
      ['guard', 'refusal when it does not hold'],
      Object.entries(guards).map(([name, [, code]]) => [name, code]),
    ),
    '## Refusals',
    '',
    ...printTable(
      ['code', 'rule', 'source', '中文', 'English', 'cured by'],
      Object.entries(refusalCodes).map(([code, { rule, source, messageZh, messageEn, curedBy }]) => [
        code,
        rule,
        `[${source.mark}] ${source.text}`,
        messageZh,
        messageEn,
        `${curedBy.role}, ${curedBy.place}`,
      ]),
    ),
    '## Limits',
    '',
    ...printTable(
      ['limit', 'value', 'source'],
      Object.entries(policyLimits).map(([name, { value, unit, source }]) => [name, `${value} ${unit}`, source]),
    ),
    '## Flows of items',
    '',
    ...flows.flatMap(printFlow),
  ].join('\n');
}

function printMachine(machine: Machine): readonly string[] {
  const { name, labelZh, labelEn, initial, final, rows } = machine;
  return [
    `## ${labelZh} · ${labelEn} (${name})`,
    '',
    `Begins in ${initial}; ends in ${final.join(', ')}.`,
    '',
    ...printTable(
      ['state', 'event', 'by', 'guards', 'next', 'clocks', 'envelope', 'completes', 'alerts'],
      joinStates(rows.map(printRow)),
    ),
  ];
}

// States that share a line are printed as one; a line that leads back to where it begins says so instead.
function joinStates(lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const joined = new Map<string, string[]>();
  for (const [from = '', ...rest] of lines) {
    const key = JSON.stringify(rest.map((cell, index) => (index === NEXT_CELL && cell === from ? '(same)' : cell)));
    joined.set(key, [...(joined.get(key) ?? []), from]);
  }
  return [...joined].map(([key, states]) => [states.join(', '), ...(JSON.parse(key) as string[])]);
}

// Where the next state stands among the cells after the first.
const NEXT_CELL = 3;

function printRow({ from, event, by, next, detail }: Row): readonly string[] {
  const { when, guards: needed = [], clocks = [], sends, completes, triggers = [], alerts = [] } = detail;
  const outgoing = sends === undefined ? [] : [`sends ${sends}`];
  const incoming = isEnvelopeEvent(event) ? ['comes in'] : [];
  const follows = triggers.map(({ leg, event: act }) => `then ${leg} ${act}`);
  const label = isEnvelopeEvent(event) ? event : `${event} ${acts[event].zh}`;
  return [
    from,
    when === undefined ? label : `${label} (${when})`,
    by.join(', '),
    needed.join(', '),
    next,
    clocks.join(', '),
    [...incoming, ...outgoing, ...follows].join(', '),
    completes ?? '',
    alerts.join(', '),
  ];
}

function printFlow(flow: (typeof flows)[number]): readonly string[] {
  const { workingDays } = criticalPath(flow.legs);
  return [
    `### ${flow.name} (${flow.mode})`,
    '',
    `Items: ${flow.itemCodes.join(', ')}. At most ${workingDays} working days. Complete when: ${flow.rule.kind}.`,
    '',
    ...printTable(
      ['leg', 'role', 'place', 'after', 'working days', 'may refuse', 'effect', 'source'],
      flow.legs.map((leg) => [
        `${leg.id} ${leg.nameZh}`,
        leg.role,
        leg.place,
        leg.dependsOn.join(', '),
        String(leg.workingDays),
        leg.mayRefuse ? 'yes' : '',
        leg.effect,
        `[${leg.source.mark}] ${leg.source.text}`,
      ]),
    ),
  ];
}

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}
