import type { INestApplicationContext } from '@nestjs/common';
import {
  Inventory,
  InventoryOffError,
  InventoryUnavailableError,
  isProblemOf,
  sentencesOf,
} from '../database/index.js';
import type { CommandContext } from './command.js';

/**
 * The application, for a command that needs the inventory.
 * @throws InventoryOffError, InventoryUnavailableError with what to do
 */
export async function inventoryApp({
  config,
  app,
}: Pick<CommandContext, 'config' | 'app'>): Promise<INestApplicationContext> {
  if (config.assets.inventory === 'off') throw new InventoryOffError();
  const context = await app();
  const unmet = (await context.get(Inventory).unmet()).filter((one) =>
    isProblemOf(one, 'inventory'),
  );
  if (unmet.length > 0) throw new InventoryUnavailableError(sentencesOf(unmet));
  return context;
}
