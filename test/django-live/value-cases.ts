import fc from 'fast-check';

/** A value as it goes over the wire. */
export interface Value {
  readonly json: string;
}

/** A field whose values are written from both sides. */
export interface Subject {
  readonly label: 'cmdb.server' | 'legacy.part';
  /** Django's. */
  readonly name: string;
  /** Under which answers show it, where that is another. */
  readonly attname?: string;
  readonly type: string;
  readonly values: fc.Arbitrary<Value>;
}

const value = (plain: unknown): Value => ({ json: JSON.stringify(plain) });
const spelled = (json: string): Value => ({ json });

/** What any field may be sent by mistake; every field is. */
export const ALWAYS: readonly Value[] = [
  ...[
    '',
    ' ',
    'x',
    '0',
    '1',
    '-1',
    '1.0',
    ' 12 ',
    '1_0',
    '１２',
    'None',
    'true',
    'True',
    't',
    'null',
    'NaN',
  ].map(value),
  ...[
    'null',
    'true',
    'false',
    '0',
    '1',
    '-1',
    '1.5',
    '1.0',
    '1e2',
    '1e400',
    '[]',
    '{}',
    '["x"]',
    '{"a":1}',
    '-0',
  ].map(spelled),
  ...['a\0b', 'x'.repeat(501)].map(value),
];

const of = (...values: fc.Arbitrary<unknown>[]): fc.Arbitrary<Value> =>
  fc.oneof(...values).map(value);

const text = (most: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: most + 2 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      'x'.repeat(most),
      'x'.repeat(most + 1),
      '漢'.repeat(most),
      '😀'.repeat(most),
      '😀'.repeat(most + 1),
    ),
    fc.constantFrom(
      'a\0b',
      'trailing  ',
      ' leading',
      'q\'"\\`%_',
      'é',
      '€',
      'a\r\nb',
      '\u200b',
      '\ud83d',
    ),
  );

const integer = (min: number, max: number): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.integer({ min, max }),
    fc.integer(),
    fc.constantFrom(min, max, min - 1, max + 1),
    fc.integer({ min, max }).map(String),
  );

const wide = fc
  .bigInt({ min: -(2n ** 65n), max: 2n ** 65n })
  .map((number) => spelled(String(number)));
const edges = fc
  .constantFrom(
    2n ** 63n - 1n,
    2n ** 63n,
    -(2n ** 63n),
    -(2n ** 63n) - 1n,
    2n ** 64n - 1n,
    2n ** 64n,
  )
  .map((number) => spelled(String(number)));
const wideInteger = fc.oneof(wide, edges, of(fc.integer()));

const decimal = (whole: number, places: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.stringMatching(new RegExp(`^\\d{1,${whole + 1}}$`)),
      fc.stringMatching(new RegExp(`^(\\.\\d{1,${places + 1}})?$`)),
    )
    .map((parts) => parts.join(''));

const day = fc
  .date({ min: new Date('1000-01-01'), max: new Date('9999-12-30'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const strangeDays = fc.constantFrom(
  '2026-02-29',
  '2024-02-29',
  '0000-01-01',
  '0001-01-01',
  '2026-1-5',
  '2026-13-01',
  '20260131',
  '9999-12-31',
  '2026-01-31T00:00:00',
);
const clock = fc
  .tuple(
    fc.integer({ min: 0, max: 24 }),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 60 }),
    fc.stringMatching(/^(\.\d{1,7})?$/),
  )
  .map(
    ([hour, minute, second, fraction]) =>
      `${[hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':')}${fraction}`,
  );
const times = fc.oneof(
  clock,
  fc.constantFrom('08:00', '8:00', '23:59:59.999999', '23:59:59.5', '24:00:00', '100:00:00'),
);
const instant = fc
  .tuple(
    day,
    clock,
    fc.constantFrom('', 'Z', '+08:00', '-05:30', '+0800'),
    fc.constantFrom('T', ' '),
  )
  .map(([date, time, zone, between]) => `${date}${between}${time}${zone}`);
const recent = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2037-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const instants = fc.oneof(
  recent,
  instant,
  fc.constantFrom('2026-02-29', '2026-1-5', '2026-13-01', '2026-01-31'),
  fc.constantFrom(
    '2026-06-30T23:59:59.999999Z',
    '9999-12-31T23:59:59Z',
    '1970-01-01T00:00:00Z',
    '2038-01-19T03:14:08Z',
  ),
);

const duration = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.stringMatching(/^(\.\d{1,6})?$/),
    )
    .map(
      ([sign, days, hours, minutes, fraction]) =>
        `${sign}P${days}DT${String(hours).padStart(2, '0')}H${String(minutes).padStart(2, '0')}M07${fraction}S`,
    ),
  fc.constantFrom(
    '1 02:00:00',
    '-1 02:00:00.5',
    '02:00:00',
    'P1D',
    'PT36H',
    'P',
    'PT',
    'P1W',
    'P106751991DT04H00M54.775807S',
    'P106751992D',
    '15:30',
    '3 days',
  ),
);

