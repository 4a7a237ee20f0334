import type { DynamicModule } from '@nestjs/common';
import type { Config } from './config.js';

/** The injection token: `@Inject(CONFIG) config: Config`. */
export const CONFIG = Symbol('CONFIG');

/** Without Nest's decorator: the primary reads the configuration, too, and starts sooner without loading the framework. */
export class ConfigModule {
  /** A global module that gives `config` to everyone under the token `CONFIG`. */
  static of(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
