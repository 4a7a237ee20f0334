import { runMigrations } from '../../src/database/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { DjangoSite } from '../support/django.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { grant, newLogin, newUser } from '../support/users.js';

/** The site `blog` with its Django and the console on its tables, beside the inventory. */
export interface ConsoleSite {
  readonly site: TestApp;
  readonly django: DjangoSite;
  /** @returns the session key of a new login, as Django would make it */
  login(username: string): Promise<string>;
  close(): Promise<void>;
}

const EDITABLE = ['ip_addr', 'user', 'cpu', 'memory', 'status', 'owner', 'remark2', 'ethernets'];

/**
 * Anna, Ben and Carla may do everything, the viewer only look; `root` is the superuser. Carla logs in with her password, which has it stored
 * anew and ends sessions that were made beside it.
 */
export async function startConsoleSite(name: string): Promise<ConsoleSite> {
  const db = await createSiteDatabase(name, 'blog');
  const django = await DjangoSite.start(db.url, {}, 'blog');
  await runMigrations(db.dataSource, 'on');
  await fill(django);
  await db.query(SOME_ASSETS);
  const file = await writeModelsFile('blog', {
    'blog.asset_db': {
      lookup_field: 'serverno',
      editable: ['serverno', ...EDITABLE],
      add: true,
      delete: true,
      defaults: { passwd: '' },
      search_fields: ['serverno', 'ip_addr', 'owner'],
      ordering: ['serverno'],
    },
    'blog.ethernet': {
      editable: ['e_model', 'e_sn', 'e_porttype'],
      add: true,
      delete: true,
      search_fields: ['e_model', 'e_sn'],
    },
    'assets.asset': {},
  });
  const env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2', LOCKSTEP_INVENTORY: 'on' };
  const site = await openTestApp(db, env);
  const ids = new Map<string, number>();
  for (const username of ['anna', 'ben', 'carla', 'viewer'])
    ids.set(username, await newUser(db, { username, isStaff: true }));
  ids.set('root', await newUser(db, { username: 'root', isStaff: true, isSuperuser: true }));
  for (const label of ['blog.%_asset_db', 'blog.%_ethernet', 'assets.%_asset']) {
    const rights = ['view', 'add', 'change', 'delete'].map((verb) => label.replace('%', verb));
    for (const username of ['anna', 'ben', 'carla'])
      await grant(db, ids.get(username) ?? 0, ...rights);
    await grant(db, ids.get('viewer') ?? 0, label.replace('%', 'view'));
  }
  return {
    site,
    django,
    login: (username) => newLogin(site.db, site.config, ids.get(username) ?? 0),
    close: async () => {
      await django.stop();
      await site.close();
    },
  };
}

/** Rows by Django itself. */
async function fill(django: DjangoSite): Promise<void> {
  await django.python(`
from blog.models import asset_db, ethernet
cards = [ethernet.objects.create(e_model=m, e_sn='E%04d' % n, e_porttype=p)
         for n, (m, p) in enumerate([('i350', '01'), ('x710', '00'), ('cx5', '00')])]
owners = ['张三', 'Li Wei', 'operations', 'ci']
for n in range(1, 61):
    row = asset_db.objects.create(serverno='SN%04d' % n, ip_addr='10.24.0.%d' % n, user='root', passwd='hidden',
        cpu='2 x Xeon Gold 6330', memory=[64, 128, 256, 512][n % 4], status=['Online', 'Offline', 'Repair'][n % 3],
        owner=owners[n % 4], remark2='')
    row.ethernets.set(cards[: n % 4])
None`);
}

const SOME_ASSETS = `INSERT INTO assets_asset (asset_tag, name, serial, status, category, manufacturer, model, site, rack, notes, custom)
  SELECT CONCAT('LOCK-', LPAD(n, 6, '0')), CONCAT('r5300-', n), CONCAT('SER', n),
         ELT(1 + n % 3, 'in_stock', 'in_stock', 'maintenance'), 'server', 'ZTE', 'R5300 G4', ELT(1 + n % 2, 'Shanghai', 'Nanjing'), '24', '',
         '{"power": "A+B"}'
    FROM (SELECT @n := @n + 1 AS n FROM information_schema.COLUMNS, (SELECT @n := 0) start LIMIT 30) numbers`;
