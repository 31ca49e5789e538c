import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openProgress } from './progress.ts';

/** A stream that remembers what was written to it. */
function recorder(terminal?: { columns: number }) {
  let text = '';
  const stream = { isTTY: terminal !== undefined, columns: terminal?.columns, write: (more: string) => (text += more) };
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

describe('where there is no terminal', () => {
  test('every step is a plain line, and none is repeated', () => {
    const { stream, text } = recorder();
    const progress = openProgress(stream);
    progress.step('starting');
    progress.step('starting');
    progress.step('measuring');
    expect(text()).toBe('duet: starting\nduet: measuring\n');
  });

  test('what a service said cannot move the cursor, nor answer for the user', () => {
    const { stream, text } = recorder();
    const progress = openProgress(stream);
    progress.step('asking \u001b[2J\u009b6n');
    progress.note('first\u0007 line\nsecond');
    expect(text()).toBe('duet: asking  [2J 6n\nduet: first  line\nsecond\n');
  });

  test('no control character is written, to the end', () => {
    const { stream, text } = recorder();
    const progress = openProgress(stream);
    progress.measuring('block 1  pooling/node/after', 1_000, 4_000);
    progress.end();
    expect(text()).toMatch(/^[ -~\n]*$/);
  });
});

describe('on a terminal', () => {
  test('the line is rewritten and never longer than the screen', () => {
    const { stream, text } = recorder({ columns: 20 });
    const progress = openProgress(stream);
    progress.step('x'.repeat(100));
    progress.step('short');
    const lines = text().split('\r\x1b[2K').slice(1);
    expect(lines).toEqual([`duet: ${'x'.repeat(13)}`, 'duet: short']);
  });
});

describe('the time left', () => {
  test('is what was expected, until a tenth of the work is done', () => {
    const { stream, text } = recorder();
    openProgress(stream).measuring('a', 0, 90_000);
    expect(text()).toContain('0 %  a  (1 min 30 s left)');
  });

  test('follows the pace of the machine after that', () => {
    const { stream, text } = recorder();
    const progress = openProgress(stream);
    progress.measuring('a', 0, 40_000);
    vi.advanceTimersByTime(20_000);
    progress.measuring('b', 10_000, 40_000);
    expect(text()).toContain('25 %  b  (1 min 00 s left)');
  });

  test('is not told where it takes longer than it was to take', () => {
    const { stream, text } = recorder();
    const progress = openProgress(stream);
    progress.measuring('a', 0, 1);
    vi.advanceTimersByTime(20_000);
    progress.measuring('b', 20_000, 1);
    expect(text()).toContain('99 %  b  (longer than expected)');
  });
});
