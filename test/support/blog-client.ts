import { Lockstep } from '../../packages/client/src/index.js';
import { runMigrations } from '../../src/database/index.js';
import { openTestApp, type TestApp } from './app.js';
import { createSiteDatabase } from './site-database.js';
import { writeModelsFile } from './site-models.js';
import { grant, newUser, PASSWORD } from './users.js';

export interface BlogSite {
  readonly site: TestApp;
  readonly modelsFile: string;
  /** A client who is logged in as a user with all rights on the site's models. */
  visitor(username: string): Promise<Lockstep>;
}

/** The blog of the sites, its servers written by `serverno` and its cards by `id`, beside the inventory. */
export async function openBlog(name: string): Promise<BlogSite> {
  const db = await createSiteDatabase(name, 'blog');
  await db.query('ALTER TABLE blog_asset_db MODIFY memory bigint NOT NULL');
  await runMigrations(db.dataSource);
  const file = await writeModelsFile('blog', {
    'blog.asset_db': {
      lookup_field: 'serverno',
      editable: ['ip_addr', 'memory', 'status', 'owner', 'ethernets'],
      add: true,
      delete: true,
      search_fields: ['serverno', 'ip_addr'],
      ordering: ['serverno'],
      defaults: { passwd: '', memory: 0 },
    },
    'blog.ethernet': { editable: ['e_model', 'e_porttype'], add: true },
    'assets.asset': {},
  });
  const site = await openTestApp(db, { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2' });
  const actions = ['view', 'add', 'change', 'delete'];
  const rights = ['blog.%_asset_db', 'blog.%_ethernet', 'assets.%_asset'];
  return {
    site,
    modelsFile: file,
    visitor: async (username) => {
      const id = await newUser(db, { username });
      for (const right of rights)
        await grant(db, id, ...actions.map((action) => right.replace('%', action)));
      const client = new Lockstep({ baseUrl: site.origin });
      await client.login(username, PASSWORD);
      return client;
    },
  };
}
