import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../errors.js';
import { parseRegistry } from './registry.js';

function problemsOf(text: string): readonly string[] {
  try {
    parseRegistry(text, 'registry.yaml');
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe('a registry', () => {
  it('gives provinces in the order of the file, and endpoints of ordinary subgraphs', () => {
    const registry = parseRegistry(
      'provinces:\n  HN:\n    url: http://127.0.0.1:1/graphql\n  GD:\n    url: https://gd.example/graphql\nsubgraphs:\n  national:\n    url: http://127.0.0.1:2/graphql\n',
      'registry.yaml',
    );

    expect([...registry.provinces.keys()]).toEqual(['HN', 'GD']);
    expect(registry.provinces.get('GD')?.url.href).toBe('https://gd.example/graphql');
    expect(registry.subgraphs.get('national')?.port).toBe('2');
  });

  it.each([
    ['YAML that does not parse', 'provinces:\n  GD: {url: "http://a\n', /^registry\.yaml:\d: .+/],
    ['no provinces', 'subgraphs: {}\n', /^registry\.yaml:1: The registry lacks "provinces"\. Add it\.$/],
    ['an empty list', 'provinces: {}\n', /^registry\.yaml:1: provinces is empty\. Name at least one province\.$/],
    [
      'an unknown setting',
      'provinces:\n  GD:\n    url: http://a/graphql\n    colour: red\n',
      /^registry\.yaml:4: provinces\.GD\.colour is not a known setting/,
    ],
    [
      'a URL that is none',
      'provinces:\n  GD:\n    url: gd.example\n',
      /^registry\.yaml:3: provinces\.GD\.url must begin with http/,
    ],
    [
      'a lower-case code',
      'provinces:\n  gd:\n    url: http://a/graphql\n',
      /^registry\.yaml:2: provinces\.gd is not a province code/,
    ],
    [
      'the nation as a province',
      'provinces:\n  CN:\n    url: http://a/graphql\n',
      /^registry\.yaml:2: provinces\.CN is not a province code/,
    ],
    [
      'a password',
      'provinces:\n  GD:\n    url: http://u:p@a/graphql\n',
      /^registry\.yaml:3: The URL carries a user name or password/,
    ],
    [
      'two notices for one province',
      'provinces:\n  GD:\n    url: http://a/graphql\n    maintenance: a\n    disabled: b\n',
      /^registry\.yaml:5: It stands beside maintenance, and a province has one state\. Remove one\.$/,
    ],
    [
      'a time that is none',
      'provinces:\n  GD:\n    url: http://a/graphql\n    disabled: b\n    since: yesterday\n',
      /^registry\.yaml:5: provinces\.GD\.since is not a time in UTC\. Write it like 2026-07-01T09:00:00Z\.$/,
    ],
    [
      'the same province twice',
      'provinces:\n  GD:\n    url: http://a/\n  GD:\n    url: http://b/\n',
      /^registry\.yaml:4: Map keys must be unique/,
    ],
  ])('with %s is refused with file, line and cure', (_what, text, message) => {
    const problems = problemsOf(text);

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });
});
