import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { loadConfig } from './index.js';

const example = readFileSync('.env.example', 'utf8');

it('explains in .env.example every variable that is read, and no other', () => {
  const names = [...example.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
  expect(names.toSorted()).toEqual(namesRead().toSorted());
});

it('shows values in .env.example that can be used', () => {
  const uncommented = example.replace(/^# ?(?=[A-Z][A-Z_]+=)/gm, '');
  expect(() => loadConfig(parseEnv(uncommented))).not.toThrow();
});

function namesRead(): string[] {
  const names = new Set<string>();
  const env: Record<string, string> = { SECRET_KEY: 'x', DATABASE_URL: 'mysql://localhost/x' };
  const spy = new Proxy(env, {
    get(target, name: string) {
      names.add(name);
      return target[name];
    },
  });
  loadConfig(spy);
  return [...names];
}
