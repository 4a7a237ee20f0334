import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AssetScope } from '../../src/assets/asset-scope.js';
import { RecordRows, RecordUnits } from '../../src/records/index.js';
import { djangoManage, logInAtDjango, postForm } from '../support/django.js';
import {
  createLiveSites,
  type LiveSites,
  newDjangoUser,
  PASSWORD,
  type Visitor,
} from '../support/live.js';
import { lockWait } from '../support/lock-waits.js';

let sites: LiveSites;
let visitor: Visitor;
let path: string;
let id: number;

beforeAll(async () => {
  sites = await createLiveSites('live_assets', { LOCK_WAIT_SECONDS: '30' });
  await newDjangoUser(sites.django, 'root');
  expect((await djangoManage(sites.site.db.url, ['migrate'])).status).toBe(0);
  visitor = sites.visitor();
  await logInAtDjango(visitor.there, 'root', PASSWORD);
  await sites.django.python('from assets.models import Asset, AssetEvent');
});

afterAll(() => sites.close());

let tag = 0;
beforeEach(async () => {
  const fields = { asset_tag: `LIVE-${(tag += 1)}`, name: 'switch', custom: { rack: { row: 7 } } };
  const created = await visitor.here.post<{ id: number }>('/api/assets', fields);
  expect(created.status).toBe(201);
  id = created.body.id;
  path = `/api/assets/${id}`;
});

/** A shell of Django in which a transaction runs that holds the row. */
async function lockThere(name: string) {
  const shell = sites.django.shell(name);
  await shell(
    `from django.db import transaction
from assets.models import Asset
transaction.set_autocommit(False)
asset = Asset.objects.select_for_update().get(pk=pk)`,
    { pk: id },
  );
  return shell;
}

const COMMIT = 'transaction.commit(); transaction.set_autocommit(True)';

test('a row that Django holds with select_for_update makes a PATCH wait, and both changes stay', async () => {
  const holder = await lockThere('holder');
  const refused = await visitor.here.patch(path, { site: 'Basel' }, { prefer: 'wait=0' });
  expect(refused).toMatchObject({ status: 423, body: { code: 'row_locked' } });
  const patched = visitor.here.patch(path, { site: 'Basel' });
  await lockWait(sites.site.db);
  await holder(`asset.name = 'router'; asset.save(); ${COMMIT}`);
  expect(await patched).toMatchObject({
    status: 200,
    body: { name: 'router', site: 'Basel', version: 3 },
  });
});

test('a row that we hold makes select_for_update of Django wait, and it reads what we wrote', async () => {
  const { app } = sites.site;
  const [scope, units, rows] = [app.get(AssetScope), app.get(RecordUnits), app.get(RecordRows)];
  const nobody = {
    actor: { id: null },
    conditions: { lockWait: undefined, idempotencyKey: undefined },
  };
  const free = { ifMatch: undefined, leaseToken: undefined };
  const shell = sites.django.shell('rival');
  const rival = await units.run([scope], nobody, async (tx) => {
    const row = await units.lockOne(tx, scope, String(id), free);
    const values = scope.valuesOf({ name: 'ours' });
    await rows.write(tx, scope, [row], { op: 'update', values });
    await expect(
      shell(
        `from django.db import transaction
from assets.models import Asset
with transaction.atomic():
    Asset.objects.select_for_update(nowait=True).get(pk=pk)`,
        { pk: id },
      ),
    ).rejects.toThrow('OperationalError');
    const waiting = shell<string>(`with transaction.atomic():
    name = Asset.objects.select_for_update().get(pk=pk).name
name`);
    await lockWait(sites.site.db);
    return { waiting };
  });
  expect(await rival.waiting).toBe('ours');
});

