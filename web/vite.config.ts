import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

/** What a browser loads before it shows the first page, as it is sent. */
const LARGEST_FIRST_LOAD = 450 * 1024;

/** Where the service answers while the console is worked on (`npx vite web`). */
const API = process.env.LOCKSTEP_API ?? 'http://127.0.0.1:3000';

// Whoever builds from a test is in another environment; the console is the same.
if (process.argv.includes('build')) process.env.NODE_ENV = 'production';

export default defineConfig({
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsDir: '_console',
    // Each file is looked at by its hash; data: URLs would have to be allowed.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    // Packages begin with "use client", which means nothing here.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  resolve: {
    alias: {
      '@lockstep/client': sources('client'),
      'ra-data-lockstep': sources('ra-data-lockstep'),
    },
  },
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy: { '/api': API, '/health': API } },
  plugins: [compressed()],
});

/** Our own packages from their sources: the console needs no build of theirs. */
function sources(name: string): string {
  return fileURLToPath(new URL(`../packages/${name}/src/index.ts`, import.meta.url));
}

/** Every file beside itself in brotli and gzip; a build with too large a first load fails. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      const sizes = new Map<string, number>();
      for (const fileName of Object.keys(bundle)) {
        const path = join(dir, fileName);
        const content = readFileSync(path);
        const small = brotliCompressSync(content);
        sizes.set(fileName, small.length);
        if (!fileName.startsWith('_console/')) continue;
        writeFileSync(`${path}.br`, small);
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
      const size = [...firstFiles(bundle)].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
      const kilobytes = Math.round(size / 1024);
      if (size > LARGEST_FIRST_LOAD)
        this.error(`the first load is ${kilobytes} KB compressed, more than 450`);
      console.log(`web console: first load ${kilobytes} KB compressed`);
    },
  };
}

/** The page, its script and what that imports at once. */
function firstFiles(bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set(['index.html']);
  const add = (fileName: string): void => {
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk' || files.has(fileName)) return;
    files.add(fileName);
    for (const name of chunk.imports) add(name);
  };
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && chunk.isEntry) add(chunk.fileName);
  return files;
}
