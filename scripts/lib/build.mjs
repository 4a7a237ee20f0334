import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from './fail.mjs';
import { modifiedAt } from './packages.mjs';
import { withProgress } from './progress.mjs';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';

const SOURCES = [
  'src',
  'ormconfig.ts',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'rolldown.config.mjs',
  'package-lock.json',
  'web/src',
  'web/index.html',
  'web/tsconfig.json',
  'web/vite.config.ts',
  'packages/client/src',
  'packages/ra-data-lockstep/src',
];

/** Builds `dist` from `src` and the packages when it is missing or older. */
export async function ensureBuild() {
  const built = modifiedAt(join(ROOT, 'dist/main.js'));
  if (SOURCES.every((path) => newestIn(join(ROOT, path)) <= built)) return;
  const build = run('npm', ['run', '--silent', 'build'], { cwd: ROOT });
  const { status, output } = await withProgress('Building', build);
  if (status !== 0) throw new LauncherError(`The build failed.\n${output}`);
}

/** The latest change of a file, or of anything in a folder; a deleted file shows in its folder's own time. */
function newestIn(path) {
  let newest = modifiedAt(path);
  if (!path.endsWith('src')) return newest;
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true }))
    newest = Math.max(newest, modifiedAt(join(entry.parentPath, entry.name)));
  return newest;
}