test('a write of Django raises the version, stamps the time and stands in the history as "database"', async () => {
  await sites.site.db.query(`UPDATE assets_asset SET notes = 'before' WHERE id = ?`, [id]);
  const before = await visitor.here.get<{ updated_at: string; version: number }>(path);
  const version = await sites.django.python<number>(
    `asset = Asset.objects.get(pk=pk)
asset.name, asset.version = 'by Django', 99
asset.save()
asset.refresh_from_db()
asset.version`,
    { pk: id },
  );
  expect(version).toBe(before.body.version + 1);
  const after = await visitor.here.get<{ updated_at: string }>(path);
  expect(after.body).toMatchObject({ name: 'by Django', version });
  expect(after.body.updated_at > before.body.updated_at).toBe(true);
  expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  const event = await sites.django.python(
    `list(AssetEvent.objects.filter(asset_id=pk).values('kind', 'version', 'source', 'actor', 'changes'))[0]`,
  );
  expect(event).toEqual({
    kind: 'updated',
    version,
    source: 'database',
    actor: null,
    changes: { name: ['switch', 'by Django'] },
  });
});

test('what we write stands in the history that Django reads, with who did it', async () => {
  await visitor.here.patch(path, { site: 'Bern' });
  expect(
    await sites.django.python(
      `event = AssetEvent.objects.filter(asset_id=pk)[0]
[event.kind, event.source, event.actor.username, event.changes]`,
      { pk: id },
    ),
  ).toEqual(['updated', 'lockstep', 'root', { site: ['', 'Bern'] }]);
});

test('an asset that Django creates is a whole one here, and one that we create is one there', async () => {
  const created = await sites.django.python<number>(
    `from datetime import date
from decimal import Decimal
Asset.objects.create(asset_tag='DJANGO-1', name='Größe 🜚', cost=Decimal('12.50'), rack_unit=3,
    purchased_on=date(2026, 1, 2), assigned_to_id=1, custom={'a': [1, None, 'ü']}, ip_address='10.0.0.7').pk`,
  );
  expect((await visitor.here.get(`/api/assets/${created}`)).body).toMatchObject({
    asset_tag: 'DJANGO-1',
    name: 'Größe 🜚',
    serial: null,
    status: 'in_stock',
    cost: '12.50',
    rack_unit: 3,
    purchased_on: '2026-01-02',
    ip_address: '10.0.0.7',
    custom: { a: [1, null, 'ü'] },
    version: 1,
  });
  expect(
    await sites.django.python(
      `[(asset.name, asset.custom, asset.version) for asset in Asset.objects.filter(pk=pk, custom__rack__row=7)]`,
      { pk: id },
    ),
  ).toEqual([['switch', { rack: { row: 7 } }, 1]]);
});

test('an asset that Django deletes is gone here, and its history stays', async () => {
  await sites.django.python('Asset.objects.get(pk=pk).delete()', { pk: id });
  expect((await visitor.here.get(path)).status).toBe(404);
  expect(
    await sites.django.python(`[event.kind for event in AssetEvent.objects.filter(asset_id=pk)]`),
  ).toEqual(['deleted', 'created']);
});

/** The values of the inputs, selects and text areas of an admin page. */
async function adminForm(url: string): Promise<Record<string, string>> {
  const page = await visitor.there.get<string>(url);
  expect(page.status).toBe(200);
  const shown = /name="shown_version" value="(\d+)"/.exec(page.body)?.[1] ?? '';
  return {
    asset_tag: `LIVE-${tag}`,
    name: 'switch',
    status: 'in_stock',
    custom: '{}',
    shown_version: shown,
  };
}

test('the admin of Django lists, opens and saves assets', async () => {
  expect((await visitor.there.get('/admin/assets/asset/')).body).toContain(`LIVE-${tag}`);
  expect((await visitor.there.get('/admin/assets/assetevent/')).status).toBe(200);
  const url = `/admin/assets/asset/${id}/change/`;
  const saved = await postForm(visitor.there, url, { ...(await adminForm(url)), name: 'hub' });
  expect(saved.status).toBe(302);
  expect((await visitor.here.get(path)).body).toMatchObject({ name: 'hub', version: 2 });
});

test('a save in the admin from a page that is out of date is refused and undoes nothing', async () => {
  const url = `/admin/assets/asset/${id}/change/`;
  const form = await adminForm(url);
  await visitor.here.patch(path, { site: 'Chur' });
  const saved = await postForm(visitor.there, url, { ...form, name: 'hub' });
  expect(saved.status).toBe(200);
  expect(saved.body).toContain('This asset was changed meanwhile.');
  expect((await visitor.here.get(path)).body).toMatchObject({ name: 'switch', site: 'Chur' });
});
