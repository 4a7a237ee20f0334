import { readFileSync } from 'node:fs';
import type { Config } from './config.js';

const INVENTORY = 'assets.asset';

/**
 * `auto` leaves the inventory out where `lockstep.json` names models and none of them is the inventory: whoever serves the
 * tables of their site wants no tables of ours beside them. What is wrong with the file is told where it is read as a whole.
 */
export function inventoryMode(
  mode: Config['assets']['inventory'],
  modelsFile: string | undefined,
): Config['assets']['inventory'] {
  if (mode !== 'auto' || modelsFile === undefined) return mode;
  const labels = labelsIn(modelsFile);
  return labels.length > 0 && !labels.includes(INVENTORY) ? 'off' : mode;
}

function labelsIn(file: string): string[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const models: unknown = Reflect.get(Object(value) as object, 'models');
    return Object.keys(Object(models) as object);
  } catch {
    return [];
  }
}
