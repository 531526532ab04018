import { expect, test } from 'vitest';
import { hubAddress } from '../../../main/services/hub-address.ts';

test.each([
  ['hub.example.org', 'https://hub.example.org'],
  [' https://hub.example.org/ ', 'https://hub.example.org'],
  ['https://hub.example.org/assay//?x=1#y', 'https://hub.example.org/assay'],
  ['http://hub.example.org', 'http://hub.example.org'],
  ['localhost:8080', 'http://localhost:8080'],
  ['127.0.0.1:8080/', 'http://127.0.0.1:8080'],
])('%s is taken as %s', (typed, url) => {
  expect(hubAddress(typed)).toBe(url);
});
