/** A source of unpredictable bytes; `randomBytes` of node:crypto in the product, a recorded or fixed one in tests. */
export type RandomBytes = (length: number) => Uint8Array;
