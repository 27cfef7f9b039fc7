// Builds what browsers get: `npm run build:pages [-- dashboard|playground …]`. `npm ci` does it as its last step.
// The files ask for each other and for the graph relative to the page, so that a proxy may serve the gateway below a
// path prefix. Nothing is fetched from another host, neither now nor in the browser.
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The pages, and whose elements their sources are written with. */
const pages = { dashboard: 'preact', playground: 'react' } as const;

// The zip library of workbooks packs larger files in workers that it makes of text, which the policy of the page forbids
// and no page needs: what a browser shows as a table is packed in less time than a worker takes to start.
const ZIP_IN_PAGE = '\0zip-in-page';
const zipInPage: Plugin = {
  name: 'zip-in-page',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === 'fflate' && importer?.includes('write-excel-file') === true ? ZIP_IN_PAGE : undefined,
  load: (id) =>
    id === ZIP_IN_PAGE
      ? `import { zipSync } from 'fflate';
         export * from 'fflate';
         export function zip(files, done) {
           let archive;
           try { archive = zipSync(files); } catch (error) { return done(error); }
           done(null, archive);
         }`
      : undefined,
};

// Libraries for React mark what is for browsers alone; all of this is.
const isOfServerComponents = ({ code }: { readonly code?: string }): boolean => code === 'MODULE_LEVEL_DIRECTIVE';

async function buildPage(name: keyof typeof pages): Promise<void> {
  await build({
    configFile: false,
    root: folder(`pages/${name}`),
    base: './',
    logLevel: 'warn',
    plugins: [zipInPage],
    worker: { format: 'es' },
    oxc: { jsx: { runtime: 'automatic', importSource: pages[name] } },
    build: {
      outDir: folder(`pages/built/${name}`),
      emptyOutDir: true,
      target: 'es2024',
      modulePreload: { polyfill: false },
      // The editor of the playground is one large part.
      chunkSizeWarningLimit: 4_000,
      reportCompressedSize: false,
      rolldownOptions: { onLog: (level, log, tell) => (isOfServerComponents(log) ? undefined : tell(level, log)) },
    },
  });
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in pages));
if (unknown.length > 0) {
  console.error(`There is no page ${unknown.join(', ')}. Pages: ${Object.keys(pages).join(', ')}.`);
  process.exit(1);
}
for (const name of ['dashboard', 'playground'] as const)
  if (asked.length === 0 || asked.includes(name)) await buildPage(name);
