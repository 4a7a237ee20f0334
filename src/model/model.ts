import type { DatabaseTimeSettings } from '../django/index.js';

/**
 * The description of a table that is served. Everything that is done with rows (queries, views, OpenAPI, permissions) asks it, as
 * Django's code asks `Model._meta` (`django/db/models/options.py`). Pure data: made once from the database, the dump and the file.
 */
export interface Model {
  /** `blog.asset_db`: the app label and the lower-case class name, as `django_content_type` spells them. */
  readonly label: string;
  readonly verboseName: string;
  readonly table: string;
  /** The primary key, one of `fields`; undefined where the table has none or one of several columns. */
  readonly primaryKey?: Field;
  /** The unique field whose value stands for `{key}` in the routes; the primary key when the file names no other. */
  readonly lookupField?: Field;
  /** In the order of the table, hidden ones included: they count in the ETag and in nothing else. */
  readonly fields: readonly Field[];
  readonly relations: readonly Relation[];
  readonly indexes: readonly Index[];
  /** As in `Meta.ordering`: `-updated_at`, `name`; the primary key is added to it. */
  readonly ordering: readonly string[];
  /** Names of fields that `search=` looks in. */
  readonly searchFields: readonly string[];
  readonly permissions: ModelPermissions;
  readonly versioning: Versioning;
  /** Where it is served by routes of its own, which alone write it; else below `/api/models`. */
  readonly url?: string;
  /** How its times are kept, where that is not as the site keeps its own. */
  readonly time?: DatabaseTimeSettings;
  /** Why no row of it can be written, in a sentence for people; undefined where the table allows it. */
  readonly readOnlyReason?: string;
  /** Whether the file lets rows be added, and deleted. What of a row can be changed is said by `editable` of fields and relations. */
  readonly add: boolean;
  readonly delete: boolean;
}

/** A column of the table. */
export interface Field {
  /** Django's name, which filters use: `owner`. */
  readonly name: string;
  /** Django's `attname`, under which answers show it: `owner_id` for a foreign key, else the name. */
  readonly attname: string;
  readonly column: string;
  readonly type: FieldType;
  /** The type in the words of the database: `varchar(64)`. */
  readonly columnType: string;
  readonly nullable: boolean;
  readonly unique: boolean;
  /** Not shown, filtered, ordered or searched by anybody, and not told apart from a field that isn't there. */
  readonly hidden: boolean;
  readonly verboseName: string;
  /** Characters of a text, bytes of a binary. */
  readonly maxLength?: number;
  /** Of an integer, as decimal text, because a bigint is more than a number holds. */
  readonly bounds?: { readonly min: string; readonly max: string };
  /** Of a decimal. */
  readonly digits?: { readonly total: number; readonly decimals: number };
  /** Digits of a second that a time keeps, 0 to 6. */
  readonly precision?: number;
  readonly collation?: string;
  /** The database computes it; nobody writes it. */
  readonly isGenerated: boolean;
  /** Whether the file lets it be written; never where it is hidden, generated, stamped or the primary key. */
  readonly editable: boolean;
  /** What a new row gets here unless a value is given, as answers show it: from the file, else from the dump. */
  readonly default?: unknown;
  /** Whether an INSERT may leave it out: DEFAULT, AUTO_INCREMENT, NULL or computed. */
  readonly hasTableDefault: boolean;
  /** Set by our writes to the time of the write: of a new row (`auto_now_add`), or of every change as well (`auto_now`). */
  readonly stamp?: 'create' | 'update';
  /** Of an enum or from the dump, in their order; a key may stand there twice, as in the code it comes from. */
  readonly choices?: readonly (readonly [value: string | number | boolean | null, label: string])[];
  /** Of a foreign key: what it refers to, whether or not the database has a constraint for it. */
  readonly references?: { readonly table: string; readonly column: string };
}

/**
 * How a value travels. In JSON: boolean, integer, float and json as themselves, every other as text.
 * `address` is an IP address (GenericIPAddressField), `duration` Django's microseconds in a bigint, `uuid` 32 hexadecimal digits.
 */
export type FieldType =
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'address'
  | 'uuid'
  | 'date'
  | 'datetime'
  | 'time'
  | 'duration'
  | 'json'
  | 'binary';

