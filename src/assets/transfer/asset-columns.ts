import { type Column, columnsOf } from '../../records/index.js';
import { assetModel, type Field, FIELD_NAMES, FIELDS } from '../asset.model.js';
import { writableFields } from '../dto/asset-fields.js';

/** Those which can be neither NULL nor empty: an empty cell says nothing about them. */
const NEVER_EMPTY: ReadonlySet<Field> = new Set<Field>(['asset_tag', 'status']);

/** The columns of a file of assets; those that only the database and check-out set are passed over by an import. */
export const assetColumns = (names: readonly Field[] = FIELD_NAMES): Column[] =>
  columnsOf(
    assetModel,
    names.map((name) => FIELDS[name]),
  ).map((column, at) => {
    const name = names[at];
    return {
      ...column,
      empty: name && NEVER_EMPTY.has(name) ? undefined : column.empty,
      isRead: Object.hasOwn(writableFields, column.name),
    };
  });
