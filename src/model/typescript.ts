import {
  type Field,
  type FieldType,
  hasDefault,
  isGiven,
  isShownRelation,
  type Model,
  type ModelRegistry,
  type Relation,
  shownFields,
} from './model.js';

const HEAD = `// Made by \`lockstep types\` from the served models; made anew when lockstep.json or the tables change.
// An integer beyond 2^53 comes as text. Choices are those of the code: the table may hold others.
`;

/** The label of the inventory, whose types the client brings along. */
const INVENTORY = 'assets.asset';

const TYPES: Readonly<Record<FieldType, string>> = {
  boolean: 'boolean',
  integer: 'number',
  float: 'number',
  decimal: 'string',
  text: 'string',
  address: 'string',
  uuid: 'string',
  date: 'string',
  datetime: 'string',
  time: 'string',
  duration: 'string',
  json: 'unknown',
  binary: 'string',
};

/** TypeScript for `createLockstep<Models>()`: of each model what a row is, what a new one takes, and what may be changed. Pure. */
export function typesOf(models: ModelRegistry, { inventory }: { inventory: boolean }): string {
  const served = [...models.values()].filter(({ label }) => label !== INVENTORY);
  const names = namesOf(served.map(({ label }) => label));
  const entries = served.map((model) => {
    const name = names.get(model.label) ?? '';
    return `  ${quoted(model.label)}: {
    row: ${name};
    create: ${model.add ? `${name}Create` : 'never'};
    update: ${isChangeable(model) ? `${name}Update` : 'never'};
    key: ${keyOf(model)};
  };`;
  });
  const asset = inventory ? [`  ${quoted(INVENTORY)}: AssetModel;`] : [];
  return [
    HEAD,
    ...(inventory ? ["import type { AssetModel } from '@lockstep/client';\n"] : []),
    `export interface Models {\n${[...entries, ...asset].join('\n')}\n}\n`,
    ...served.map((model) => interfacesOf(model, names.get(model.label) ?? '', models)),
  ].join('\n');
}

function interfacesOf(model: Model, name: string, models: ModelRegistry): string {
  const fields = shownFields(model);
  const lists = model.relations.filter(
    (relation) => relation.kind === 'many_to_many' && isSeen(model, relation, models),
  );
  const row = [
    ...fields.map((field) => line(field, '')),
    ...lists.map((relation) => listLine(relation, models, '')),
  ];
  const update = [
    ...fields.filter(({ editable }) => editable).map((field) => line(field, '?')),
    ...lists.filter(({ editable }) => editable).map((one) => listLine(one, models, '?')),
  ];
  const create = [
    ...fields
      .filter((field) => isGiven(model, field))
      .map((field) => line(field, hasDefault(model, field) ? '?' : '')),
    ...lists.filter(({ editable }) => editable).map((one) => listLine(one, models, '?')),
  ];
  return [
    declared(name, row, `${model.verboseName} (${model.label})`),
    ...(model.add ? [declared(`${name}Create`, create)] : []),
    ...(isChangeable(model) ? [declared(`${name}Update`, update)] : []),
  ].join('\n');
}

const declared = (name: string, lines: readonly string[], about?: string): string =>
  `${about === undefined ? '' : `${comment(about)}\n`}export interface ${name} {\n${lines.join('\n')}\n}\n`;

function line(field: Field, optional: '' | '?'): string {
  const isTold = field.verboseName !== field.name.replaceAll('_', ' ') && field.verboseName !== '';
  const about = isTold ? `  ${comment(field.verboseName)}\n` : '';
  return `${about}  ${property(field.attname)}${optional}: ${typeOf(field)};`;
}

const listLine = ({ name, to, toColumn }: Relation, models: ModelRegistry, optional: '' | '?') => {
  const key = models.get(to)?.fields.find(({ column }) => column === toColumn);
  return `  ${property(name)}${optional}: ${key ? TYPES[key.type] : 'string'}[];`;
};

function typeOf({ type, choices, nullable }: Field): string {
  const values = [...new Set(choices?.map(([value]) => literal(value, type)))];
  const all = values.length > 0 ? values : [TYPES[type]];
  return [...new Set([...all, ...(nullable ? ['null'] : [])])].join(' | ');
}

/** A CharField may have numbers as its choices; answers show what the column holds. */
function literal(value: string | number | boolean | null, type: FieldType): string {
  if (value === null) return 'null';
  return TYPES[type] === 'string' ? quoted(String(value)) : String(value);
}

const keyOf = ({ lookupField }: Model): string =>
  lookupField === undefined || lookupField.hidden ? 'never' : TYPES[lookupField.type];

const isChangeable = ({ fields, relations }: Model): boolean =>
  [...fields, ...relations].some(({ editable }) => editable);

function isSeen(model: Model, relation: Relation, models: ModelRegistry): boolean {
  const to = models.get(relation.to);
  return to !== undefined && isShownRelation(model, relation, to);
}

/** `blog.asset_db` is `BlogAssetDb`; two that would be called the same are told apart by a number. */
function namesOf(labels: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(['Models', 'AssetModel']);
  for (const label of labels) {
    const words = label.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const base = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    const plain = /^\p{L}/u.test(base) ? base : `Model${base}`;
    let name = plain;
    for (let n = 2; taken.has(name); n += 1) name = `${plain}${n}`;
    for (const suffix of ['', 'Create', 'Update']) taken.add(name + suffix);
    names.set(label, name);
  }
  return names;
}

const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const comment = (text: string): string =>
  `/** ${text.replace(/\s+/g, ' ').replaceAll('*/', '* /')} */`;