/** A way from a row of this model to rows of another, by the name that Django's lookups use. */
export interface Relation {
  readonly name: string;
  /** `reverse`: of a foreign key, or of a many-to-many relation, which then has a `through`, too. */
  readonly kind: 'forward' | 'many_to_many' | 'reverse';
  /** The label of the other model, which need not be among those that are served. */
  readonly to: string;
  /** Whether there is at most one row at the other end. */
  readonly single: boolean;
  /** Of a many-to-many relation: whether the file lets its list of keys be set. */
  readonly editable: boolean;
  /** The column of this model's table where the way begins. */
  readonly column: string;
  /** The column of the other model's table where it ends. */
  readonly toColumn: string;
  /** The table between the two, where the relation is a many-to-many one. */
  readonly through?: {
    readonly table: string;
    /** Its column that holds the value of `column`. */
    readonly fromColumn: string;
    /** Its column that holds the value of `toColumn`. */
    readonly toColumn: string;
    /** Whether these are integers. */
    readonly hasIntegerKeys: boolean;
  };
}

export interface Index {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
}

/** What a row's ETag is made of. */
type Versioning =
  /** A column that a trigger raises on every change. */
  | { readonly kind: 'column'; readonly column: string }
  /** A keyed hash over the columns, but these. */
  | { readonly kind: 'row'; readonly ignored: readonly string[] };

/** Who may do what: a permission of Django (`blog.change_asset_db`) or a class of REST framework. */
export interface ModelPermissions {
  readonly view: string;
  readonly add: string;
  readonly change: string;
  readonly delete: string;
}

/** REST framework's `permissions.IsAuthenticated` and `permissions.IsAdminUser` (staff). */
export const PERMISSION_CLASSES = ['IsAuthenticated', 'IsAdminUser'] as const;

/** The models that are served, by label. */
export type ModelRegistry = ReadonlyMap<string, Model>;

/** The field that filters, `ordering` and `fields` mean by this name or attribute name; `pk` is the primary key. Never a hidden one. */
export function fieldNamed({ fields, primaryKey }: Model, name: string): Field | undefined {
  if (name === 'pk') return primaryKey?.hidden ? undefined : primaryKey;
  return fields.find((field) => !field.hidden && (field.name === name || field.attname === name));
}

/** Why no row of it can be written, in a sentence for people; undefined where something can, by the table and the file. */
export const whyReadOnly = (model: Model): string | undefined =>
  model.readOnlyReason ??
  (writesOf(model).length > 0
    ? undefined
    : 'lockstep.json names no field as editable, and lets no row be added or deleted.');

/** What the file lets be done with rows besides reading them. */
export function writesOf({ fields, relations, add, delete: isDeletable }: Model): Action[] {
  const isChanged = [...fields, ...relations].some(({ editable }) => editable);
  return [
    ...(isChanged ? (['change'] as const) : []),
    ...(add ? (['add'] as const) : []),
    ...(isDeletable ? (['delete'] as const) : []),
  ];
}

/** As Django's permissions call them. */
type Action = 'change' | 'add' | 'delete';

/**
 * Whether a new row gets a value here although none is given: from the table, the file, Django, the time, or, for a primary
 * key that is a UUID, from us. Of a primary key the table tells us only what it counts, not what an expression makes.
 */
export const hasDefault = (
  { primaryKey }: Pick<Model, 'primaryKey'>,
  { hasTableDefault, default: value, stamp, type, name }: Field,
): boolean => {
  const isKey = name === primaryKey?.name;
  const isCounted = type === 'integer' || type === 'boolean';
  return (
    (hasTableDefault && (!isKey || isCounted)) ||
    value !== undefined ||
    stamp !== undefined ||
    (type === 'uuid' && isKey)
  );
};

/** Whether a caller may give the field a value when a row is added. */
export const isGiven = ({ lookupField }: Model, { editable, name }: Field): boolean =>
  editable || name === lookupField?.name;

export const shownFields = ({ fields }: Model): readonly Field[] =>
  fields.filter(({ hidden }) => !hidden);

/** Whether a relation may be told of, to whoever may see the model at its other end: a way along a hidden column would tell its values. */
export function isShownRelation(model: Model, { kind, ...relation }: Relation, to: Model): boolean {
  const isHidden = ({ fields }: Model, column: string): boolean =>
    fields.some((field) => field.column === column && field.hidden);
  return (
    !isHidden(model, relation.column) && !(kind !== 'forward' && isHidden(to, relation.toColumn))
  );
}
