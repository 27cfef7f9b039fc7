import type { View } from './browser.js';

/** A page as it is looked at by `npm run screenshots` and `npm run bench:pages`. */
export interface PageView {
  /** Path below the gateway. */
  readonly path: string;
  /** An expression that is truthy in the page once somebody can use it. */
  readonly useful: string;
}

/** One picture in `docs/images/`. */
export interface Shot {
  /** Name of the file, without its ending. */
  readonly name: string;
  readonly page: PageView;
  readonly view: View;
  /** What is done in the page, one after another: an expression, and what must be true before the next. */
  readonly acts: readonly (readonly [act: string, until: string])[];
  /** Whether a province is down. Those come last. */
  readonly isPartial?: boolean;
}

const model = (name: string): string =>
  `globalThis.__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith('${name}')).getValue()`;
const press = (label: string): string => `document.querySelector('button[aria-label="${label}"]').click()`;

export const playground: PageView = {
  path: '/playground',
  useful: `${model('operation.graphql')} !== '' && document.querySelector('.graphiql-spin') === null`,
};

/** With numbers of at least one province; what it gathers first takes it some seconds. */
export const dashboard: PageView = {
  path: '/',
  useful:
    "document.querySelectorAll('.matrix tbody td').length > 1000 && document.querySelector('.tile:is(.shade-1, .shade-2, .shade-3, .shade-4, .shade-5)') !== null",
};

const run = [
  "document.querySelector('.graphiql-execute-button').click()",
  `${model('response.json')}.length > 10`,
] as const;
const table = [press('显示表格'), "document.querySelector('.own-pane table') !== null"] as const;

/** All pictures. */
export const shots: readonly Shot[] = [
  { name: 'playground-zh', page: playground, view: {}, acts: [run, table] },
  {
    name: 'playground-en',
    page: playground,
    view: { languages: 'en' },
    acts: [run, [press('Show Examples'), "document.querySelector('.own-pane .examples') !== null"]],
  },
  { name: 'playground-dark', page: playground, view: { scheme: 'dark' }, acts: [run] },
  { name: 'playground-phone', page: playground, view: { width: 390, height: 844 }, acts: [run] },
  { name: 'dashboard-zh', page: dashboard, view: {}, acts: [] },
  { name: 'dashboard-en', page: dashboard, view: { languages: 'en' }, acts: [] },
  { name: 'dashboard-dark', page: dashboard, view: { scheme: 'dark' }, acts: [] },
  { name: 'dashboard-phone', page: dashboard, view: { width: 390, height: 844 }, acts: [] },
  { name: 'dashboard-partial', page: dashboard, view: {}, acts: [], isPartial: true },
  { name: 'playground-partial', page: playground, view: {}, acts: [run, table], isPartial: true },
];
