import { All, Controller, Module } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Inventory } from '../database/index.js';

/** Answers at the paths of the inventory where it is not served. */
@ApiExcludeController()
@Controller()
class InventoryOffController {
  constructor(private readonly inventory: Inventory) {}

  /** @throws InventoryOffError, InventoryUnavailableError */
  @All(['api/assets', 'api/assets/*path'])
  refuse(): void {
    this.inventory.assertServed();
  }
}

/** Stands in for `AssetsModule`. */
@Module({ controllers: [InventoryOffController] })
export class InventoryOffModule {}
