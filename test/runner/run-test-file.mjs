// Jest's own runner (jest-circus) without its module registry: a test file is imported by Node itself, so that what it
// imports is loaded once for all files of a worker. With a registry for each file, loading the schema, the ORM and the
// planner anew takes longer than most tests. Files of one worker thus share modules, as requests of one process do.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { holdGlobals } from './hold-globals.mjs';

const require = createRequire(import.meta.url);
// What jest-circus/runner requires in the registry of a file. Its state begins anew when it is required anew.
const initializer = path.join(path.dirname(require.resolve('jest-circus/package.json')), 'build/jestAdapterInit.js');
const eventHandlers = Symbol.for('EVENT_HANDLERS');

let files = 0;

/** The `testRunner` of the configuration: https://jestjs.io/docs/configuration#testrunner-string. */
export default async function runTestFile(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  globalThis.console = environment.global.console;
  globalThis.databaseUrl = config.globals.databaseUrl;
  // Jest has put its own reader of source maps in the place of Node's, which knows those of the hook.
  delete Error.prepareStackTrace;
  delete require.cache[initializer];
  delete globalThis[eventHandlers];
  const { initialize, runAndTransformResultsToJestFormat } = require(initializer);
  await initialize({
    config,
    environment,
    globalConfig,
    localRequire: require,
    parentProcess: process,
    runtime,
    sendMessageToJest,
    setGlobalsForRuntime: holdGlobals,
    testPath,
  });
  files += 1;
  // Numbered, since one worker may run a file for each project.
  await import(`${pathToFileURL(testPath).href}?${files}`);
  const now = Date.now();
  const setupAfterEnvPerfStats = { setupAfterEnvStart: now, setupAfterEnvEnd: now };
  return runAndTransformResultsToJestFormat({ config, globalConfig, setupAfterEnvPerfStats, testPath });
}
