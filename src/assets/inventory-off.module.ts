import { All, Controller, Module } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Inventory, InventoryUnavailableError } from '../database/index.js';
import { InventoryOffError } from './assets.errors.js';

/** Answers at the paths of the inventory where it is not served. */
@ApiExcludeController()
@Controller()
class InventoryOffController {
  constructor(private readonly inventory: Inventory) {}

  /** @throws InventoryOffError, InventoryUnavailableError */
  @All(['api/assets', 'api/assets/*path', 'api/events'])
  refuse(): never {
    if (this.inventory.state.state === 'off') throw new InventoryOffError();
    throw new InventoryUnavailableError(
      'The database does not allow what the inventory needs. /health/ready and doctor say what to do.',
      { retry_after: 60 },
    );
  }
}

/** Stands in for `AssetsModule` and `EventsModule`. */
@Module({ controllers: [InventoryOffController] })
export class InventoryOffModule {}
