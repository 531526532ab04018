import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../shared/lib/canonical-json.ts';

const shuffleKeys = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(shuffleKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, shuffleKeys(member as Json)]),
  );
};

describe('canonicalJson', () => {
  it('is one text per value, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as Json);
        expect(canonicalJson(shuffleKeys(value as Json))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('leaves absent members out and refuses what JSON cannot carry', () => {
    expect(canonicalJson({ b: undefined, a: [1, 'ü', null] })).toBe('{"a":[1,"ü",null]}');
    expect(() => canonicalJson(Number.NaN)).toThrow('NaN');
  });
});
