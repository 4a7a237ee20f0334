import { expect, it } from 'vitest';
import { Rights } from './rights.js';

const NEEDED = ['SELECT', 'INSERT', 'TRIGGER'];

it.each([
  ['GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION', []],
  ['GRANT ALL PRIVILEGES ON `shop`.* TO `web`@`%`', []],
  ['GRANT SELECT, INSERT ON `shop`.* TO `web`@`%`', ['TRIGGER']],
  ["GRANT USAGE ON *.* TO `web`@`%` IDENTIFIED BY PASSWORD '*AB'", NEEDED],
  ['GRANT ALL PRIVILEGES ON `other`.* TO `web`@`%`', NEEDED],
  ['GRANT SELECT, TRIGGER ON `sh%`.* TO `web`@`%`', ['INSERT']],
  ['GRANT SELECT, TRIGGER ON `s_op`.* TO `web`@`%`', ['INSERT']],
  ['GRANT SELECT, TRIGGER ON `s\\_op`.* TO `web`@`%`', NEEDED],
  ['GRANT SELECT ON `shop`.`auth_user` TO `web`@`%`', NEEDED],
  ['GRANT SELECT (id, name), INSERT ON `shop`.* TO `web`@`%`', ['SELECT', 'TRIGGER']],
  ['GRANT `writers` TO `web`@`%`', NEEDED],
])('%s lacks %j on the database', (grant, missing) => {
  expect(new Rights([grant], 'shop').missing(NEEDED)).toEqual(missing);
});

it('adds up what several lines give on one table', () => {
  const rights = new Rights(
    [
      'GRANT USAGE ON *.* TO `web`@`%`',
      'GRANT SELECT ON `shop`.* TO `web`@`%`',
      'GRANT INSERT, UPDATE ON `shop`.`auth_user` TO `web`@`%`',
    ],
    'shop',
  );
  expect(rights.missing(['SELECT', 'INSERT', 'DELETE'], 'auth_user')).toEqual(['DELETE']);
  expect(rights.missing(['SELECT', 'INSERT'], 'django_session')).toEqual(['INSERT']);
});

it('takes SUPER from a global grant only', () => {
  expect(new Rights(['GRANT SUPER ON *.* TO `a`@`%`'], 'shop').hasGlobal('SUPER')).toBe(true);
  expect(
    new Rights(['GRANT ALL PRIVILEGES ON `shop`.* TO `a`@`%`'], 'shop').hasGlobal('SUPER'),
  ).toBe(false);
});
