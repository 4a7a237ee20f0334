import { expect, it } from 'vitest';
import { isConflict, isOutcomeUnknown, serverStateOf, toDomainError } from './mysql-errors.js';

it.each([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
])('takes %s for a database that is away', (code) => {
  const error = Object.assign(new Error('connect'), { code });
  expect(toDomainError(error)).toMatchObject({ code: 'database_unavailable', cause: error });
});

it.each([1021, 1114])('takes a full disk (%i) for a database that is away', (errno) => {
  const error = Object.assign(new Error('The table is full'), { errno });
  expect(toDomainError(error)).toMatchObject({ code: 'database_unavailable', cause: error });
});

it('takes a trigger that the server read half for a fault of the server, and a mistake in our SQL for ours', () => {
  const message = (head: string) => `${head}You have an error in your SQL syntax; check the manual`;
  const parseError = (text: string) => Object.assign(new Error(text), { errno: 1064 });
  const broken = "Trigger 'assets_asset_after_update' has an error in its body: '";
  expect(toDomainError(parseError(message(broken)))?.code).toBe('database_unavailable');
  expect(toDomainError(parseError(message('')))).toBeUndefined();
});

it.each([1142, 1143])('takes %i for a right that the account lacks', (errno) => {
  const error = Object.assign(new Error('denied'), { errno });
  expect(toDomainError(error)).toMatchObject({ code: 'missing_rights', cause: error });
});

it('takes a fault that it does not know for none of the database', () => {
  expect(toDomainError(new TypeError('x is not a function'))).toBeUndefined();
});

const driverError = (errno: number, sqlMessage = 'in any language', sqlState = 'HY000') =>
  Object.assign(new Error(sqlMessage), { errno, sqlMessage, sqlState });

it.each([
  [1040, /no more connections/],
  [1045, /refuses the user or the password/],
  [1047, /not part of its cluster/],
  [1049, /no database of the name/],
  [1053, /shutting down/],
  [1129, /blocks this host/],
  [1130, /no connections from this host/],
  [1193, /does not know a variable/],
  [1203, /account takes no more/],
  [1206, /no room for more locks/],
  [1223, /locked for a backup/],
  [1226, /account takes no more/],
  [1290, /read-only/],
  [1317, /Somebody ended/],
  [1461, /prepared statements/],
  [1524, /by a method/],
  [1698, /refuses the user or the password/],
  [1792, /read-only/],
  [1836, /read-only/],
  [1862, /expired/],
  [1927, /Somebody ended/],
  [2013, /A proxy/],
  [3032, /offline/],
  [3118, /locked/],
  [3159, /TLS only/],
  [3169, /Somebody ended/],
  [4031, /broke the connection off/],
  [4151, /locked/],
  [9001, /A proxy/],
])('takes %i for a state of the server, and says which', (errno, sentence) => {
  const error = driverError(errno);
  const told = toDomainError(error);
  expect(told).toMatchObject({ code: 'database_unavailable', details: { retry_after: 2 } });
  expect(serverStateOf(error)?.sentence).toMatch(sentence);
  expect(serverStateOf(told)?.sentence).toMatch(sentence);
});

it.each([
  [1044, /no rights on that database/],
  [1142, /lacks a right/],
  [1227, /lacks a right/],
])('takes %i for a right that the account lacks, and says which', (errno, sentence) => {
  const told = toDomainError(driverError(errno));
  expect(told).toMatchObject({ code: 'missing_rights', details: { retry_after: 10 } });
  expect(serverStateOf(told)?.sentence).toMatch(sentence);
});

it('takes every other SQLSTATE of a broken line, and every fatal error of the driver, for the same', () => {
  for (const error of [
    driverError(1159, '', '08S01'),
    driverError(4999, '', '08003'),
    Object.assign(new Error('closed state'), { fatal: true }),
  ])
    expect(toDomainError(error)?.code).toBe('database_unavailable');
});

it.each([1153, 1301, 1118])('takes %i for something too large, though the line breaks', (errno) => {
  expect(toDomainError(driverError(errno, '', '08S01'))?.code).toBe('too_large_for_database');
});

it.each([1412, 1615])('runs a unit again under which a table was altered (%i)', (errno) => {
  expect(isConflict(driverError(errno))).toBe(true);
});

// What the servers print for one and the same index.
it.each([
  `Duplicate entry 'it's' for key 'my_uniq'`,
  `Duplicate entry 'it's' for key 'p.my_uniq'`,
  `Doppelter Eintrag 'it's' für Schlüssel 'my_uniq'`,
  `'it's' は索引 'p.my_uniq' で重複しています。`,
  `重复条目'it's'键'my_uniq'`,
  `Opakovaný kľúč 'it's' (číslo kľúča 'my_uniq')`,
  `중복된 입력 값 'it's': key 'my_uniq'`,
])('reads the index out of %s', (message) => {
  expect(toDomainError(driverError(1062, message))).toMatchObject({ key: 'my_uniq' });
});

it.each([
  [1451, 'Cannot delete a parent row: a foreign key constraint fails', 'lending_loan'],
  [1451, 'Löschen schlug aufgrund einer Fremdschlüssel-Beschränkung fehl', 'lending_loan'],
  [1451, '親行の削除', 'od`d'],
])('reads the table that still refers out of %i in any language', (errno, text, table) => {
  const name = table.replaceAll('`', '``');
  const message = `${text} (\`si\`\`te\`.\`${name}\`, CONSTRAINT \`fk\` FOREIGN KEY (\`id\`) REFERENCES \`p\` (\`id\`))`;
  expect(toDomainError(driverError(errno, message))).toMatchObject({ details: { table } });
});

it('says that another table refers to a row where the account may not see which', () => {
  expect(toDomainError(driverError(1217))?.message).toMatch(/^Another table still refers/);
});

it.each([
  ['Got error 149 during COMMIT', true],
  ['Fehler 149 "Sperre; Transaktion neu starten" beim COMMIT', true],
  [`COMMIT中にエラー 149 "…" が発生しました。`, true],
  ['Got error 6 "No such device or address" during COMMIT', false],
])('tells by the number in it whether %s is a conflict', (message, isOne) => {
  const error = driverError(1180, message);
  expect([isConflict(error), isOutcomeUnknown(error)]).toEqual([isOne, !isOne]);
});

it.each([1053, 1317, 1927, 3169])('does not know what became of a COMMIT that met %i', (errno) => {
  expect(isOutcomeUnknown(driverError(errno))).toBe(true);
});
