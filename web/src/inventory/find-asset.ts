import { type Row, rowsOf } from '../api/lockstep.js';
import { INVENTORY } from './model.js';

/** The asset that a code names: by our own address on a label, by its tag, or by its serial number. */
export async function findAsset(code: string, signal: AbortSignal): Promise<Row | undefined> {
  const id = idInAddress(code);
  if (id !== undefined) return first('id', id, signal);
  return (await first('asset_tag', code, signal)) ?? (await first('serial', code, signal));
}

async function first(field: string, value: string, signal: AbortSignal): Promise<Row | undefined> {
  const { rows } = await rowsOf(INVENTORY).page(
    { lookups: { [field]: value }, fields: 'id', limit: 1 },
    { signal },
  );
  return rows[0]?.value;
}

/** Of this console alone: elsewhere the same number is another asset. */
function idInAddress(code: string): string | undefined {
  if (!URL.canParse(code)) return undefined;
  const { origin, pathname } = new URL(code);
  const [, label, id, ...rest] = pathname.split('/');
  const isOurs = origin === location.origin && label === INVENTORY && rest.length === 0;
  return isOurs && id !== undefined && /^\d+$/.test(id) ? id : undefined;
}
