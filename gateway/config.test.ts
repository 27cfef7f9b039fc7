import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';
import { ConfigurationError } from './errors.js';

const problemsOf = (argv: readonly string[]): readonly string[] => {
  try {
    readConfig(argv, {});
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
};

describe('the configuration of a gateway', () => {
  it('holds provinces against the contract every 30 s and explains nothing, unless told otherwise', () => {
    expect(readConfig([], {})).toMatchObject({ port: 4000, contractProbeMs: 30_000, mayExplain: false });
    expect(readConfig(['--probe-interval', '5', '--explain', '--port', '0'], {})).toMatchObject({
      port: 0,
      contractProbeMs: 5000,
      mayExplain: true,
    });
    expect(readConfig(['--probe-interval', '0'], {}).contractProbeMs).toBeUndefined();
  });

  it('names every problem with its cure', () => {
    expect(problemsOf(['--port', 'http', '--probe-interval', '1.5', '--registry', 'nowhere.yaml'])).toEqual([
      expect.stringContaining('"http" is not a port.'),
      expect.stringContaining('nowhere.yaml: cannot be read'),
      expect.stringContaining('"1.5" is no interval. Give --probe-interval whole seconds, or 0 for never.'),
    ]);
    expect(problemsOf(['--colour'])).toEqual([expect.stringContaining('Usage: npm run gateway')]);
  });
});
