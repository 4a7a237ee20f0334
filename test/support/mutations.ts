import fc from 'fast-check';

/** How often a property is tried, and from which seed: `npm run fuzz` takes many, the tests a few. */
export const FUZZ_RUNS = Number(process.env.FUZZ_RUNS ?? 1000);
export const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? 20_240_615);

/** Characters that some parser on the way takes for something else. */
const ODD = [
  ...':.=$;,"\'\\{}[]%+-_!/ \t\n\r\0',
  ...['\ud800', '\u00ff', 'é', '😀', '__proto__', '9007199254740993', '1e999', '%00', '\\u0000'],
];

type Edit = (text: string) => string;

/** One change to a text, at a place given as a share of its length. */
const edit: fc.Arbitrary<Edit> = fc
  .record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(40),
    odd: fc.constantFrom(...ODD),
    letter: fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
    kind: fc.constantFrom('insert', 'replace', 'cut', 'double', 'letter', 'end', 'case'),
  })
  .map(({ at, length, odd, letter, kind }) => (text) => {
    const place = Math.floor(at * text.length);
    const [head, tail] = [text.slice(0, place), text.slice(place)];
    if (kind === 'insert') return head + odd + tail;
    if (kind === 'replace') return head + odd + tail.slice(1);
    if (kind === 'cut') return head + tail.slice(length);
    if (kind === 'double') return head + tail.slice(0, length) + tail;
    if (kind === 'letter') return head + letter + tail.slice(1);
    if (kind === 'case') return head + tail.toUpperCase();
    return head;
  });

/** Texts of the corpus after one to six changes. */
export function mutated(corpus: readonly string[]): fc.Arbitrary<string> {
  const edits = fc.array(edit, { minLength: 1, maxLength: 6 });
  return fc
    .tuple(fc.constantFrom(...corpus), edits)
    .map(([text, changes]) => changes.reduce((changed, change) => change(changed), text));
}
