import { test } from 'vitest';
import { createSiteDatabase } from '../support/site-database.js';
import { SchemaRepository } from '../../src/model/schema.repository.js';
import { fromDatabase } from '../../src/model/from-database.js';
import { withFile } from '../../src/model/with-file.js';
test('x', async () => {
  const db = await createSiteDatabase('mtry', 'cmdb');
  const repo = new SchemaRepository((sql, params) => db.query(sql, params));
  let t = performance.now();
  const schema = await repo.read();
  console.log('read', performance.now() - t);
  t = performance.now();
  console.log(await repo.fingerprint(['server', 't_idc']), performance.now() - t);
  const drafts = fromDatabase(schema);
  for (const d of drafts)
    console.log(
      d.table,
      d.label,
      d.engine,
      d.rows,
      d.primaryKey,
      d.readOnlyReason,
      JSON.stringify(d.manyToMany),
    );
  const { models, faults } = withFile(
    {
      drafts,
      contentTypes: schema.contentTypes.map((c) => c.appLabel + '.' + c.model),
      permissions: schema.permissions,
      proxies: new Map(),
    },
    {
      'cmdb.server': { table: 'server' },
      'cmdb.idc': {},
      'legacy.part': {},
      'auth.user': {},
      'cmdb.certificate': {},
      'legacy.logg': {},
      'legacy.log': {
        lookup_field: 'tex',
        ordering: ['text', 'x'],
        permissions: { view: 'isAuthenticated' },
      },
    },
  );
  console.log(faults);
  console.dir([...models.values()], { depth: 6, maxArrayLength: 200 });
  await db.close();
});