const bytes = (most: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.uint8Array({ maxLength: most + 1 }).map((array) => Buffer.from(array).toString('base64')),
    fc.constantFrom('QQ', 'QQ=', 'Q===', '====', 'Q Q=', 'QUJD\n', 'ab-_'),
  );

const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom(
    '::ffff:10.0.0.1',
    '::FFFF:0A00:0001',
    '::5:4',
    '::4',
    '::1',
    'FE80::1',
    'fe80::1%eth0',
    '010.0.0.1',
    '10.0.0',
    '10.0.0.256',
    '1:2:3:4:5:6:7::',
    '::',
  ),
);

const uuids = fc.oneof(
  fc.uuid(),
  fc.uuid().map((id) => id.replaceAll('-', '')),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.uuid().map((id) => `{${id}}`),
  fc.uuid().map((id) => `urn:uuid:${id}`),
  fc.constantFrom('6ba7b810', 'x'.repeat(32)),
);

const floats = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(
    0.1,
    1e308,
    -1e308,
    5e-324,
    2.2250738585072014e-308,
    16_777_217,
    1e21,
    1e-7,
    '1.5',
    '1e3',
    '.5',
    'inf',
  ),
);

/** Documents with numbers of any size and spelling. */
const documents = fc.oneof(
  fc.json({ maxDepth: 4 }).map(spelled),
  fc
    .constantFrom(
      '{"n":7088992364139642880}',
      '{"n":123456789012345678901234567890}',
      '[1.10,1e5,-0,0.1]',
      '{"a":{"b":[null,true,"漢😀"]}}',
      '{"__proto__":{"x":1}}',
      '{"a":1,"a":2}',
      '""',
      '0',
      '"text"',
      '[[[[[[]]]]]]',
      '{"":""}',
      '"\\u0000"',
      '"\\ud83d"',
      'null',
      '{}',
      '[]',
    )
    .map(spelled),
);

const server = (
  name: string,
  type: string,
  values: fc.Arbitrary<Value>,
  attname?: string,
): Subject => ({
  label: 'cmdb.server',
  name,
  type,
  values,
  ...(attname === undefined ? {} : { attname }),
});
const part = (name: string, type: string, values: fc.Arbitrary<Value>): Subject => ({
  label: 'legacy.part',
  name,
  type,
  values,
});

