import type { Expectation, Rule, Send, Step } from './rule.js';

/** How a rule is tried, a line for each thing that is sent, with what has to come back. */
export function printSteps({ steps, forEach }: Rule): readonly string[] {
  const lines = steps.map((step) => `${printSend(step.send)} → ${printExpectations(step)}`);
  if (forEach === undefined) return lines;
  const rounds = forEach.map((given) => Object.values(given).map(asText).filter(Boolean).join(' ')).map(code);
  return [...lines, `for each of ${rounds.join(', ')}`];
}

function printSend(send: Send): string {
  if ('walk' in send) {
    const way = send.isBackward === true ? `backwards, \`last: ${send.size}\`` : `\`first: ${send.size}\``;
    return `pages of ${code(send.walk)}, ${way}, to ${send.rows} rows`;
  }
  if ('compare' in send) return `the served SDL compared with the contract: ${send.compare}`;
  if ('probe' in send) return 'the probe of a gateway';
  if ('question' in send) return `a question about chains, ${send.question}`;
  if ('deliver' in send) {
    const copies = send.copies === undefined ? '' : `, ${send.copies} copies at once`;
    return `the letter “${send.deliver}”${send.flaw === undefined ? '' : `, ${send.flaw}`}${copies}`;
  }
  const passport = send.passport === undefined ? '' : `, passport ${send.passport}`;
  if ('query' in send) {
    const { query, variables, as, home, headers = {} } = send;
    const who = as === undefined ? '' : ` as ${as}${home === undefined ? '' : ` of ${code(home)}`}`;
    const named = Object.entries(headers).map(([name, value]) => `, ${code(`${name}: ${value}`)}`);
    const given = variables === undefined ? '' : ` with ${code(cut(asText(variables)))}`;
    return `${code(cut(query.replaceAll(/\s+/g, ' ')))}${given}${who}${passport}${named.join('')}`;
  }
  const { method, search = '', body, bodyBytes, headers } = send;
  const type = headers['content-type'];
  const size = bodyBytes === undefined ? '' : ` of ${bodyBytes} bytes`;
  return `${code(`${method} ${search}${body ?? ''}`)}${size}${type === undefined ? '' : `, ${code(type)}`}${passport}`;
}

function printExpectations({ expect, keep }: Step): string {
  const kept = Object.keys(keep ?? {}).filter((name) => name !== 'row');
  const words = [...expect.map(printExpectation), ...(kept.length > 0 ? [`keep ${kept.map(code).join(', ')}`] : [])];
  return words.length === 0 ? 'answered' : words.join('; ');
}

function printExpectation(expectation: Expectation): string {
  if ('answered' in expectation) return 'answered';
  if ('refusedWith' in expectation) return `refused with ${expectation.refusedWith.map(code).join(' or ')}`;
  if ('leaksNothing' in expectation) return 'nothing internal is told';
  const { at, ...rest } = expectation;
  const [verb = '', wanted] = Object.entries(rest)[0] ?? [];
  return `${code(at)} ${VERBS[verb] ?? verb}${wanted === true && verb !== 'is' ? '' : ` ${code(cut(asText(wanted)))}`}`;
}

const VERBS: Readonly<Record<string, string>> = {
  is: 'is',
  isOneOf: 'is one of',
  isNoneOf: 'is none of',
  matches: 'matches',
  matchesNot: 'does not match',
  counts: 'are',
  countsNot: 'are not just',
  isAtMost: 'at most',
  isAtLeast: 'at least',
  isUnique: 'without repeats',
  isInOrder: 'in their order',
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

// A backtick within code needs two around it (CommonMark, 6.1), and a bar would end the cell of a table.
const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

const cut = (text: string): string => (text.length > 240 ? `${text.slice(0, 240)}…` : text);
