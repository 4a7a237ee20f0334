import { expect, test } from 'vitest';
import { Progress } from './progress.js';

function watched(isTTY: boolean) {
  const state = { time: 0, text: '' };
  const sink = { isTTY, write: (text: string) => (state.text += text) };
  const progress = new Progress(200, 'rows', sink, () => state.time);
  return { state, progress };
}

test('a terminal sees one line that is drawn over', () => {
  const { state, progress } = watched(true);
  state.time = 1000;
  progress.show(100);
  progress.show(101);
  state.time = 2000;
  progress.end(200);
  expect(state.text).toBe(
    '\r[###############               ] 50 %  100 rows  100/s\x1b[K' +
      '\r[##############################] 100 %  200 rows  100/s\x1b[K\n',
  );
});

test('a pipe sees a plain line at once, then at most one a second', () => {
  const { state, progress } = watched(false);
  state.time = 500;
  progress.show(10);
  state.time = 1400;
  progress.show(20);
  state.time = 1500;
  progress.show(30);
  expect(state.text).toBe('5 %  10 rows  20/s\n15 %  30 rows  20/s\n');
});

test('of an unknown total all is done', () => {
  const sink = { text: '', write: (text: string) => (sink.text += text) };
  new Progress(0, 'rows', sink, () => 0).end(0);
  expect(sink.text).toBe('100 %  0 rows  0/s\n');
});
