import type { TestApp } from './app.js';
import type { Call } from './contract.js';
import { newSession, PASSWORD } from './users.js';

/** A call that succeeds, and how to make the service find fault with it. */
export interface Sample extends Omit<Call, 'operation'> {
  /** Over the call: what makes it a 400; `id=x` in the path when left out. */
  readonly malformed?: Omit<Call, 'operation'>;
  /** A status other than 200. */
  readonly status?: number;
}

const CSV = { 'content-type': 'text/csv' };
const UNKNOWN = { query: '?nonsense=1' };
const EMPTY = { body: {} };
export const LABEL = { label: 'auth.group' };

let counter = 0;

/** Makes what the calls need: a fresh asset for each. */
export class Samples {
  constructor(
    private readonly site: TestApp,
    private readonly userId: number,
  ) {}

  async newAsset(status = 'in_stock'): Promise<{ id: number; serial: string }> {
    counter += 1;
    const serial = `S-${counter}`;
    const { insertId } = await this.site.db.database.execute(
      `INSERT INTO assets_asset (asset_tag, name, serial, status, notes, custom) VALUES (?, 'sample', ?, ?, '', '{}')`,
      [`T-${counter}`, serial, status],
    );
    return { id: insertId, serial };
  }

  /** By the name of the operation; an operation without a sample is one that nobody proves. */
  async of(operation: string): Promise<Sample> {
    const make = this.table[operation];
    if (!make) throw new Error(`no sample of ${operation}`);
    return make();
  }

  private async onAsset(more: Sample = {}): Promise<Sample> {
    const { id } = await this.newAsset();
    return { params: { id }, malformed: { params: { id: 'x' } }, ...more };
  }

  private async held(): Promise<Sample> {
    const sample = await this.onAsset({ body: {} });
    await this.site.db.query(
      `UPDATE assets_asset SET status = 'deployed', assigned_to_id = ?, checked_out_at = NOW(6) WHERE id = ?`,
      [this.userId, sample.params?.id],
    );
    return sample;
  }

  private async aSession(): Promise<Sample> {
    const key = await newSession(this.site.db, this.site.config, { theme: 'dark' });
    return { params: { key } };
  }

  /** A row of the model that the calls are about. */
  async newGroup(): Promise<{ id: number; name: string }> {
    const name = this.newName();
    const { insertId } = await this.site.db.database.execute(
      'INSERT INTO auth_group (name) VALUES (?)',
      [name],
    );
    return { id: insertId, name };
  }

  private newName(): string {
    counter += 1;
    return `group ${counter}`;
  }

  private async onGroup(more: Sample = {}): Promise<Sample> {
    const { id } = await this.newGroup();
    // No URL has a `%` that is not followed by two digits (RFC 3986 section 2.1).
    return {
      params: { ...LABEL, key: id },
      malformed: { params: { ...LABEL, key: '%' } },
      ...more,
    };
  }

  private async groupsByName(more: object): Promise<Sample> {
    const { name } = await this.newGroup();
    return { params: LABEL, body: { filter: { name }, ...more }, malformed: EMPTY };
  }

  private async lease(model: string, key: unknown): Promise<void> {
    await this.site.db.query(
      `INSERT INTO lockstep_lease (model, row_key, holder_id, token, expires_at)
        VALUES (?, ?, ?, REPEAT('t', 32), UTC_TIMESTAMP(6) + INTERVAL 1 HOUR)`,
      [model, key, this.userId],
    );
  }

  private async filtered(set: object): Promise<Sample> {
    const { id } = await this.newAsset();
    return { body: { filter: { id }, ...set }, malformed: EMPTY };
  }

