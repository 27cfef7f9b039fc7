/** A query that the playground offers. Its tab carries the name of the operation. */
export interface Example {
  /** Chinese and English, separated by ` · `. */
  readonly title: string;
  /** What the query shows, one line in each language, separated by ` · `. */
  readonly purpose: string;
  readonly query: string;
  /** Values to begin with, as JSON; undefined when the query has no variables. */
  readonly variables: string | undefined;
  /** As whom it is asked; undefined for what everybody may see. */
  readonly role: string | undefined;
}

/** Examples of one kind. */
export interface Collection {
  readonly name: CollectionName;
  /** Chinese and English, separated by ` · `. */
  readonly title: string;
  readonly examples: readonly Example[];
}

/** Folders of `collections/`: the first steps, then numbers, then the five aspects of the federation. */
export const collectionTitles = {
  start: '从这里开始 · Start here',
  statistics: '统计分析 · Statistics',
  consultation: '沟通咨询 · Consultation',
  linkage: '业务联动 · Linkage',
  supervision: '协同监管 · Joint supervision',
  'data-sharing': '数据共享 · Data sharing',
  teams: '服务队伍 · Service teams',
} as const;

export type CollectionName = keyof typeof collectionTitles;

const HEADER = /^# ([^\n]+)\n# ([^\n]+)\n(?:# role: ([^\n]+)\n)?(?:# variables: ([^\n]+)\n)?(?!#)([\s\S]+)$/;

/** Reads a file of a collection: title, purpose, perhaps role and variables as comments, then one operation. */
export function parseExample(text: string): Example {
  const [, title, purpose, role, variables, query] = HEADER.exec(text) ?? [];
  if (title === undefined || purpose === undefined || query === undefined)
    throw new Error(`An example begins with its title and its purpose as comments, and this does not: ${text}`);
  return { title, purpose, role, variables, query: query.trim() };
}

/** Puts files of `collections/` in their order, by their paths below it, such as `start/1-newest-cases.graphql`. */
export function gatherCollections(files: Readonly<Record<string, string>>): readonly Collection[] {
  const paths = Object.keys(files).sort();
  const collections = names.map((name) => ({
    name,
    title: collectionTitles[name],
    examples: paths.filter((path) => path.startsWith(`${name}/`)).map((path) => parseExample(files[path] ?? '')),
  }));
  const strangers = paths.filter((path) => !names.some((name) => path.startsWith(`${name}/`)));
  if (strangers.length > 0) throw new Error(`These examples are in no collection: ${strangers.join(', ')}.`);
  return collections;
}

const names = Object.keys(collectionTitles) as readonly CollectionName[];
