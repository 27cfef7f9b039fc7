// How answers are spoilt: small changes of a JSON text, so that a defect says what is wrong and no more.
import type { Answered } from './flawed-proxy.js';

/** Any value of JSON, as it comes. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A spoiling that changes what stands at a path; `*` stands for every element. What is not there stays so. */
export function change(path: string, to: (value: Json) => Json): (answer: Answered) => Answered {
  return (answer) => {
    const body = parse(answer.text);
    return body === undefined ? answer : { ...answer, text: JSON.stringify(changed(body, path.split('.'), to)) };
  };
}

/** A spoiling that puts a value at a path. */
export const put = (path: string, value: Json): ((answer: Answered) => Answered) => change(path, () => value);

/** A spoiling that leaves out a member. */
export function drop(path: string): (answer: Answered) => Answered {
  const at = path.split('.');
  const name = at.pop() ?? '';
  return change(at.join('.'), (value) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([one]) => one !== name)) : value,
  );
}

/** A spoiling that gives another answer altogether. */
export const instead =
  (body: Json, status = 200): ((answer: Answered) => Answered) =>
  () => ({ status, type: 'application/json', text: JSON.stringify(body) });

/** As JSON, a refusal. */
export const refusal = (code: string, message = 'refused'): Json => ({
  data: null,
  errors: [{ message, extensions: { code } }],
});

/** A text as it is, and nothing for what is none. */
export const asText = (value: Json): string => (typeof value === 'string' ? value : '');

/** A list that is changed as one. */
export const asList =
  (to: (list: Json[]) => Json[]): ((value: Json) => Json) =>
  (value) =>
    Array.isArray(value) ? to([...value]) : value;

function changed(value: Json, [step, ...rest]: readonly string[], to: (value: Json) => Json): Json {
  if (step === undefined) return to(value);
  if (step === '') return changed(value, rest, to);
  if (Array.isArray(value)) {
    return value.map((one, index) => (step === '*' || step === String(index) ? changed(one, rest, to) : one));
  }
  if (!isRecord(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: changed(value[step] ?? null, rest, to) };
}

function isRecord(value: Json): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // What is no JSON is passed on as it is.
  }
}
