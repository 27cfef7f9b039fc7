// Preloaded into a process under test: says once of each package that it is loaded.
import { registerHooks } from 'node:module';

const loaded = new Set();
registerHooks({
  load(url, context, nextLoad) {
    const [, name] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url) ?? [];
    if (name !== undefined && !loaded.has(name)) process.stderr.write(`loaded <${name}>\n`);
    loaded.add(name);
    return nextLoad(url, context);
  },
});
