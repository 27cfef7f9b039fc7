import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { ConfigurationError } from '../../gateway/errors.js';
import { parseDocuments } from '../../gateway/http/persisted-documents.js';
import { collectDocuments } from './collect-documents.js';

const schema = buildSchema(`
  type Query { cases(first: Int): [Case!] }
  type Case { id: ID! state: String item: Item }
  type Item { nameZh: String item: Item }
`);

/** Texts by path, as files. */
const collect = (texts: Readonly<Record<string, string>>) =>
  collectDocuments(
    Object.entries(texts).map(([path, text]) => ({ path, text })),
    schema,
  );

const problemsOf = (texts: Readonly<Record<string, string>>): readonly string[] => {
  try {
    collect(texts);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
};

const idOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

describe('a manifest of documents', () => {
  it('has every operation with the fragments that it needs, whatever file they stand in', () => {
    const { manifest, ids } = collect({
      'b.graphql': '# shown first\nquery Newest { cases(first: 3) { ...Row } }\nquery Count { cases { id } }',
      'a.graphql': 'fragment Row on Case { ...Name, state }',
      'c/d.graphql': 'fragment Name on Case { item { nameZh } }',
    });

    const newest = [
      'query Newest {\n  cases(first: 3) {\n    ...Row\n  }\n}',
      'fragment Name on Case {\n  item {\n    nameZh\n  }\n}',
      'fragment Row on Case {\n  ...Name\n  state\n}',
    ].join('\n\n');
    const count = 'query Count {\n  cases {\n    id\n  }\n}';
    expect(Object.entries(manifest)).toEqual([
      [idOf(count), count],
      [idOf(newest), newest],
    ]);
    expect(ids).toEqual({ Count: idOf(count), Newest: idOf(newest) });
  });

  it('is the same whatever the order of files, and is what a gateway reads', () => {
    const one = { 'a.graphql': 'query A { cases { id } }', 'b.graphql': 'query B { cases { state } }' };

    const { manifest } = collect(one);

    expect(JSON.stringify(collect(Object.fromEntries(Object.entries(one).reverse())).manifest)).toBe(
      JSON.stringify(manifest),
    );
    expect([...parseDocuments(JSON.stringify(manifest), 'documents.json').keys()]).toEqual(Object.keys(manifest));
  });

  it('takes in the manifests of others, under the ids that they have given', () => {
    const theirs = 'query Count { cases { state } }';

    const { manifest, ids } = collect({
      'a.graphql': 'query Count { cases { id } }',
      'theirs.json': JSON.stringify({ [idOf(theirs)]: theirs, 'team:count': theirs }),
    });

    expect(Object.keys(manifest)).toEqual([ids['Count'], idOf(theirs), 'team:count']);
    expect(manifest['team:count']).toBe(theirs);
  });
});

describe('a manifest of documents is refused', () => {
  it('with every mistake at once, each with file, line and cure', () => {
    const deep = `${'item { '.repeat(15)}nameZh${' }'.repeat(15)}`;

    const problems = problemsOf({
      'a.graphql': 'query A {\n  cases { id\n',
      'b.graphql': '\n{ cases { id } }',
      'c.graphql': 'query C {\n  cases {\n    stat\n    ...Lost\n  }\n}',
      'd.graphql': 'query D { cases { ...Row } }\nquery E { cases { ...Row } }\nfragment Row on Case {\n  nameZh\n}',
      'e.graphql': 'query D { cases { id } }',
      'f.graphql': 'type Case { id: ID }',
      'g.graphql': '\nfragment Idle on Case { id }',
      'h.graphql': `query H { cases { ${deep} } }`,
    });

    const there = 'Correct it there; what is served stands in schema/api.graphql.';
    expect(problems).toEqual([
      'a.graphql:3: Syntax Error: Expected Name, found <EOF>. Correct it there.',
      'b.graphql:2: this operation has no name. Write one behind "query".',
      'e.graphql:1: D stands at d.graphql:1 already. Give one of them another name.',
      'f.graphql:1: this belongs to a schema. Leave only operations and fragments in the file.',
      `c.graphql:3: Cannot query field "stat" on type "Case". Did you mean "state"? ${there}`,
      `c.graphql:4: Unknown fragment "Lost". ${there}`,
      `d.graphql:4: Cannot query field "nameZh" on type "Case". ${there}`,
      'h.graphql:1: H: The operation has 17 levels of fields; the limit "depth" is 15. Ask for what lies deeper by its id, in a second request.',
      'g.graphql:2: no operation spreads Idle. Spread it, or take it out.',
    ]);
  });

  it('when that of another fits neither the schema nor its own hashes', () => {
    const problems = problemsOf({
      'a.json': '{\n  "x": "query X { case }",\n  "y": "query Y { cases { id } }"\n}',
      'b.json': '{ "y": "query Y { cases { state } }" }',
      'c.json': '{\n  "sha256:00": "query X { cases { id } }"\n}',
    });

    expect(problems).toEqual([
      'a.json: "x": Cannot query field "case" on type "Query". Did you mean "cases"?',
      'b.json: "y" names another document already. Rename one.',
      expect.stringMatching(/^c\.json:2: "sha256:00" is not the hash of its document\. Write "sha256:/),
    ]);
  });
});