  private readonly table: Readonly<Record<string, () => Promise<Sample> | Sample>> = {
    'GET /health/live': () => ({}),
    'GET /health/ready': () => ({}),
    'GET /metrics': () => ({}),
    'GET /api/session': () => ({}),
    'PATCH /api/session': () => ({ body: { theme: 'dark' }, malformed: { body: { _private: 1 } } }),
    'GET /api/sessions': () => ({ malformed: UNKNOWN }),
    'DELETE /api/sessions': () => ({ query: '?user_id=999999', malformed: UNKNOWN }),
    'GET /api/sessions/{key}': () => this.aSession(),
    'DELETE /api/sessions/{key}': async () => ({ ...(await this.aSession()), status: 204 }),
    'POST /api/sessions/decode': () => ({ body: { session_data: 'nothing' }, malformed: EMPTY }),
    'GET /api/auth/csrf': () => ({}),
    'POST /api/auth/login': () => ({
      body: { username: 'root', password: PASSWORD },
      malformed: EMPTY,
    }),
    'POST /api/auth/logout': () => ({ status: 204 }),
    'GET /api/auth/me': () => ({}),
    'POST /api/auth/password': () => ({
      body: { old_password: PASSWORD, new_password: 'another horse battery staple' },
      malformed: EMPTY,
      status: 204,
    }),
    'GET /api/users': () => ({ malformed: UNKNOWN }),
    'GET /api/models': () => ({}),
    'GET /api/models/{label}': () => ({ params: LABEL, query: '?etags=true', malformed: UNKNOWN }),
    'GET /api/models/{label}/aggregate': () => ({
      params: LABEL,
      query: '?by=name',
      malformed: UNKNOWN,
    }),
    'GET /api/models/{label}/export': () => ({ params: LABEL, malformed: UNKNOWN }),
    'POST /api/models/{label}/import': async () => ({
      params: LABEL,
      body: `id,name\n${(await this.newGroup()).id},${this.newName()}\n`,
      headers: CSV,
      malformed: { params: LABEL, body: 'nonsense\n' },
    }),
    'POST /api/models/{label}': () => ({
      params: LABEL,
      body: { name: this.newName() },
      malformed: EMPTY,
      status: 201,
    }),
    'PATCH /api/models/{label}': () => this.groupsByName({ set: { name: this.newName() } }),
    'DELETE /api/models/{label}': () => this.groupsByName({}),
    'POST /api/models/{label}/claim': () =>
      this.groupsByName({ set: { name: this.newName() }, count: 1 }),
    'GET /api/models/{label}/{key}': () => this.onGroup({ malformed: UNKNOWN }),
    'PATCH /api/models/{label}/{key}': () => this.onGroup({ body: { name: this.newName() } }),
    'PUT /api/models/{label}/{key}': () => this.onGroup({ body: { name: this.newName() } }),
    'DELETE /api/models/{label}/{key}': () => this.onGroup({ status: 204 }),
    'GET /api/models/{label}/{key}/lease': async () => {
      const sample = await this.onGroup();
      await this.lease(LABEL.label, sample.params?.key);
      return sample;
    },
    'PUT /api/models/{label}/{key}/lease': () => this.onGroup({ body: { seconds: 60 } }),
    'DELETE /api/models/{label}/{key}/lease': () => this.onGroup({ status: 204 }),
    'GET /api/models/{label}/{key}/history': () => this.onGroup({ malformed: UNKNOWN }),
    'POST /api/batch': async () => {
      const { id: key } = await this.newGroup();
      const update = { op: 'update', model: LABEL.label, key, set: { name: this.newName() } };
      return { body: { operations: [update] }, malformed: EMPTY };
    },
    'GET /api/assets': () => ({ query: '?count=true&limit=1', malformed: UNKNOWN }),
    'POST /api/assets': () => ({ body: { name: 'new' }, malformed: EMPTY, status: 201 }),
    'PATCH /api/assets': () => this.filtered({ set: { rack: '9' } }),
    'DELETE /api/assets': () => this.filtered({}),
    'GET /api/assets/search': () => ({ query: '?key=sample', malformed: UNKNOWN }),
    'GET /api/assets/export': () => ({ malformed: UNKNOWN }),
    'POST /api/assets/import': async () => ({
      body: `asset_tag,name\nT-${(await this.newAsset()).serial.slice(2)},changed\n`,
      headers: CSV,
      malformed: { body: 'nonsense\n' },
    }),
    'GET /api/assets/{id}': () => this.onAsset(),
    'PATCH /api/assets/{id}': () => this.onAsset({ body: { rack: '7' } }),
    'DELETE /api/assets/{id}': () => this.onAsset({ status: 204 }),
    'POST /api/assets/{id}/check-out': () => this.onAsset({ body: { user_id: this.userId } }),
    'POST /api/assets/{id}/check-in': () => this.held(),
    'POST /api/assets/{id}/transition': () => this.onAsset({ body: { status: 'maintenance' } }),
    'POST /api/assets/allocate': async () => {
      const { id } = await this.newAsset();
      return { body: { filter: { id }, count: 1, user_id: this.userId }, malformed: EMPTY };
    },
    'POST /api/assets/batch': async () => {
      const { id } = await this.newAsset();
      return { body: { operations: [{ op: 'update', id, set: { rack: '3' } }] }, malformed: EMPTY };
    },
    'GET /api/assets/{id}/lease': async () => {
      const sample = await this.onAsset();
      await this.lease('assets.asset', sample.params?.id);
      return sample;
    },
    'PUT /api/assets/{id}/lease': () => this.onAsset({ body: { seconds: 60 } }),
    'DELETE /api/assets/{id}/lease': () => this.onAsset({ status: 204 }),
    'GET /api/locks': () => ({}),
    'GET /api/doctor': () => ({}),
    'GET /api/events': () => ({ malformed: UNKNOWN }),
    'GET /api/assets/{id}/history': () => this.onAsset(),
  };
}
