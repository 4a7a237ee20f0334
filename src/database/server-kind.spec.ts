import { expect, test } from 'vitest';
import { kindOf } from './server-kind.js';

const GROUP = ['group_replication_group_name', '0b1c2d3e-0000-4000-8000-000000000001'] as const;
const NO_GROUP = ['group_replication_group_name', ''] as const;
const single = (value: string) => ['group_replication_single_primary_mode', value] as const;

test.each([
  ['MariaDB alone', ['10.11.19-MariaDB', 'OFF'], [], 'takesBlocks keepsNumbers'],
  ['a Galera node', ['10.11.19-MariaDB', 'ON'], [], 'isGalera isOneOfSeveralWriters keepsNumbers'],
  ['MySQL alone', ['9.7.4', undefined], [], ''],
  ['MySQL with the plugin and no group', ['9.7.4', undefined], [NO_GROUP, single('OFF')], ''],
  [
    'a member of a group with one primary',
    ['8.4.0', undefined],
    [GROUP, single('ON')],
    'isGroupMember',
  ],
  [
    'one of several primaries',
    ['8.4.0', undefined],
    [GROUP, single('OFF')],
    'isGroupMember isOneOfSeveralWriters',
  ],
] as const)('what is done on %s', (_, [version, wsrep], others, expected) => {
  const variables = new Map<string, string>([['version', version], ...others]);
  if (wsrep !== undefined) variables.set('wsrep_on', wsrep);
  const kind = Object.entries(kindOf(variables)).flatMap(([name, is]) => (is ? [name] : []));
  expect(kind.join(' ')).toBe(expected);
});
