import { z } from 'zod';
import { readFixture } from './django-vectors.js';

const Schema = z.record(
  z.string(),
  z.object({
    show_create_table: z.record(z.string(), z.string()),
    /** `app.0001_initial`; Django had none before 1.7. */
    migrations: z.record(z.string(), z.string()).default({}),
    content_types_after: z.array(z.string()),
    permissions_after: z.array(z.string()),
  }),
);

/** What `migrate` (up to 1.6 `syncdb`) of one release left in an empty database. */
export interface DjangoDatabase {
  /** `5.2` */
  readonly version: string;
  /** Of each table; without the character set, which is the database's own. */
  readonly tables: ReadonlyMap<string, string>;
  /** `auth.0001_initial`, sorted. */
  readonly migrations: readonly string[];
  /** `auth.user`, sorted. */
  readonly contentTypes: readonly string[];
  /** `add_user`, sorted. */
  readonly permissions: readonly string[];
}

/** Every release that `DJANGO_VERSION` can name and whose tables were printed; the sample app of that site is left out. */
export const djangoDatabases: readonly DjangoDatabase[] = Object.entries(
  Schema.parse(readFixture('schema.json')),
)
  .filter(([release]) => !release.startsWith('1.3'))
  .map(([release, schema]) => ({
    version: release.split('.').slice(0, 2).join('.'),
    tables: new Map(
      Object.entries(schema.show_create_table).map(([name, ddl]) => [
        name,
        ddl.replace(/ DEFAULT CHARSET=.*$/, ''),
      ]),
    ),
    migrations: Object.keys(schema.migrations).sort(),
    contentTypes: schema.content_types_after.filter((name) => name !== 'labapp.asset').sort(),
    permissions: schema.permissions_after.filter((name) => !name.endsWith('_asset')).sort(),
  }));
