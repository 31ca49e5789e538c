import { expect, test } from 'vitest';
import {
  noiseShare,
  percentBand,
  percentChange,
  percentInterval,
  share,
  shareOfRequests,
  wholeShare,
} from './percent.ts';

test.each([
  [1.052, '+5.2 %'],
  [0.996, '−0.4 %'],
  [1.0004, '0.0 %'],
  [0.9996, '0.0 %'],
  [14, '+1,300.0 %'],
])('a ratio of %d is a change of %s', (ratio, text) => {
  expect(percentChange(ratio)).toBe(text);
});

test('an interval has a sign at both ends, and is absent without blocks', () => {
  expect(percentInterval({ low: 0.991, high: 1.06 })).toBe('−0.9 to +6.0 %');
  expect(percentInterval({ low: null, high: null })).toBeNull();
});

test('a threshold has the digits it was stated in', () => {
  expect(percentBand(0.03)).toBe('±3 %');
  expect(percentBand(0.025)).toBe('±2.5 %');
  expect(share(0.07)).toBe('7 %');
});

test.each([
  [shareOfRequests(0), '0 %'],
  [shareOfRequests(0.0004), '< 0.1 %'],
  [shareOfRequests(0.013), '1.3 %'],
  [wholeShare(0.955), '96 %'],
  [noiseShare(0.00523), '0.52 %'],
  [noiseShare(0.0131), '1.3 %'],
  [noiseShare(0.1249), '12 %'],
])('%s reads as %s', (text, expected) => {
  expect(text).toBe(expected);
});
