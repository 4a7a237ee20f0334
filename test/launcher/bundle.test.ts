import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

// What `npm run build` leaves in dist. That it works is shown by every test that starts a process of its own: they run it.
const chunks = readdirSync('dist/chunks')
  .filter((name) => name.endsWith('.js'))
  .map((name) => `dist/chunks/${name}`);
const [ofPackages, own] = [true, false].map((is) =>
  chunks.filter((file) => file.includes('packages') === is),
) as [string[], string[]];

const read = (file: string): string => readFileSync(file, 'utf8');
const mapOf = (file: string): SourceMapPayload =>
  JSON.parse(read(`${file}.map`)) as SourceMapPayload;
const sourcesOf = (file: string): string[] =>
  mapOf(file).sources.map((source) => join(dirname(file), source));

test.each([
  ['new.target.name', 'src/domain-error.ts'],
  ['class AppModule', 'src/app.module.ts'],
  ['function explainStart', 'src/start-failure.ts'],
])('a stack trace leads from the bundle to %s in %s', (text, source) => {
  const file = ['dist/main.js', ...own].find((name) => sourcesOf(name).includes(source)) ?? '';
  const code = read(file).split('\n');
  const line = code.findIndex((words) => words.includes(text));
  const place = new SourceMap(mapOf(file)).findEntry(line, code[line]?.indexOf(text) ?? 0);
  const { originalSource, originalLine } = place as {
    originalSource: string;
    originalLine: number;
  };
  expect(join(dirname(file), originalSource)).toBe(source);
  expect(read(source).split('\n')[originalLine]).toContain(text);
});

test('Node reads no map of a package', () => {
  expect(ofPackages.length).toBeGreaterThan(1);
  expect(ofPackages.flatMap(sourcesOf)).toEqual([]);
});

test('the primary loads no framework, a worker does', () => {
  const framework = 'node_modules/@nestjs/core/';
  expect([...loadedBy('dist/main.js')].filter((file) => read(file).includes(framework))).toEqual(
    [],
  );
  expect([...loadedBy('dist/chunks/serve.js')].some((file) => read(file).includes(framework))).toBe(
    true,
  );
});

/** A file and all that its static imports bring along. */
function loadedBy(file: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  for (const [, name = ''] of read(file).matchAll(
    /^(?:import|export) (?:[^"]* from )?"(\.[^"]+)";/gm,
  ))
    loadedBy(join(dirname(file), name), loaded);
  return loaded;
}
