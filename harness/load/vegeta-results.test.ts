import { describe, expect, test } from 'vitest';
import {
  readVegetaLine,
  type VegetaResult,
  vegetaArrivals,
  vegetaDue,
  vegetaIntervalMs,
  vegetaProblem,
} from './vegeta-results.ts';

const RATE = { requests: 200, perMs: 1_000 };

const result = (seq: number, sentMs: number, more: Partial<VegetaResult> = {}): VegetaResult => ({
  ...{ attack: '', seq, code: 200, sentMs, latencyMs: 1, error: '', method: 'GET', url: 'http://127.0.0.1/light' },
  ...more,
});

const line = (more: Record<string, unknown> = {}) =>
  JSON.stringify({
    ...{ attack: 'a', seq: 3, code: 200, timestamp: '2026-11-30T13:15:45.123456789Z', latency: 1_234_567 },
    ...{
      bytes_out: 0,
      bytes_in: 2,
      error: '',
      body: null,
      method: 'GET',
      url: 'http://127.0.0.1:1/light',
      headers: {},
    },
    ...more,
  });

describe('a line of vegeta', () => {
  test('is read with its fractions of a millisecond', () => {
    const { sentMs, latencyMs, seq, attack } = readVegetaLine(line());
    expect({ seq, attack, latencyMs }).toEqual({ seq: 3, attack: 'a', latencyMs: 1.234567 });
    expect(sentMs - Date.parse('2026-11-30T13:15:45Z')).toBeCloseTo(123.456789, 3);
  });

  test.each([
    ['2026-11-30T13:15:45Z', 0],
    ['2026-11-30T15:15:45.5+02:00', 500],
    ['2026-11-30T07:45:45.000001-05:30', 0.001],
  ])('with the time %s', (timestamp, ms) => {
    expect(readVegetaLine(line({ timestamp })).sentMs - Date.parse('2026-11-30T13:15:45Z')).toBeCloseTo(ms, 3);
  });

  test.each([
    ['', 'cut off'],
    ['{"attack":"a","se', 'cut off'],
    ['null', 'null'],
    [line({ timestamp: 'yesterday' }), 'without a time'],
    [line({ timestamp: undefined }), 'without a time'],
    [line({ latency: '1ms' }), 'without a latency'],
    [line({ seq: undefined }), 'without a number'],
    [line({ seq: -1 }), 'with a number below 0'],
    [line({ seq: '3' }), 'with a number as text'],
    [line({ code: 200.5 }), 'with half a status'],
    [line({ latency: -1 }), 'answered before it was sent'],
    [line({ timestamp: '0001-01-01T00:00:00Z' }), 'sent before 1970'],
  ])('that is none is refused: %s', (text) => {
    expect(() => readVegetaLine(text)).toThrow(SyntaxError);
  });
});

describe('the schedule', () => {
  test('has intervals in whole nanoseconds', () => {
    expect(vegetaIntervalMs(RATE)).toBe(5);
    expect(vegetaIntervalMs({ requests: 3, perMs: 1_000 })).toBe(333.333333);
    expect(vegetaIntervalMs({ requests: 5, perMs: 60_000 })).toBe(12_000);
  });

  test('begins at the latest moment at which no request left too early', () => {
    const due = vegetaDue([result(2, 1_010.4), result(0, 1_000.3), result(1, 1_005.1)], RATE);
    expect(due.map(({ result: { seq } }) => seq)).toEqual([0, 1, 2]);
    expect(due.map(({ dueMs }) => Math.round(dueMs * 10) / 10)).toEqual([1_000.1, 1_005.1, 1_010.1]);
  });

  test('counts what vegeta was held up by', () => {
    // All that was due during a stall of the sender left at its end, and each was answered 1 ms later.
    const arrivals = vegetaArrivals([result(0, 1_000), result(1, 1_020), result(2, 1_020), result(3, 1_020)], RATE, 0);
    expect(arrivals.map(({ intendedMs, settledMs }) => settledMs - intendedMs)).toEqual([1, 16, 11, 6]);
    expect(arrivals.map(({ intendedMs, sentMs }) => sentMs - intendedMs)).toEqual([0, 15, 10, 5]);
  });

  test('is put on another clock', () => {
    const [arrival] = vegetaArrivals([result(0, 1_000)], RATE, -990);
    expect(arrival).toEqual({ intendedMs: 10, sentMs: 10, settledMs: 11, answeredMs: 11, problem: undefined });
  });

  test.each([
    [[0, 2], 'missing'],
    [[1], 'missing'],
    [[0, 0], 'there twice'],
  ])('of an attack with the requests %j is refused', (seqs) => {
    expect(() =>
      vegetaDue(
        seqs.map((seq) => result(seq, 1_000)),
        RATE,
      ),
    ).toThrow(RangeError);
  });
});

describe('what went wrong', () => {
  test.each([
    [200, '', undefined],
    [201, '', 'wrong-status'],
    [503, '503 Service Unavailable', 'wrong-status'],
    [0, 'Get "http://127.0.0.1:1/light": dial tcp 0.0.0.0:0->127.0.0.1:1: connect: connection refused', 'refused'],
    [0, 'Get "http://127.0.0.1:1/light": read tcp 127.0.0.1:2->127.0.0.1:1: read: connection reset by peer', 'reset'],
    [0, 'Get "http://127.0.0.1:1/light": EOF', 'cut-off'],
    [
      0,
      'Get "http://127.0.0.1:1/light": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      'timeout',
    ],
    [
      0,
      'Get "http://127.0.0.1:1/light": net/http: HTTP/1.x transport connection broken: malformed HTTP response "x"',
      'not-http',
    ],
  ] as const)('status %i with "%s"', (code, error, problem) => {
    expect(vegetaProblem(result(0, 0, { code, error }))).toBe(problem);
  });

  test('leaves an arrival without an answer', () => {
    const [arrival] = vegetaArrivals([result(0, 1_000, { code: 0, error: 'EOF' })], RATE, 0);
    expect(arrival).toMatchObject({ settledMs: 1_001, answeredMs: undefined, problem: 'cut-off' });
  });
});
