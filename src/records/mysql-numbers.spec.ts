import { expect, it } from 'vitest';
import { parseJson } from '../exact-json.js';
import { changedByMySql } from './mysql-numbers.js';

const changed = (number: string) =>
  changedByMySql(parseJson(`{"a":[1,"2.0",{"n":${number}}],"z":null}`));

it.each([
  ...['7', '1.5', '1.0', '-0.0', '0.1e1', '150e-1', '1e21', '-1.50E+300', '0.30'],
  ...['7088992364139642880', '-9223372036854775808', '18446744073709551615'],
])('MySQL keeps %s', (number) => {
  expect(changed(number)).toBeUndefined();
});

it.each([
  ...['18446744073709551616', '-9223372036854775809', '1e400', '-1E+400', '1e-400'],
  ...['0.1234567890123456789', '123456789012345678.5', '1e999999999999999999999'],
])('MySQL would change %s, so it is refused', (number) => {
  expect(changed(number)).toBe(number);
});
