import { expect, test } from 'vitest';
import { guess, mapped, preview } from './mapping.js';

const fields = [
  { name: 'serverno', label: 'serverno' },
  { name: 'ip_addr', label: 'IP-Adresse' },
];

test('a file is shown, its columns are guessed, and it is sent under the names of the fields', async () => {
  const file = new Blob([
    '\ufeffServerNo;ip-adresse;comment\nSN1;"10.0.0.1";"a ""b"";c"\n"S,N";;x\n',
  ]);
  const { header, rows } = await preview(file);
  expect(rows[0]).toEqual(['SN1', '10.0.0.1', 'a "b";c']);
  const mapping = guess(header, fields);
  expect(mapping).toEqual(['serverno', 'ip_addr', '']);
  const sent = await mapped(file, header, mapping);
  expect(await sent.text()).toBe('serverno,ip_addr\r\nSN1,10.0.0.1\r\n"S,N",\r\n');
});

test('a file that has the names already is sent as it is', async () => {
  const file = new Blob(['serverno,ip_addr\nSN1,x\n']);
  const { header } = await preview(file);
  expect(await mapped(file, header, guess(header, fields))).toBe(file);
});