export const subjects: readonly Subject[] = [
  server('hostname', 'text', of(text(128))),
  server('key', 'text', of(text(32))),
  server('sn', 'text', of(text(64))),
  server(
    'status',
    'text',
    of(fc.constantFrom(0, 1, 2, 3, '0', '1', '2', '3', '库存', 0.5), text(4)),
  ),
  server(
    'kind',
    'text',
    of(fc.constantFrom('physical', 'virtual', 'network', 'Physical', 'physical ')),
  ),
  server('notes', 'text', of(text(30))),
  server('contract', 'text', of(text(100))),
  server('owner', 'integer', of(fc.constantFrom(1, 2, 99_999, '1')), 'owner_id'),
  server('idc', 'integer', of(fc.constantFrom(1, 2, 99_999, '1')), 'idc_id'),
  server('rack', 'integer', of(fc.constantFrom(1, 2, 99_999, '1')), 'rack_id'),
  server('cabinet_id', 'integer', of(integer(-32_768, 32_767))),
  server('units', 'integer', of(integer(0, 65_535))),
  server('bytes_sent', 'integer', wideInteger),
  server('port', 'decimal', of(decimal(6, 0), integer(0, 999_999))),
  server('cost', 'decimal', of(decimal(8, 2), fc.constantFrom(1.5, 0.1, 1e21, 12_345_678.9))),
  server('price', 'float', of(floats)),
  server('is_monitored', 'boolean', of(fc.boolean())),
  server('is_virtual', 'boolean', of(fc.boolean())),
  server('ip', 'address', of(address)),
  server('uptime', 'duration', of(duration)),
  server('uuid', 'uuid', of(uuids)),
  server('extra', 'json', documents),
  server('fingerprint', 'binary', of(bytes(50))),
  server('bought_on', 'date', of(day, strangeDays)),
  server('backup_at', 'time', of(times)),
  part('size', 'text', of(fc.constantFrom('s', 'm', 'l', 'M', 'x', 's '))),
  part('tiny', 'integer', of(integer(-128, 127))),
  part('middle', 'integer', of(integer(0, 16_777_215))),
  part('big', 'integer', wideInteger),
  part('single', 'float', of(floats)),
  part('fixed', 'decimal', of(decimal(14, 6))),
  part('old_stamp', 'datetime', of(instants)),
  part('old_time', 'datetime', of(instants)),
  part('milli', 'datetime', of(instants)),
  part('micro', 'datetime', of(instants)),
  part('span', 'time', of(times)),
  part('clock', 'time', of(times)),
  part('exact', 'time', of(times)),
  part('letters', 'text', of(text(5))),
  part('hash', 'binary', of(bytes(16))),
  part('thing', 'binary', of(bytes(40))),
  part('picture', 'binary', of(bytes(60))),
  part('story', 'text', of(text(40))),
  part('doc', 'json', documents),
  part('name', 'text', of(text(60))),
  part('latin', 'text', of(text(20))),
  part('three', 'text', of(text(20))),
];

/** A model of Django for a table that Django did not make, with the fields that fit its columns. */
export const PARTS = `
from django.db import models
class Part(models.Model):
    code = models.CharField(primary_key=True, max_length=20)
    size = models.CharField(max_length=1, null=True, blank=True, choices=[('s', 's'), ('m', 'm'), ('l', 'l')])
    tiny = models.SmallIntegerField(null=True, blank=True)
    middle = models.PositiveIntegerField(null=True, blank=True)
    big = models.PositiveBigIntegerField(null=True, blank=True)
    single = models.FloatField(null=True, blank=True)
    fixed = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    old_stamp = models.DateTimeField(null=True, blank=True)
    old_time = models.DateTimeField(null=True, blank=True)
    milli = models.DateTimeField(null=True, blank=True)
    micro = models.DateTimeField(null=True, blank=True)
    span = models.TimeField(null=True, blank=True)
    clock = models.TimeField(null=True, blank=True)
    exact = models.TimeField(null=True, blank=True)
    letters = models.CharField(max_length=5, null=True, blank=True)
    hash = models.BinaryField(max_length=16, null=True, blank=True)
    thing = models.BinaryField(max_length=40, null=True, blank=True)
    picture = models.BinaryField(null=True, blank=True)
    story = models.TextField(null=True, blank=True)
    doc = models.JSONField(null=True, blank=True)
    name = models.CharField(max_length=60, null=True, blank=True)
    latin = models.CharField(max_length=20, null=True, blank=True)
    three = models.CharField(max_length=20, null=True, blank=True)
    class Meta:
        app_label = 'cmdb'
        managed = False
        db_table = 'legacy_part'
`;

/** What became of a value on both sides. */
interface Told {
  readonly status: number | undefined;
  /** What is stored here, or why it was refused. */
  readonly here: unknown;
  readonly django: unknown;
}

/** Where we and Django do not do the same. */
export interface Difference {
  readonly isAbout: (subject: Subject, value: Value, told: Told) => boolean;
  /** The words of docs/models.md about it. */
  readonly documented: string;
  /** Where it is to be met; everywhere without. */
  readonly on?: 'MariaDB' | 'MySQL';
}

const isRefused = ({ status }: Told): boolean => status !== 200;
/** By the field of Django. */
const isFaulted = ({ django }: Told): boolean => String(django).startsWith('field:');
const isOf = ({ type }: Subject, ...types: string[]): boolean => types.includes(type);
const plain = ({ json }: Value): unknown => JSON.parse(json);

/** What the JSON types are that stand for a value of a field. */
const JSON_TYPES: Readonly<Record<string, readonly string[]>> = {
  boolean: ['boolean', 'string'],
  integer: ['number', 'string'],
  decimal: ['number', 'string'],
  float: ['number', 'string'],
  text: ['number', 'string'],
};

const isOtherType = ({ type }: Subject, value: Value): boolean =>
  !(JSON_TYPES[type] ?? ['string']).includes(typeof plain(value)) ||
  (type === 'integer' && typeof plain(value) === 'number' && !Number.isInteger(plain(value)));

/** Spaces and underlines, digits of other scripts, hours, days and months of one digit, digits behind the microsecond. */
const LOOSE = /^\s|\s$|_|[^\x20-\x7e]|\.\d{7,}|(^|[-T ])\d[-:]|-\d$/;
const BOOLEANS = /^[tf01]$/i;
const DURATIONS = /day|^PT?$|^-?\d+(\.\d+)?$/;

const isLoose = (subject: Subject, given: unknown): boolean =>
  typeof given === 'string' &&
  !isOf(subject, 'text', 'json', 'binary') &&
  (LOOSE.test(given) ||
    (isOf(subject, 'boolean') && BOOLEANS.test(given)) ||
    (isOf(subject, 'float') && /^-?\./.test(given)) ||
    (isOf(subject, 'duration') && DURATIONS.test(given)));

export const DIFFERENCES: readonly Difference[] = [
  {
    documented: 'a value of another JSON type',
    isAbout: (subject, value, told) =>
      isRefused(told) && !isOf(subject, 'json') && isOtherType(subject, value),
  },
  {
    documented: "Python's and Django's looser spellings",
    isAbout: (subject, value, told) =>
      isRefused(told) && isLoose(subject, plain(value)) && !isFaulted(told),
  },
  {
    documented: 'an empty text for no value',
    isAbout: (subject, value, told) =>
      isRefused(told) && value.json === '""' && !isOf(subject, 'text') && !isFaulted(told),
  },
  {
    documented: 'an exponent in a decimal',
    isAbout: (subject, value, told) =>
      isRefused(told) && isOf(subject, 'decimal') && /e/i.test(value.json),
  },
  {
    documented: '`"true"` and `"false"`',
    isAbout: (subject, value, told) =>
      told.status === 200 && isOf(subject, 'boolean') && value.json === '"true"',
  },
  {
    documented: "MySQL's `json` keeps integers",
    on: 'MySQL',
    isAbout: (subject, _, told) =>
      isOf(subject, 'json') &&
      isRefused(told) &&
      String(told.here).includes('cannot hold the number'),
  },
  {
    documented: 'a number in a document that no double holds',
    on: 'MariaDB',
    isAbout: (subject, { json }, told) =>
      told.status === 200 && isOf(subject, 'json') && json === '1e400',
  },
  {
    documented: 'a number for a text',
    isAbout: (subject, value) => isOf(subject, 'text') && typeof plain(value) === 'number',
  },
  {
    documented: 'the character NUL in a text',
    isAbout: (subject, value, told) =>
      isRefused(told) && isOf(subject, 'text') && value.json.includes('\\u0000'),
  },
  {
    documented: '`max_length` of a TextField',
    isAbout: ({ name }, value, told) =>
      isRefused(told) && name === 'notes' && String(plain(value)).length > 500,
  },
  {
    documented: 'what `blank=False` refuses',
    isAbout: (_, value, told) =>
      told.status === 200 &&
      ['""', '{}', '[]', 'null'].includes(value.json) &&
      String(told.django).includes('blank'),
  },
  {
    documented: 'integer choices of a CharField',
    isAbout: ({ name }, value, told) =>
      name === 'status' && told.status === 200 && ['0', '1', '2'].includes(String(plain(value))),
  },
  {
    documented: 'a foreign key without a constraint',
    isAbout: ({ name }, _, told) =>
      name === 'rack' && String(told.django).includes('does not exist'),
  },
  {
    documented: 'zeros behind the point',
    isAbout: (subject, value, told) =>
      told.status === 200 &&
      isOf(subject, 'integer', 'decimal') &&
      /^-?\d+\.\d*0$/.test(String(plain(value))),
  },
  {
    documented: 'a decimal that comes as a JSON number',
    isAbout: (subject, value, told) =>
      told.status === 200 && isOf(subject, 'decimal') && typeof plain(value) === 'number',
  },
];
